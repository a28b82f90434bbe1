import {path} from '@fonds/core';
import type {HttpClient, Path, RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {sendMets} from './create-deposit.ts';
import type {MetsOptions} from './create-deposit.ts';
import type {DepositEntry, DepositReceipt, DepositState} from './deposit.ts';
import {decodeEntry, decodeState, readUndeclaredAtom} from './deposit-xml.ts';
import {mediaPath} from './media.ts';

/** Options of {@link Deposits.addFiles}. */
export interface AddFilesOptions extends MetsOptions {
	/** Which address the METS goes to: the deposit's own, or that of its files, with `Packaging: METS`. They do the same. @default 'edit' */
	readonly via?: 'edit' | 'media' | undefined;
}

/** SW-03 GET. */
export async function readDeposit(http: HttpClient, uuid: string, options: RequestOptions): Promise<DepositEntry> {
	return decodeEntry(await readUndeclaredAtom(await http.send('GET', editPath(uuid), options)));
}

/** SW-03 POST, or SW-04 POST of METS. */
export async function addMets(
	http: HttpClient,
	uuid: string,
	mets: XmlElement,
	{via = 'edit', ...options}: AddFilesOptions,
): Promise<DepositReceipt> {
	return via === 'media'
		? sendMets(http, mediaPath(uuid), mets, {...options, packaging: 'METS'})
		: sendMets(http, editPath(uuid), mets, options);
}

/** SW-03 DELETE. */
export async function deleteDeposit(http: HttpClient, uuid: string, options: RequestOptions): Promise<void> {
	await http.send('DELETE', editPath(uuid), {...options, retry: false});
}

/** SW-05. */
export async function readState(http: HttpClient, uuid: string, options: RequestOptions): Promise<DepositState> {
	return decodeState(await getXml(http, path`api/v2/file/${uuid}/sword/state/`, options));
}

function editPath(uuid: string): Path {
	return path`api/v2/file/${uuid}/sword/`;
}
