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

/** Columns that the import does not look at, by the basis; of copyright and statute the validator tells them. */
const unread: Readonly<Record<string, readonly string[]>> = {
	license: ['status', 'determination_date', 'jurisdiction', 'citation'],
	donor: ['status', 'determination_date', 'jurisdiction', 'terms', 'citation'],
	policy: ['status', 'determination_date', 'jurisdiction', 'terms', 'citation'],
	other: ['status', 'determination_date', 'jurisdiction', 'terms', 'citation'],
};

const ofAct = ['grant_restriction', 'grant_start_date', 'grant_end_date', 'grant_note'];

/** What of a row of rights Archivematica would not keep, and why. */
export function lostColumns(read: (column: string) => string): readonly {readonly column: string; readonly reason: string}[] {
	const basis = read('basis').trim().toLowerCase();
	const lost = (Object.hasOwn(unread, basis) ? unread[basis]! : []).map(column => ({column, reason: `for the basis ${basis}`}));
	const actless = read('grant_act').trim() === '' ? ofAct.map(column => ({column, reason: 'without a grant_act'})) : [];
	return [...lost, ...actless].filter(({column}) => read(column).trim() !== '');
}
