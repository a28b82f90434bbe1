import {ConfigurationError, HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {serverMessage} from '../http/server-message.ts';
import {encodeSource, insidePath} from '../paths/server-path.ts';
import {formOf} from './form.ts';
import type {TransferSource} from './new-transfer.ts';

const copied = z.object({error: z.literal(false)});

/** AM-15. Synchronous: the answer comes when everything is copied. */
export async function copyMetadataFiles(
	http: HttpClient,
	sip: string,
	files: readonly TransferSource[],
	options: RequestOptions & {readonly timeout: number},
): Promise<void> {
	if (files.length === 0) {
		throw new ConfigurationError('Name at least one file to copy.');
	}
	const body = formOf({sip_uuid: sip, 'source_paths[]': files.map(file => encodeFile(file))});
	const response = await http.send('POST', path`api/ingest/copy_metadata_files/`, {...options, body, retry: false}).catch(error => {
		throw explain(error, sip);
	});
	await decodeJson(response, copied);
}

function encodeFile({location, path: given}: TransferSource): string {
	if (!/^[\w-]+$/.test(location)) {
		throw new ConfigurationError(`${JSON.stringify(location)} is not the UUID of a location.`);
	}
	const inside = insidePath(given);
	if (/^\/*$/.test(inside.text)) {
		throw new ConfigurationError('A metadata file is a file in a location, not the location itself. Give its path.');
	}
	return encodeSource(location, inside);
}

/** For a SIP it does not know the dashboard has only a page without words. */
function explain(error: unknown, sip: string): unknown {
	if (!(error instanceof HttpError) || error.status !== 500 || serverMessage(error.body ?? '') !== undefined) {
		return error;
	}
	const {status, method, url, body} = error;
	return new HttpError(`${error.message} It does so when it does not know the SIP ${sip}.`, {status, method, url, body, cause: error});
}
