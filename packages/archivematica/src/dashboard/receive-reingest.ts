import {ConfigurationError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import {isUuid} from '../paths/uuid.ts';
import {formOf} from './form.ts';
import {approvedReingest, receivedReingest} from './lists-json.ts';

/** What {@link Dashboard.receiveReingest} takes. */
export interface ReceivedReingest {
	/** `full` becomes a transfer with a UUID of its own, `partial` (metadata, objects) a SIP with the UUID of the AIP. */
	readonly kind: 'full' | 'partial';
	/** UUID of the AIP. */
	readonly aip: string;
	/** Where its content lies, below `tmp` in the pipeline's shared directory: `<name>-<uuid>`, perhaps in a folder. */
	readonly directory: string;
	/** Says that the content lies there. Where it does not, the pipeline forgets the AIP's jobs, rights and descriptions, and then fails. */
	readonly contentIsInPlace: true;
}

/** AM-12, AM-13. */
export async function receiveReingest(
	http: HttpClient,
	{kind, aip, directory, contentIsInPlace}: ReceivedReingest,
	options: RequestOptions | undefined,
): Promise<string> {
	if (!contentIsInPlace) {
		throw new ConfigurationError(
			'This call is the second half of a reingest and destroys database rows when the content is not in place. Use reingests.start(), which has the Storage Service put it there.',
		);
	}
	if (!isUuid(aip)) {
		throw new ConfigurationError(`${JSON.stringify(aip)} is not the UUID of an AIP.`);
	}
	if (directory === '' || directory.startsWith('/') || directory.split('/').includes('..')) {
		throw new ConfigurationError(`${JSON.stringify(directory)} is no directory below the pipeline's tmp.`);
	}
	const target = kind === 'full' ? path`api/transfer/reingest` : path`api/ingest/reingest`;
	const response = await http.send('POST', target, {...options, body: formOf({name: directory, uuid: aip}), retry: false});
	return (await decodeJson(response, receivedReingest)).reingest_uuid;
}

/** AM-14. */
export async function approveReingest(http: HttpClient, aip: string, options: RequestOptions | undefined): Promise<void> {
	const body = formOf({uuid: aip});
	const response = await http.send('POST', path`api/ingest/reingest/approve`, {...options, body, retry: false});
	await decodeJson(response, approvedReingest);
}
