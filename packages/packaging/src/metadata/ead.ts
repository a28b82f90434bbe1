import type {TemplateOptions} from './dublin-core.ts';
import type {MappedElement, MetadataMapping} from './mapping.ts';

/** Options of {@link ead}. */
export interface EadOptions extends TemplateOptions {
	/** `ead3`, or `ead2002`. @default 'ead3' */
	readonly version?: 'ead3' | 'ead2002' | undefined;
	/** For rows whose column `level` is empty. @default 'file' */
	readonly level?: string | undefined;
}

/** The levels there are (EAD3 and EAD 2002, `@level`), but for `otherlevel`, which needs another attribute beside it. */
const levels = ['class', 'collection', 'file', 'fonds', 'item', 'recordgrp', 'series', 'subfonds', 'subgrp', 'subseries'];

/**
 * A component of a finding aid, `c`, for each row: to be put into the `dsc` of one. Columns: `level`, `id`, `reference` (also `unitid`), `title`, `date`, `creator`,
 * `extent`, `container`, `language`, `abstract`, `scope and content`, `history`, `arrangement`, `access conditions`, `use conditions`,
 * `custodial history`, `note`, `subject`, `place`.
 *
 * @see https://www.loc.gov/ead/
 */
export function ead({version = 'ead3', level = 'file', separator, language}: EadOptions = {}): MetadataMapping {
	const isThree = version === 'ead3';
	const texts = isThree ? {lang: typeof language === 'object' ? {pattern: /[\w.:-]+/, ...language} : language} : {};
	const names = isThree ? '/part' : '';
	return {
		name: isThree ? 'EAD3' : 'EAD 2002',
		namespaces: {'': isThree ? 'http://ead3.archivists.org/schema/' : 'urn:isbn:1-931666-22-9'},
		root: 'c',
		attributes: {
			level: {column: 'level', otherwise: level, oneOf: levels},
			id: {column: 'id', pattern: /[\p{L}_][\p{L}\p{N}_.-]*/u},
			...defined(texts),
		},
		content: [
			{
				element: 'did',
				required: true,
				content: [
					{element: 'unitid', column: ['reference', 'unitid', 'reference code'], separator},
					{element: 'unittitle', column: ['title', 'unittitle'], repeated: false, required: true},
					{element: 'unitdate', column: ['date', 'unitdate', 'dates'], separator},
					{element: `origination/name${names}`, column: ['creator', 'origination'], separator},
					{element: isThree ? 'physdesc' : 'physdesc/extent', column: ['extent', 'physdesc'], separator},
					{element: 'container', column: 'container', separator},
					{element: 'langmaterial', content: [{element: 'language', column: ['language', 'langmaterial'], separator}]},
					{element: 'abstract', column: 'abstract'},
				],
			},
			...paragraphs.map(([element, column]): MappedElement => ({element: `${element}/p`, column})),
			{
				element: 'controlaccess',
				content: [
					{element: `subject${names}`, column: 'subject', separator},
					{element: `geogname${names}`, column: ['place', 'geogname'], separator},
				],
			},
		],
	};
}

/** Elements of paragraphs, in the order of ISAD(G). */
const paragraphs: readonly (readonly [element: string, column: readonly string[]])[] = [
	['bioghist', ['history', 'bioghist']],
	['custodhist', ['custodial history', 'custodhist']],
	['scopecontent', ['scope and content', 'scopecontent']],
	['arrangement', ['arrangement']],
	['accessrestrict', ['access conditions', 'accessrestrict']],
	['userestrict', ['use conditions', 'userestrict']],
	['odd', ['note', 'odd']],
];

function defined<T>(values: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
