import {isSdkError} from '@fonds/core';
import type {StoragePackage} from '../storage/package.ts';
import {hasClosingJob, judgeIngest, longForOneJob, recordUnit, tellTime, unitMissing} from './look-at-unit.ts';
import type {TransferData} from './transfer-data.ts';
import {ends, goesOn, inLimbo, waitsFor} from './verdict.ts';
import type {FollowContext, Verdict} from './verdict.ts';

/**
 * Looks whether the AIP is stored (SS-20). A complete SIP does not prove it (reference 2.2).
 */
export async function lookAtStorage(data: TransferData, sip: string, context: FollowContext): Promise<Verdict> {
	const found = await context.storage.package(sip, context.options).catch((error: unknown) => {
		if (isSdkError(error, 'not-found')) {
			return undefined;
		}
		throw error;
	});
	return found === undefined ? lookBack(data, sip, context) : judgePackage({...data, limbo: null}, found, context);
}

/** What the status of the package means (reference 4.5). */
function judgePackage(data: TransferData, found: StoragePackage, context: FollowContext): Verdict {
	const {uuid, status, statusText, type} = found;
	switch (status) {
		case 'UPLOADED':
		case 'VERIFIED': {
			return type === 'AIP' || type === 'AIC'
				? ends(data, 'succeeded')
				: ends(data, 'unknown', `The Storage Service has the package ${uuid}, but as ${type}, not as an AIP.`);
		}
		case 'FAIL':
		case 'DELETED': {
			const failure = {job: `Storage Service: ${statusText}`, microservice: 'Store AIP', tasks: []};
			return ends(data, 'failed', `The AIP ${uuid} is not stored: the Storage Service gives it the status ${statusText}.`, failure);
		}
		case 'DEL_REQ':
		case 'RECOVER_REQ': {
			return waitsFor(data, `A decision on the request to ${status === 'DEL_REQ' ? 'delete' : 'recover'} the AIP`);
		}
		case 'UNKNOWN': {
			return goesOn(data, 'unknown', `The Storage Service gives the AIP ${uuid} the status '${statusText}', which is not known here.`);
		}
		default: {
			return judgeStoring(data, found, context);
		}
	}
}

/** A row without content may stay so for ever, where storing broke off (reference 4.5). The last job of the SIP tells for how long it has. */
function judgeStoring(data: TransferData, {uuid, statusText}: StoragePackage, {now}: FollowContext): Verdict {
	const age = now() - (data.jobSince ?? now());
	const {stall} = data.limits;
	const why = `The Storage Service gives the AIP ${uuid} the status ${statusText}, and the last job of its SIP began ${tellTime(age)} ago.`;
	if (stall !== null && age >= stall) {
		return ends(data, 'unknown', `${why} Look there whether it is still being stored.`);
	}
	return goesOn(data, 'running', age >= longForOneJob ? why : undefined);
}

/**
 * The Storage Service does not know the AIP. Usually it will in a moment; but the SIP may also have been called complete too early, where
 * jobs began in the same instant, and go on, fail or ask: then its word counts.
 */
async function lookBack(data: TransferData, sip: string, context: FollowContext): Promise<Verdict> {
	const unit = await context.dashboard.ingestStatus(sip, context.options).catch(unitMissing);
	if (typeof unit === 'string' || unit.status === 'COMPLETE' || (await hasClosingJob(unit, context))) {
		const why = `The SIP ${sip} is complete, and the Storage Service does not know its AIP yet.`;
		return inLimbo(data, 'storage', context, why, 'Look for the AIP in the Storage Service.');
	}
	return judgeIngest(await recordUnit(data, unit, 'ingest', context), unit, context);
}
