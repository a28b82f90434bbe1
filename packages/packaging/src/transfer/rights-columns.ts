import type {RightsBasis, RightsRow} from './transfer.ts';

/** The columns of `rights.csv`, in the order of Archivematica's documentation, and what they are called here. */
export const rightsColumns: readonly (readonly [column: string, key: keyof RightsRow])[] = [
	['file', 'path'],
	['basis', 'basis'],
	['status', 'status'],
	['determination_date', 'determinationDate'],
	['jurisdiction', 'jurisdiction'],
	['start_date', 'startDate'],
	['end_date', 'endDate'],
	['terms', 'terms'],
	['citation', 'citation'],
	['note', 'note'],
	['grant_act', 'grantAct'],
	['grant_restriction', 'grantRestriction'],
	['grant_start_date', 'grantStartDate'],
	['grant_end_date', 'grantEndDate'],
	['grant_note', 'grantNote'],
	['doc_id_type', 'documentationType'],
	['doc_id_value', 'documentationValue'],
	['doc_id_role', 'documentationRole'],
];

/** The bases that Archivematica knows. */
export const rightsBases: readonly RightsBasis[] = ['copyright', 'statute', 'license', 'donor', 'policy', 'other'];
