import {ConfigurationError, HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';

/** What a CSV file is checked as: `avalon`, a batch manifest of Avalon Media System, or `rights`, a `rights.csv` (Archivematica 1.13). */
export type CsvValidator = 'avalon' | 'rights' | (string & {});

/** What the dashboard found in a CSV file. */
export interface CsvVerdict {
	readonly valid: boolean;
	/** The first problem, in the dashboard's words; it looks no further. `undefined` when the file is valid. */
	readonly reason: string | undefined;
}

const valid = z.object({valid: z.literal(true)});

/** AM-24. Nothing is changed by it, so it may be repeated. */
export async function validateCsv(
	http: HttpClient,
	validator: CsvValidator,
	csv: string | Uint8Array<ArrayBuffer> | Blob,
	options: RequestOptions | undefined,
): Promise<CsvVerdict> {
	if (!/^\w+$/.test(validator)) {
		throw new ConfigurationError(`${JSON.stringify(validator)} cannot be the name of a validator.`);
	}
	const headers = {'content-type': 'text/csv; charset=utf-8'};
	try {
		await decodeJson(await http.send('POST', path`api/v2beta/validate/${validator}`, {...options, headers, body: csv, retry: true}), valid);
		return {valid: true, reason: undefined};
	} catch (error) {
		const reason = reasonOf(error);
		if (reason === undefined) {
			throw error;
		}
		return {valid: false, reason};
	}
}

/** `{"valid": false, "reason": "..."}`. An error keeps only the start of an answer, so that a long reason may be cut. */
function reasonOf(error: unknown): string | undefined {
	const body = error instanceof HttpError ? (error.body ?? '') : '';
	const finding = /^\s*\{\s*"valid":\s*false,\s*"reason":\s*"((?:[^"\\]|\\u[\da-f]{4}|\\[^u])*)(")?/i.exec(body);
	if (finding?.[1] === undefined) {
		return undefined;
	}
	const reason: unknown = JSON.parse(`"${finding[1]}"`);
	return finding[2] === undefined ? `${String(reason)}…` : String(reason);
}
