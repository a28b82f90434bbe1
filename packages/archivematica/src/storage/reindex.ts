import {HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';

const answer = z.object({error: z.optional(z.nullable(z.boolean())), message: z.optional(z.nullable(z.string()))});

/** Milliseconds reading a large METS may take. */
const reading = 3_600_000;

/** SS-35. Gives how many files were noted, where the server says so. */
export async function reindex(http: HttpClient, uuid: string, options: RequestOptions): Promise<number | undefined> {
	const timeout = options.timeout ?? reading;
	const response = await http.send('POST', path`api/v2/file/${uuid}/reindex/`, {...options, timeout, retry: false});
	const {error, message} = await decodeJson(response, answer);
	if (error === true) {
		throw new HttpError(`The Storage Service did not index the package ${uuid}: ${message ?? 'it does not say why.'}`, {
			status: response.status,
			method: 'POST',
		});
	}
	const [count] = /\d+/.exec(message ?? '') ?? [];
	return count === undefined ? undefined : Number(count);
}
