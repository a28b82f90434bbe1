import type {Finding} from '../findings/finding.ts';
import {checkAvalon} from './check-avalon.ts';
import {checkRights} from './check-rights.ts';
import {findingsOf, type CsvRule} from './csv-rules.ts';
import {readTransferCsv} from './read-csv.ts';

/** The validators of Archivematica. */
export type CsvValidator = 'avalon' | 'rights';

const rules: Readonly<Record<CsvValidator, CsvRule>> = {avalon: checkAvalon, rights: checkRights};

/**
 * Checks a CSV as Archivematica's own validators do, without asking it. The server tells the first problem only; here are all, the same words as their messages,
 * with row and column.
 */
export async function validateTransferCsv(validator: CsvValidator, source: string | Uint8Array): Promise<readonly Finding[]> {
	const {rows, findings} = await readTransferCsv(source, undefined);
	const isRead = !findings.some(({code}) => code === 'not-utf-8');
	return [...findings, ...(isRead ? findingsOf(rules[validator], rows, undefined) : [])];
}
