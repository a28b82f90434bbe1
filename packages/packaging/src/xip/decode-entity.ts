import {optionalAttribute, type XmlElement} from '@fonds/core/xml';
import type {XipEntity, XipEventAction, XipFragment, XipIdentifier, XipLink, XipRestriction} from './contents.ts';
import {readFields, tellAttributes, tellStrayText} from './fields.ts';
import {isXipNamespace, restrictionTypes} from './names.ts';
import {shapes} from './shapes.ts';
import type {Tell} from './tell.ts';

/** An entity without what stands elsewhere in the document. */
export type EntityFields = Omit<XipEntity, 'identifiers' | 'metadata'>;

/** Reads a StructuralObject, InformationObject or ContentObject. */
export function decodeEntity(element: XmlElement, tell: Tell): EntityFields {
	const {text, word, get, unknown} = readFields(element, shapes.entity, tell);
	const ref = word('Ref') ?? '';
	const what = `A <${element.name}> ${ref === '' ? '' : `with the reference ${ref} `}`;
	for (const name of ['Ref', 'Title', 'SecurityTag']) {
		if (get(name) !== undefined && word(name) === undefined) {
			tell('empty-field', `${what}has an empty <${name}>.`, name === 'Ref' ? 'error' : 'warning');
		}
	}
	return {
		ref,
		title: text('Title') ?? '',
		description: text('Description'),
		securityTag: word('SecurityTag'),
		customType: word('CustomType'),
		parent: word('Parent'),
		unknown,
	};
}

/** What belongs to an entity, and its reference. */
export interface Attached<T> {
	readonly entity: string;
	readonly value: T;
}

export function decodeIdentifier(element: XmlElement, tell: Tell): Attached<XipIdentifier> {
	const {text, word} = readFields(element, shapes.identifier, tell);
	const entity = word('Entity') ?? '';
	const type = word('Type') ?? '';
	const value = text('Value') ?? '';
	if (type === '' || value === '') {
		tell('empty-field', `An identifier of ${entity} has no ${type === '' ? 'type' : 'value'}.`, 'warning');
	}
	return {entity, value: {apiId: word('ApiId'), type, value}};
}

/** Undefined if there is no content. The fragment keeps the prefixes that are declared around it. */
export function decodeFragment(element: XmlElement, document: XmlElement, tell: Tell): Attached<XipFragment> | undefined {
	const {word, get} = readFields(element, shapes.metadata, tell);
	const entity = word('Entity') ?? '';
	const content = get('Content');
	if (content !== undefined) {
		tellAttributes(content, [], tell);
		tellStrayText(content, tell);
	}
	const roots = content?.children.filter(node => typeof node === 'object') ?? [];
	const [root] = roots;
	if (roots.length !== 1) {
		tell.lost(
			'fragment-content',
			`The metadata fragment ${word('Ref') ?? ''} of ${entity} has ${roots.length} elements for its content, not one.`,
		);
	}
	if (root === undefined || content === undefined) {
		return undefined;
	}
	const schema = optionalAttribute(element, 'schemaUri') || undefined;
	return {entity, value: {ref: word('Ref'), schema, xml: unwrap([document, element, content], root)}};
}

/** A fragment may use prefixes in values, as in `xsi:type="premis:file"`, that only the elements around it declare. */
function unwrap(around: readonly XmlElement[], root: XmlElement): XmlElement {
	const inForce = new Map(around.flatMap(({declarations}) => declarations).map(({prefix, namespace}) => [prefix, namespace] as const));
	const own = new Set(root.declarations.map(({prefix}) => prefix));
	const added = Array.from(inForce, ([prefix, namespace]) => ({prefix, namespace})).filter(
		({prefix, namespace}) => !own.has(prefix) && !isXipNamespace(namespace),
	);
	return added.length === 0 ? root : {...root, declarations: [...added, ...root.declarations]};
}

export function decodeLink(element: XmlElement, tell: Tell): XipLink {
	const {word} = readFields(element, shapes.link, tell);
	return {type: word('Type') ?? '', from: word('FromEntity') ?? '', to: word('ToEntity') ?? ''};
}

export function decodeRestriction(element: XmlElement, tell: Tell): XipRestriction {
	const {word, oneOf} = readFields(element, shapes.restriction, tell);
	return {type: oneOf('Type', restrictionTypes) ?? '', entity: word('Entity') ?? ''};
}

export function decodeEventAction(element: XmlElement, tell: Tell): XipEventAction {
	const {text, word, date, get} = readFields(element, shapes.eventAction, tell);
	const event = get('Event') ?? {...element, name: 'Event', attributes: [], children: []};
	const inner = readFields(event, shapes.event, tell);
	return {
		commandType: optionalAttribute(element, 'commandType'),
		event: {
			type: optionalAttribute(event, 'type'),
			ref: inner.word('Ref'),
			date: inner.date('Date'),
			user: inner.text('User'),
			workflowName: inner.text('WorkflowName'),
			workflowInstanceId: inner.long('WorkflowInstanceId'),
		},
		date: date('Date'),
		entity: word('Entity') ?? '',
		serialisedCommand: text('SerialisedCommand'),
	};
}
