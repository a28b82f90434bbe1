import {ConfigurationError, ConflictError, HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {sendJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {serverMessage} from '../http/server-message.ts';
import {optionalText} from '../json/lenient.ts';
import {orUncertain} from '../storage/uncertain-work.ts';
import type {PackageDecision} from './package-approval.ts';

const answer = z.object({message: optionalText, error_message: optionalText, detail: optionalText});

/** A decision about a deletion. */
export interface DecisionToSend {
	readonly package: string;
	/** The number of the request. */
	readonly id: number;
	readonly decision: 'approve' | 'reject';
	readonly reason: string;
}

/** Milliseconds the removal of a large package may take: the answer comes after it. */
const deleting = 3_600_000;

/** Sends a decision (SS-25). A deletion that failed is answered with 200 too. */
export async function sendDecision(
	http: HttpClient,
	{package: uuid, id, decision, reason}: DecisionToSend,
	options: RequestOptions,
): Promise<PackageDecision> {
	if (typeof reason !== 'string' || reason.trim() === '') {
		throw new ConfigurationError('A decision needs a reason.');
	}
	const body = {event_id: id, decision, reason};
	const request = {...options, timeout: options.timeout ?? deleting, retry: false};
	const advice = 'Look at its status: DEL_REQ means that nothing was decided. Deciding again does no harm, a request is decided once.';
	const found = await orUncertain(`the deletion of the package ${uuid} was decided`, advice, () =>
		sendJson(http, 'POST', path`api/v2/file/${uuid}/review_aip_deletion/`, body, answer, request).catch((error: unknown) => {
			throw explainRefusal(error);
		}),
	);
	if (typeof found.error_message === 'string') {
		throw new HttpError(
			`The decision about the package ${uuid} was not carried out: ${found.error_message} The request stays open, and can be decided again.`,
			{code: 'deletion-failed', status: 200, method: 'POST'},
		);
	}
	return {message: found.message ?? undefined, detail: found.detail ?? undefined};
}

/** Older servers do not know the address: to them it is a package of an odd name, which takes no POST, or nothing at all. */
function explainRefusal(error: unknown): unknown {
	if (!(error instanceof HttpError)) {
		return error;
	}
	const {status, method, url, body} = error;
	const options = {status, method, url, body, cause: error};
	const hasMessage = /^\s*\{/.test(body ?? '') && serverMessage(body ?? '') !== undefined;
	if (status === 405 || status === 501 || (status === 404 && !hasMessage && !/does not exist/.test(body ?? ''))) {
		return new ConfigurationError(
			'This Storage Service cannot be told decisions: that came after 0.23. Decide about the deletion in its web interface.',
			{code: 'version', cause: error},
		);
	}
	if (status === 400 && /not pending/i.test(serverMessage(body ?? '') ?? '')) {
		return new ConflictError(`${error.message} Somebody decided about it before.`, {...options, code: 'not-pending'});
	}
	return error;
}
