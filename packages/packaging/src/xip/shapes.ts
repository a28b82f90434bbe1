/** What the schema has in an element. */
export interface Shape {
	/** The elements in it, in the order of the schema. */
	readonly names: readonly string[];
	readonly required: readonly string[];
	/** Those that hold text alone. */
	readonly texts: ReadonlySet<string>;
	readonly attributes: readonly string[];
	/** Whether elements that are not known are kept in what is read. */
	readonly keepsUnknown: boolean;
	/** Whether the schema of a namespace wants them in their order. */
	readonly isOrdered: (namespace: string) => boolean;
}

interface ShapeOptions {
	readonly attributes?: readonly string[];
	readonly keepsUnknown?: boolean;
	readonly order?: 'none' | 'always' | 'since 6.2';
}

const plain = (word: string): string => word.replace(/\W+$/, '');

/** @param names - The elements in their order; with `?` those that need not be there, with `()` those that hold elements. */
function shape(names: string, {attributes = [], keepsUnknown = false, order = 'none'}: ShapeOptions = {}): Shape {
	const words = names.split(' ');
	return {
		names: words.map(plain),
		required: words.filter(word => !word.endsWith('?')).map(plain),
		texts: new Set(words.filter(word => !word.includes('(')).map(plain)),
		attributes,
		keepsUnknown,
		isOrdered: namespace => order === 'always' || (order === 'since 6.2' && !/\/v6\.[01]$/.test(namespace)),
	};
}

type ShapeName =
	| 'entity'
	| 'representation'
	| 'representationFormat'
	| 'property'
	| 'generation'
	| 'format'
	| 'bitstream'
	| 'fixity'
	| 'identifier'
	| 'link'
	| 'restriction'
	| 'metadata'
	| 'eventAction'
	| 'event';

/** The elements of XIP, as its schemas describe them (7.7). */
export const shapes: Readonly<Record<ShapeName, Shape>> = {
	entity: shape('Ref Title Description? SecurityTag CustomType? Parent?', {keepsUnknown: true}),
	representation: shape('InformationObject Name? Type ContentObjects()? RepresentationFormats()? RepresentationProperties()?', {
		keepsUnknown: true,
		order: 'always',
	}),
	representationFormat: shape('PUID FormatName Priority Valid?'),
	property: shape('Group? PUID PropertyName Value'),
	generation: shape('ContentObject Label? FormatGroup? EffectiveDate? Bitstreams()? Formats()? Properties()?', {
		attributes: ['original', 'active'],
		keepsUnknown: true,
		order: 'always',
	}),
	format: shape('PUID Priority IdentificationMethod FormatName FormatVersion? Warnings?', {attributes: ['valid']}),
	bitstream: shape(
		'Filename FileSize Container? ExtractionTool? ExtractionToolParams? PhysicalLocation? PhysicalFilename? OriginalFilename? Fixities()?',
		{keepsUnknown: true},
	),
	fixity: shape('FixityAlgorithmRef FixityValue'),
	identifier: shape('ApiId? Type Value Entity', {order: 'since 6.2'}),
	link: shape('Type FromEntity ToEntity'),
	restriction: shape('Type Entity'),
	metadata: shape('Ref Entity Content()', {attributes: ['schemaUri']}),
	eventAction: shape('Event() Date? Entity SerialisedCommand?', {attributes: ['commandType'], order: 'always'}),
	event: shape('Ref? Date? User? WorkflowName? WorkflowInstanceId?', {attributes: ['type'], order: 'since 6.2'}),
};
