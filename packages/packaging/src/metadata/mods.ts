import type {TemplateOptions} from './dublin-core.ts';
import type {ColumnName, MappedElement, MetadataMapping} from './mapping.ts';

/** The types there are (MODS 3.7, typeOfResource). */
const typesOfResource = [
	'text',
	'cartographic',
	'notated music',
	'sound recording-musical',
	'sound recording-nonmusical',
	'sound recording',
	'still image',
	'moving image',
	'three dimensional object',
	'software, multimedia',
	'mixed material',
];

/**
 * MODS 3.7, one `mods:mods` for each row. Columns: `title`, `subtitle`, `alternative title`, `creator`, `contributor`, `type of resource`, `genre`, `place`,
 * `publisher`, `date created`, `date issued`, `language` (an ISO 639-2 code), `extent`, `abstract`, `table of contents`, `note`, `subject`, `place subject`,
 * `time subject`, `series`, `identifier`, `url`, `location`, `access condition`, `record identifier`.
 *
 * @see https://www.loc.gov/standards/mods/
 */
export function mods({separator, language}: TemplateOptions = {}): MetadataMapping {
	const many = {separator};
	const text = {separator: undefined, language};
	return {
		name: 'MODS',
		namespaces: {mods: 'http://www.loc.gov/mods/v3', xlink: 'http://www.w3.org/1999/xlink'},
		root: 'mods:mods',
		attributes: {version: '3.7'},
		content: [
			{
				element: 'mods:titleInfo',
				required: true,
				language,
				content: [
					{element: 'mods:title', column: 'title', repeated: false, required: true},
					{element: 'mods:subTitle', column: ['subtitle', 'sub title'], repeated: false},
				],
			},
			{
				element: 'mods:titleInfo',
				column: 'alternative title',
				...many,
				attributes: {type: 'alternative'},
				content: [{element: 'mods:title'}],
			},
			agent(['creator', 'author'], 'creator', separator),
			agent('contributor', 'contributor', separator),
			{element: 'mods:typeOfResource', column: ['type of resource', 'typeofresource'], ...many, oneOf: typesOfResource},
			{element: 'mods:genre', column: 'genre', ...many},
			{
				element: 'mods:originInfo',
				content: [
					{element: 'mods:place/mods:placeTerm', column: ['place', 'place of publication'], ...many, attributes: {type: 'text'}},
					{element: 'mods:publisher', column: 'publisher', ...many},
					{element: 'mods:dateIssued', column: 'date issued', ...many},
					{element: 'mods:dateCreated', column: ['date created', 'date'], ...many},
				],
			},
			{element: 'mods:language/mods:languageTerm', column: 'language', ...many, attributes: {type: 'code', authority: 'iso639-2b'}},
			{element: 'mods:physicalDescription/mods:extent', column: ['extent', 'physical description'], repeated: false},
			{element: 'mods:abstract', column: ['abstract', 'description'], ...text},
			{element: 'mods:tableOfContents', column: 'table of contents', ...text},
			{element: 'mods:note', column: 'note', ...text},
			{element: 'mods:subject/mods:topic', column: ['subject', 'topic'], ...many, language},
			{element: 'mods:subject/mods:geographic', column: ['place subject', 'geographic subject'], ...many},
			{element: 'mods:subject/mods:temporal', column: ['time subject', 'temporal subject'], ...many},
			{element: 'mods:relatedItem/mods:titleInfo/mods:title', column: 'series', repeated: false},
			{element: 'mods:identifier', column: 'identifier', ...many, attributes: {type: {column: 'identifier type', otherwise: 'local'}}},
			{
				element: 'mods:location',
				content: [
					{element: 'mods:physicalLocation', column: ['location', 'physical location'], ...many},
					{element: 'mods:url', column: 'url', ...many},
				],
			},
			{element: 'mods:accessCondition', column: ['access condition', 'rights'], ...text, attributes: {type: 'use and reproduction'}},
			{element: 'mods:recordInfo/mods:recordIdentifier', column: 'record identifier', repeated: false},
		],
	};
}

function agent(column: ColumnName, role: string, separator: string | undefined): MappedElement {
	return {
		element: 'mods:name',
		column,
		separator,
		content: [
			{element: 'mods:namePart'},
			{element: 'mods:role/mods:roleTerm', value: role, attributes: {type: 'text', authority: 'marcrelator'}},
		],
	};
}
