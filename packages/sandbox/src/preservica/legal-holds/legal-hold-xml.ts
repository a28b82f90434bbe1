import type {XmlElement} from '@fonds/core/xml';
import {namespace, optionalText} from '@fonds/core/xml';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag} from '../xml/write-xml.ts';
import type {LegalHold, LegalHoldAssignment} from './legal-holds.ts';

/** Names in the XIP namespace of any version, which requests are in; answers are in that of the entity API. */
const xip: ReturnType<typeof namespace> = namespace('http://preservica.com/XIP');

/** A hold. Its description is there even if it is empty. */
export function holdTag({ref, name, description, user, created}: LegalHold): Tag {
	return tag(
		'LegalHold',
		tag('Ref', ref),
		tag('Name', name),
		tag('Description', description),
		tag('User', user),
		tag('CreatedDate', created),
	);
}

/** An asset under a hold. */
export function assignmentTag({entity, hold, date}: LegalHoldAssignment): Tag {
	return tag('LegalHoldAssignment', tag('Entity', entity), tag('LegalHold', hold), tag('AssignedDate', date));
}

/** What was sent of a hold. @throws Problem 400 when it is none. */
export function readHold(root: XmlElement): Pick<LegalHold, 'name' | 'description'> {
	const name = field(root, 'LegalHold', 'Name');
	return {name, description: optionalText(root, xip('Description'))?.trim() ?? ''};
}

/** The reference of the hold that is to be assigned. @throws Problem 400 when the body is no request for that. */
export function readAssignment(root: XmlElement): string {
	return field(root, 'LegalHoldAssignmentRequest', 'LegalHoldRef');
}

function field(root: XmlElement, document: string, name: string): string {
	const value = isElement(root, 'XIP', document) ? optionalText(root, xip(name))?.trim() : undefined;
	if (value === undefined || value === '') throw new Problem(400, `The body must be a ${document} with a ${name}, in the XIP namespace.`);
	return value;
}
