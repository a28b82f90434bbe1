import {element, type XmlElement} from '@fonds/core/xml';
import type {PropertyDescription} from './content-description.ts';
import type {LinkDescription, RestrictionDescription} from './description.ts';
import type {FileFacts} from './metadata.ts';
import {fixityTypes} from './names.ts';
import type {
	PlannedEntity,
	PlannedEventAction,
	PlannedFile,
	PlannedFormat,
	PlannedGeneration,
	PlannedObject,
	PlannedRepresentationFields,
	XipPlan,
} from './plan.ts';

/** Makes the elements of one package, with what is in them in the order of the schema. */
export interface XipElements {
	entity(name: string, entity: PlannedEntity): XmlElement;
	representation(representation: PlannedRepresentationFields, objects: readonly PlannedObject[]): XmlElement;
	generation(object: PlannedEntity, generation: PlannedGeneration): XmlElement;
	bitstream(file: PlannedFile, facts: FileFacts): XmlElement;
	identifiers(entity: PlannedEntity): XmlElement[];
	link(link: LinkDescription): XmlElement;
	restriction(restriction: RestrictionDescription): XmlElement;
	fragments(entity: PlannedEntity): XmlElement[];
	eventAction(action: PlannedEventAction): XmlElement;
}

export function createXipElements({namespace, algorithms}: XipPlan): XipElements {
	const xip = (
		name: string,
		content?: Parameters<typeof element>[2],
		attributes?: Readonly<Record<string, string | undefined>>,
	): XmlElement => element(namespace, name, content, attributes);
	const optional = (name: string, value: string | undefined): XmlElement | undefined =>
		value === undefined ? undefined : xip(name, value);
	/** A list that is left out when it is empty. */
	const list = (name: string, items: readonly XmlElement[]): XmlElement | undefined => (items.length === 0 ? undefined : xip(name, items));
	const property = (name: string, {group, puid, name: label, value}: PropertyDescription): XmlElement =>
		xip(name, [optional('Group', group), xip('PUID', puid), xip('PropertyName', label), xip('Value', value)]);

	return {
		entity: (name, {ref, title, description, securityTag, customType, parent, unknown}) =>
			xip(name, [
				xip('Ref', ref),
				xip('Title', title),
				optional('Description', description),
				xip('SecurityTag', securityTag),
				optional('CustomType', customType),
				optional('Parent', parent),
				...unknown,
			]),

		representation: ({asset, name, type, formats, properties, unknown}, objects) =>
			xip('Representation', [
				xip('InformationObject', asset.ref),
				xip('Name', name),
				xip('Type', type),
				list(
					'ContentObjects',
					objects.map(({entity}) => xip('ContentObject', entity.ref)),
				),
				list(
					'RepresentationFormats',
					formats.map(({puid, name: label, priority, valid}) =>
						xip('RepresentationFormat', [
							xip('PUID', puid),
							xip('FormatName', label),
							xip('Priority', priority),
							optional('Valid', valid?.toString()),
						]),
					),
				),
				list(
					'RepresentationProperties',
					properties.map(item => property('RepresentationProperty', item)),
				),
				...unknown,
			]),

		generation: ({ref}, {original, active, label, formatGroup, effectiveDate, files, formats, properties, unknown}) =>
			xip(
				'Generation',
				[
					xip('ContentObject', ref),
					optional('Label', label),
					optional('FormatGroup', formatGroup),
					optional('EffectiveDate', effectiveDate),
					xip(
						'Bitstreams',
						files.map(({location, filename}) => xip('Bitstream', `${location}/${filename}`)),
					),
					xip(
						'Formats',
						formats.map(item => format(item)),
					),
					xip(
						'Properties',
						properties.map(item => property('Property', item)),
					),
					...unknown,
				],
				{original: String(original), active: String(active)},
			),

		bitstream: ({filename, location, facts, unknown}, {size, digests}) =>
			xip('Bitstream', [
				xip('Filename', filename),
				xip('FileSize', size),
				xip('PhysicalLocation', location),
				...facts.map(([name, value]) => xip(name, value)),
				xip(
					'Fixities',
					algorithms.map(algorithm =>
						xip('Fixity', [xip('FixityAlgorithmRef', fixityTypes[algorithm].name), xip('FixityValue', digests[algorithm] ?? '')]),
					),
				),
				...unknown,
			]),

		identifiers: ({ref, identifiers}) =>
			identifiers.map(({type, value, apiId}) =>
				xip('Identifier', [optional('ApiId', apiId), xip('Type', type), xip('Value', value), xip('Entity', ref)]),
			),

		link: ({type, from, to}) => xip('Link', [xip('Type', type), xip('FromEntity', from), xip('ToEntity', to)]),

		restriction: ({type, entity}) => xip('Restriction', [xip('Type', type), xip('Entity', entity)]),

		fragments: ({ref: entity, fragments}) =>
			fragments.map(({ref, schema, content}) =>
				xip('Metadata', [xip('Ref', ref), xip('Entity', entity), xip('Content', [content])], {schemaUri: schema}),
			),

		eventAction: ({commandType, eventType, event, date, entity, serialisedCommand}) =>
			xip(
				'EventAction',
				[
					xip(
						'Event',
						event.map(([name, value]) => xip(name, value)),
						{type: eventType},
					),
					optional('Date', date),
					xip('Entity', entity),
					xip('SerialisedCommand', serialisedCommand),
				],
				{commandType},
			),
	};

	function format({puid, name, priority, method, version, warnings, valid}: PlannedFormat): XmlElement {
		return xip(
			'Format',
			[
				xip('PUID', puid),
				xip('Priority', priority),
				xip('IdentificationMethod', method),
				xip('FormatName', name),
				optional('FormatVersion', version),
				optional('Warnings', warnings),
			],
			{valid: valid?.toString()},
		);
	}
}
