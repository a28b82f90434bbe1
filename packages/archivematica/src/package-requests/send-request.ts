import {ConfigurationError, HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {optionalNumber, optionalText, toNumber} from '../json/lenient.ts';
import {isUuid} from '../paths/uuid.ts';
import type {StoragePackage} from '../storage/package.ts';
import {orUncertain} from '../storage/uncertain-work.ts';
import type {PackageRequestDetails, PackageRequestKind} from './package-request.ts';

const answer = z.object({message: optionalText, error_message: optionalText, id: optionalNumber});

/** What the server says to a request. */
export interface RequestAnswer {
	readonly id: number | undefined;
	readonly alreadyRequested: boolean;
}

/** Sends a request (SS-23, SS-24). 200 and 202 look the same and mean "somebody has asked before" and "asked". */
export async function sendRequest(
	http: HttpClient,
	kind: PackageRequestKind,
	found: StoragePackage,
	details: PackageRequestDetails,
	options: RequestOptions,
): Promise<RequestAnswer> {
	const {uuid} = found;
	const target = kind === 'deletion' ? path`api/v2/file/${uuid}/delete_aip/` : path`api/v2/file/${uuid}/recover_aip/`;
	const body = checkDetails(details, found);
	const asked = `the ${kind} of the package ${uuid} was requested`;
	const advice =
		`Look at its status: ${kind === 'deletion' ? 'DEL_REQ' : 'RECOVER_REQ'} means that it was. Asking again does no harm, a request that is open is not made twice; ` +
		'but only the first answer tells the number by which it can be decided.';
	return orUncertain(asked, advice, async () => {
		const headers = {'content-type': 'application/json'};
		const request = {...options, headers, body: JSON.stringify(body), retry: false};
		const response = await http.send('POST', target, request).catch((error: unknown) => {
			throw explainRefusal(error, kind);
		});
		const {id} = await decodeJson(response, answer);
		return response.status === 200 ? {id: undefined, alreadyRequested: true} : {id: toNumber(id), alreadyRequested: false};
	});
}

/**
 * The fields of a request. A wrong `user_id` would be noticed by the server when it has marked the package already, and nobody could decide
 * about it then (reference 3.7).
 */
function checkDetails({reason, userId, userEmail, pipeline}: PackageRequestDetails, {uuid, pipeline: origin}: StoragePackage) {
	const where = pipeline ?? origin;
	if (typeof userId !== 'number' || !Number.isSafeInteger(userId) || userId < 1) {
		throw new ConfigurationError(
			`${JSON.stringify(userId)} is no number of a user of the pipeline: it is a whole number from 1. The pipeline's administration shows it in the address of the user's page.`,
		);
	}
	if (typeof reason !== 'string' || reason.trim() === '') {
		throw new ConfigurationError('A request needs a reason: who decides reads it.');
	}
	if (typeof userEmail !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(userEmail)) {
		throw new ConfigurationError(`${JSON.stringify(userEmail)} is no e-mail address. The server does not look, and writes to it.`);
	}
	if (where === undefined || !isUuid(where)) {
		throw new ConfigurationError(
			where === undefined
				? `The package ${uuid} does not say which pipeline it came from. Give the UUID of the pipeline you are a user of.`
				: `${JSON.stringify(where)} is not the UUID of a pipeline; the server takes no URI here.`,
		);
	}
	return {event_reason: reason, pipeline: where, user_id: userId, user_email: userEmail};
}

function explainRefusal(error: unknown, kind: PackageRequestKind): unknown {
	if (!(error instanceof HttpError) || error.status !== 405) {
		return error;
	}
	const {status, method, url, body} = error;
	return new HttpError(`${error.message} A ${kind} cannot be requested for this type of package.`, {
		code: 'wrong-package-type',
		status,
		method,
		url,
		body,
		cause: error,
	});
}
