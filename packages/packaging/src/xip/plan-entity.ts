import {ConfigurationError} from '@fonds/core';
import {parseXml, writeXml, type XmlElement} from '@fonds/core/xml';
import {checkText} from './check-text.ts';
import type {EntityDescription, IdentifierDescription, MetadataDescription} from './description.ts';
import type {PlannedEntity, PlannedFragment} from './plan.ts';

/** What plans of one package share. */
export interface PlanContext {
	readonly namespace: string;
	/** A reference nobody has yet: the wanted one, or a new one. */
	claimRef(wanted: string | undefined): string;
}

/**
 * Decides everything about a folder, an asset or a content object.
 *
 * @throws ConfigurationError for an empty title, identifier or schema, and for fragments that are malformed or that XIP cannot hold.
 */
export function planEntity(description: EntityDescription, context: PlanContext, parent: string | undefined): PlannedEntity {
	const {title, securityTag = 'open', customType, identifiers = [], metadata = []} = description;
	const what = `"${title}"`;
	if (title.trim() === '') {
		throw new ConfigurationError('A folder or an asset has no title. Every one needs one.');
	}
	if (securityTag === '') {
		throw new ConfigurationError(`The security tag of ${what} is empty. Name one, or leave it out for "open".`);
	}
	const planned = {
		ref: context.claimRef(description.ref),
		title,
		description: description.description,
		securityTag,
		customType,
		parent: description.parent ?? parent,
		identifiers: identifiers.map(identifier => checkIdentifier(identifier, what)),
		fragments: metadata.map((fragment, index) => planFragment(fragment, context, `Metadata fragment ${index + 1} of ${what}`)),
	};
	checkTexts(planned);
	return planned;
}

function checkTexts(planned: PlannedEntity): void {
	checkText('Ref', planned.ref);
	checkText('Title', planned.title);
	checkText('Description', planned.description);
	checkText('SecurityTag', planned.securityTag);
	checkText('CustomType', planned.customType);
	checkText('Parent', planned.parent);
}

function checkIdentifier({type, value}: IdentifierDescription, what: string): IdentifierDescription {
	if (type === '' || value === '') {
		throw new ConfigurationError(`An identifier of ${what} has no ${type === '' ? 'type' : 'value'}.`);
	}
	checkText('Type', type);
	checkText('Value', value);
	return {type, value};
}

function planFragment({schema, xml}: MetadataDescription, context: PlanContext, what: string): PlannedFragment {
	const content = typeof xml === 'string' ? parseFragment(xml, what) : xml;
	if (content.namespace === '' || content.namespace === context.namespace) {
		throw new ConfigurationError(
			`${what} has the root <${content.name}> ${content.namespace === '' ? 'in no namespace' : 'in the namespace of XIP itself'}. XIP holds only elements of other namespaces.`,
		);
	}
	if (schema === '') {
		throw new ConfigurationError(`${what} has an empty schema. Name one, or leave it out for the namespace of the root element.`);
	}
	checkText('schemaUri', schema);
	writeXml(content); // An element that was built, not parsed, may hold what cannot be written.
	return {ref: context.claimRef(undefined), schema: schema ?? content.namespace, content};
}

function parseFragment(xml: string, what: string): XmlElement {
	try {
		return parseXml(xml);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new ConfigurationError(`${what} cannot be used: ${reason}`, {cause});
	}
}
