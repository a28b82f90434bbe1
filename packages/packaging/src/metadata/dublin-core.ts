import type {MappedElement, MappedValue, MetadataMapping} from './mapping.ts';

/** Options of the templates. */
export interface TemplateOptions {
	/** Separates several values in one cell. @default the whole cell is one value */
	readonly separator?: string | undefined;
	/** Language of the texts, for `xml:lang`, or the column that names it. @default none is said */
	readonly language?: MappedValue | undefined;
}

const dc = 'http://purl.org/dc/elements/1.1/';
const dcterms = 'http://purl.org/dc/terms/';

/** The fifteen elements, in the order of the standard. */
export const dublinCoreElements: readonly string[] =
	'title creator subject description publisher contributor date type format identifier source language relation coverage rights'.split(' ');

/** What is not a text in a language. */
const withoutLanguage: ReadonlySet<string> = new Set(['date', 'format', 'identifier', 'language']);

/** Terms beside the fifteen elements (DCMI Metadata Terms, those of `dcterms.xsd`). */
export const dublinCoreTermNames: readonly string[] =
	`abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available bibliographicCitation conformsTo created dateAccepted
	dateCopyrighted dateSubmitted educationLevel extent hasFormat hasPart hasVersion instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy
	issued isVersionOf license mediator medium modified provenance references replaces requires rightsHolder spatial tableOfContents temporal valid`.split(
		/\s+/,
	);

/**
 * Simple Dublin Core as `oai_dc:dc`: columns are called `dc.title`, `dc:title` or `title`. Columns of the same name give an element each.
 *
 * @see https://www.openarchives.org/OAI/2.0/oai_dc.xsd
 */
export function dublinCore({separator, language}: TemplateOptions = {}): MetadataMapping {
	return {
		name: 'Dublin Core',
		namespaces: {oai_dc: 'http://www.openarchives.org/OAI/2.0/oai_dc/', dc},
		root: 'oai_dc:dc',
		content: dublinCoreElements.map(name => mapped('dc', name, [`dc.${name}`, `dc:${name}`, name], {separator, language})),
	};
}

/** Options of {@link dublinCoreTerms}. */
export interface DublinCoreTermsOptions extends TemplateOptions {
	/** Name of the outermost element, which no standard gives, with the prefix `dcterms` or `dc`. @default 'dcterms:dublincore', as Archivematica writes it */
	readonly root?: string | undefined;
}

/**
 * Dublin Core with the terms that refine it: columns are called `dcterms.created`, `dcterms:created` or `created`; the fifteen elements as in {@link dublinCore},
 * or `dcterms.title` for those of the newer namespace.
 *
 * @see https://www.dublincore.org/specifications/dublin-core/dcmi-terms/
 */
export function dublinCoreTerms({separator, language, root = 'dcterms:dublincore'}: DublinCoreTermsOptions = {}): MetadataMapping {
	const options = {separator, language};
	return {
		name: 'Dublin Core terms',
		namespaces: {dcterms, dc},
		root,
		content: [
			...dublinCoreElements.map(name => mapped('dc', name, [`dc.${name}`, `dc:${name}`, name], options)),
			...dublinCoreElements.map(name => mapped('dcterms', name, [`dcterms.${name}`, `dcterms:${name}`], options)),
			...dublinCoreTermNames.map(name => mapped('dcterms', name, [`dcterms.${name}`, `dcterms:${name}`, name], options)),
		],
	};
}

function mapped(prefix: string, name: string, column: readonly string[], {separator, language}: TemplateOptions): MappedElement {
	return {element: `${prefix}:${name}`, column, separator, language: withoutLanguage.has(name) ? undefined : language};
}
