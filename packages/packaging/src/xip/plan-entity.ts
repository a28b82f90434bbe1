import {ConfigurationError} from '@fonds/core';
import type {FixityAlgorithm} from '@fonds/core/hash';
import {parseXml, type XmlElement} from '@fonds/core/xml';
import {checkFragment, checkNotEmpty, checkText, checkWord} from './check-values.ts';
import type {EntityDescription, IdentifierDescription, MetadataDescription} from './description.ts';
import type {PlannedEntity, PlannedFragment} from './plan.ts';
import type {VersionCheck} from './versions.ts';

/** What plans of one package share. */
export interface PlanContext {
	readonly namespace: string;
	readonly version: VersionCheck;
	/** When the package takes effect. */
	readonly date: string;
	/** A reference nobody has yet: the wanted one, or a new one. */
	claimRef(wanted: string | undefined): string;
	/** Folder names that say what kind of representation they hold. */
	nameFolder(type: string): string;
	/** Has this digest made of every file. @throws ConfigurationError if some are written already. */
	makeDigest(algorithm: FixityAlgorithm, what: string): void;
}

const none: readonly never[] = [];

/**
 * Decides everything about a folder, an asset or a content object.
 *
 * @throws ConfigurationError for an empty title, identifier or schema, and for fragments that are malformed or that XIP cannot hold.
 */
export function planEntity(description: EntityDescription, context: PlanContext, parent: string | undefined): PlannedEntity {
	const {title, securityTag = 'open', customType, identifiers = none, metadata = none} = description;
	const what = `"${title}"`;
	if (title.trim() === '') {
		throw new ConfigurationError('A folder, an asset or a content object has no title. Every one needs one.');
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
		identifiers: identifiers.length === 0 ? none : identifiers.map(identifier => checkIdentifier(identifier, what, context)),
		fragments:
			metadata.length === 0
				? none
				: metadata.map((fragment, index) => planFragment(fragment, context, `Metadata fragment ${index + 1} of ${what}`)),
		unknown: context.version.takeUnknown(description.unknown, what),
	};
	checkTexts(planned);
	return planned;
}

function checkTexts(planned: PlannedEntity): void {
	const what = `"${planned.title}"`;
	checkText('Title', planned.title);
	checkText('Description', planned.description);
	checkWord('SecurityTag', planned.securityTag, what);
	checkWord('CustomType', planned.customType, what);
	checkWord('Parent', planned.parent, what);
}

function checkIdentifier({type, value, apiId}: IdentifierDescription, what: string, {version}: PlanContext): IdentifierDescription {
	if (type === '' || value === '') {
		throw new ConfigurationError(`An identifier of ${what} has no ${type === '' ? 'type' : 'value'}.`);
	}
	if (apiId !== undefined) {
		version.require('6.2', `An identifier of ${what} with an apiId`);
		checkNotEmpty('apiId', apiId, `An identifier of ${what}`);
		checkWord('apiId', apiId, `An identifier of ${what}`);
	}
	checkWord('type', type, `An identifier of ${what}`);
	checkText('Value', value);
	return {type, value, apiId};
}

function planFragment({ref, schema, xml}: MetadataDescription, context: PlanContext, what: string): PlannedFragment {
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
	checkFragment(content, what);
	return {ref: context.claimRef(ref), schema: schema ?? content.namespace, content};
}

function parseFragment(xml: string, what: string): XmlElement {
	try {
		return parseXml(xml);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new ConfigurationError(`${what} cannot be used: ${reason}`, {cause});
	}
}
