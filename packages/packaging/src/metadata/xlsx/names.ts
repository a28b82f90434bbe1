import type {Match} from '@fonds/core/xml';

/** Names of SpreadsheetML, in the two namespaces of ISO/IEC 29500: that of every program, and that of "Strict Open XML". */
export function sheetName(name: string): Match {
	return [
		{family: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', name},
		{family: 'http://purl.oclc.org/ooxml/spreadsheetml/main', name},
	];
}

/** The attribute that names a relationship, likewise. */
export const relationshipId: readonly {readonly family: string; readonly name: string}[] = [
	{family: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships', name: 'id'},
	{family: 'http://purl.oclc.org/ooxml/officeDocument/relationships', name: 'id'},
];

/** A relationship of the package. */
export const relationship: Match = {family: 'http://schemas.openxmlformats.org/package/2006/relationships', name: 'Relationship'};
