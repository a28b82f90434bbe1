import {HttpError, path} from '@fonds/core';
import type {HttpClient, Path, RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {uncertainError} from '../http/uncertain-error.ts';
import {isUncertain, sendMets} from './create-deposit.ts';
import type {DepositMetsOptions} from './create-deposit.ts';
import type {DepositEntry, DepositReceipt, DepositState} from './deposit.ts';
import {decodeEntry, decodeState, readUndeclaredAtom} from './deposit-xml.ts';
import {mediaPath} from './media.ts';

/** Options of {@link Deposits.addFiles}. */
export interface AddFilesOptions extends DepositMetsOptions {
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

/** The code of every error after which a deposit may have been finished. */
export const finishUncertain = 'finish-uncertain';

/** SW-03 POST that ends the deposit. Whether a lost one arrived nobody says, and a second may make a second transfer. */
export async function finishDeposit(http: HttpClient, uuid: string, mets: XmlElement, options: RequestOptions): Promise<DepositReceipt> {
	try {
		return await addMets(http, uuid, mets, {...options, inProgress: false});
	} catch (error) {
		if (!isUncertain(error)) {
			throw error;
		}
		const tell = (reason: string) =>
			`Whether the end of the deposit ${uuid} was told is not known: ${reason} Look at it before telling it again: read() fails with ` +
			'already-submitted when it was handed over, and while it is being handed over files() fails.';
		throw uncertainError(error, finishUncertain, tell) ?? withCode(error, tell(error.message));
	}
}

function withCode(error: unknown, message: string): HttpError {
	const {status, method, url, body} = error instanceof HttpError ? error : {};
	return new HttpError(message, {code: finishUncertain, status, method, url, body, cause: error});
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
