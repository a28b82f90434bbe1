/** What Archivematica makes of a column of `metadata.csv`. */
export interface MetadataColumn {
	/** Dublin Core, or an element of one's own. */
	readonly kind: 'dc' | 'dcterms' | 'custom';
	/** The element. */
	readonly element: string;
	/** Whether an element can be called so; if not, Archivematica cannot make its METS file. */
	readonly isName: boolean;
}

/** Finds out what becomes of a column: `dc.title` and `dcterms.created` are Dublin Core, a refinement in a third part is taken alone, all else is put in lower case with `_`. */
export function metadataColumn(header: string): MetadataColumn {
	const [, kind, rest = ''] = /^(dc|dcterms)\.(.*)$/s.exec(header) ?? [];
	if (kind === 'dc' || kind === 'dcterms') {
		const element = /^[\p{L}\p{N}_]+\.(.+)$/su.exec(rest)?.[1] ?? rest;
		return {kind, element, isName: isName(element)};
	}
	const element = header
		.replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
		.replaceAll(/^_+|_+$/g, '')
		.toLowerCase();
	return {kind: 'custom', element, isName: isName(element)};
}

function isName(text: string): boolean {
	return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text);
}
