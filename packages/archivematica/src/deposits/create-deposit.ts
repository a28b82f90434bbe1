import {HttpError, isSdkError, path} from '@fonds/core';
import type {HttpClient, Path, RequestOptions} from '@fonds/core';
import {decodeXml, getXml, writeXml, xmlContentType} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {swordSummary} from '../http/sword-error.ts';
import type {DepositEntry, DepositReceipt} from './deposit.ts';
import {depositName} from './deposit-mets.ts';
import {decodeDeposits, decodeReceipt} from './deposit-xml.ts';
import {serverTraceback} from './describe-deposit-error.ts';
import {UncertainDepositError} from './uncertain-deposit-error.ts';

/** How METS is sent. */
export interface DepositMetsOptions extends RequestOptions {
	/** Whether more will come. `false` has the server hand the deposit to a pipeline as soon as all downloads are complete. @default true */
	readonly inProgress?: boolean | undefined;
}

/** Options of {@link Deposits.create}. */
export interface CreateDepositOptions extends DepositMetsOptions {
	/** Whom the content comes from: the source of acquisition. Latin letters only. */
	readonly onBehalfOf?: string | undefined;
}

/** SW-02 POST. */
export async function createDeposit(
	http: HttpClient,
	collection: string,
	mets: XmlElement,
	options: CreateDepositOptions,
): Promise<DepositReceipt> {
	const target = collectionPath(collection);
	try {
		return await sendMets(http, target, mets, options);
	} catch (error) {
		if (!isUncertain(error)) {
			throw error;
		}
		const name = depositName(mets);
		const found = await findDeposits(http, collection, name, options);
		throw new UncertainDepositError(
			`Whether the deposit '${name}' was created is not known: ${error.message} ${tell(found)} Look before creating it again, or there will be two.`,
			{found, cause: error},
		);
	}
}

/** SW-02 POST, SW-03 POST and SW-04 POST. The header is understood in exactly these words. */
export async function sendMets(
	http: HttpClient,
	target: Path,
	mets: XmlElement,
	{inProgress = true, onBehalfOf, packaging, ...options}: CreateDepositOptions & {readonly packaging?: string | undefined},
): Promise<DepositReceipt> {
	const response = await http.send('POST', target, {
		...options,
		headers: {
			'content-type': xmlContentType,
			'in-progress': inProgress ? 'true' : 'false',
			...(onBehalfOf !== undefined && {'on-behalf-of': onBehalfOf}),
			...(packaging !== undefined && {packaging}),
		},
		body: writeXml(mets),
		retry: false,
	});
	return decodeReceipt(await decodeXml(response), http.baseUrl);
}

/** SW-02 GET. */
export async function listDeposits(http: HttpClient, collection: string, options: RequestOptions): Promise<readonly DepositEntry[]> {
	return decodeDeposits(await getXml(http, collectionPath(collection), options));
}

/** Whether something may have been done. Before it does anything, the server refuses with an error document; a traceback can come later. */
export function isUncertain(error: unknown): error is Error {
	if (isSdkError(error, 'network') || isSdkError(error, 'timeout') || isSdkError(error, 'decode') || isSdkError(error, serverTraceback)) {
		return true;
	}
	return error instanceof HttpError && (error.status ?? 0) >= 500 && swordSummary(error.body ?? '') === undefined;
}

async function findDeposits(
	http: HttpClient,
	collection: string,
	name: string,
	{signal, timeout, totalTimeout}: RequestOptions,
): Promise<readonly DepositEntry[] | undefined> {
	try {
		const deposits = await listDeposits(http, collection, {signal, timeout, totalTimeout});
		return deposits.filter(({title}) => title === name);
	} catch (error) {
		if (!isSdkError(error)) {
			throw error;
		}
		return undefined;
	}
}

function tell(found: readonly DepositEntry[] | undefined): string {
	if (found === undefined) {
		return 'The collection cannot be listed.';
	}
	const names = found.map(({uuid}) => uuid).join(', ');
	return found.length === 0 ? 'The collection lists none of that name.' : `The collection lists of that name: ${names}.`;
}

function collectionPath(collection: string): Path {
	return path`api/v2/location/${collection}/sword/collection/`;
}
