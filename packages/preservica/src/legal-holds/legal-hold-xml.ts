import type {Page} from '@fonds/core';
import {element, type XmlElement} from '@fonds/core/xml';
import {findAll} from '../xml/find-all.ts';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import type {LegalHold, LegalHoldAssignment, LegalHoldFields} from './legal-hold.ts';

/** Reads a page of holds (HLD-01). */
export function decodeHolds(response: XmlElement): Page<LegalHold> {
	return decodePage(
		response,
		findAll(response, either('LegalHold')).map(source => decodeFields(source)),
	);
}

/** Reads one hold (HLD-02 to HLD-04): the fields are in the answer, directly or in a `LegalHold`. */
export function decodeHold(response: XmlElement): LegalHold {
	const [inner = response] = findAll(response, either('LegalHold'));
	return decodeFields(inner);
}

function decodeFields(source: XmlElement): LegalHold {
	return {
		ref: trimmed(source, either('Ref')),
		name: trimmed(source, either('Name')),
		description: optionalTrimmed(source, either('Description')),
		user: optionalTrimmed(source, either('User')),
		created: optionalTrimmed(source, either('CreatedDate')),
	};
}

/** Reads the holds of an asset (HLD-06). */
export function decodeHoldAssignments(response: XmlElement): Page<LegalHoldAssignment> {
	return decodePage(
		response,
		findAll(response, either('LegalHoldAssignment')).map(source => ({
			asset: trimmed(source, either('Entity')),
			hold: trimmed(source, either('LegalHold')),
			assigned: optionalTrimmed(source, either('AssignedDate')),
		})),
	);
}

/** Writes what a hold is made of (HLD-03, HLD-04). */
export function encodeHold({name, description}: LegalHoldFields, xip: string): XmlElement {
	return element(xip, 'LegalHold', [
		element(xip, 'Name', name),
		description === undefined ? undefined : element(xip, 'Description', description),
	]);
}

/** Writes which hold an asset is put under (HLD-07). */
export function encodeHoldAssignment(hold: string, xip: string): XmlElement {
	return element(xip, 'LegalHoldAssignmentRequest', [element(xip, 'LegalHoldRef', hold)]);
}
