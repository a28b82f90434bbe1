import {isSdkError, JobFailedError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import type {UnitJob} from '../dashboard/job.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {failedTasks, jobsOf} from './failure.ts';
import type {TransferResult, TransferStatus, TransferWarning} from './transfer-status.ts';

/** What a result is made with. */
export interface OutcomeContext {
	readonly dashboard: Dashboard;
	readonly storage: StorageService;
	/** Whether the jobs of the units are read. */
	readonly warnings: boolean;
	readonly options: RequestOptions;
}

/**
 * What came of a transfer.
 *
 * @throws JobFailedError with code `transfer-<state>` when the AIP is not stored.
 */
export async function outcomeOf(status: TransferStatus, context: OutcomeContext): Promise<TransferResult> {
	const {state, transfer, sip, detail} = status;
	if (state !== 'succeeded' || sip === undefined) {
		throw new JobFailedError(detail ?? `The transfer ${transfer} ended as ${state}.`, {status, code: `transfer-${state}`});
	}
	return {
		transfer,
		sip,
		aip: sip,
		...(await besideTheAip(
			[
				['transfer', transfer],
				['ingest', sip],
			],
			sip,
			context,
		)),
	};
}

/** What there is to tell of a stored AIP. That it cannot be asked for does not make the AIP less stored. */
export async function besideTheAip(
	units: readonly (readonly [TransferWarning['unit'], string])[],
	aip: string,
	{dashboard, storage, warnings, options}: OutcomeContext,
): Promise<Pick<TransferResult, 'dips' | 'warnings'>> {
	const stored = await orUndefined(() => storage.dipsOf(aip, {...options, onUnlistable: () => {}}).toArray());
	const told = warnings
		? await orUndefined(() => Promise.all(units.map(async ([unit, uuid]) => warningsOf(unit, await jobsOf(dashboard, uuid, options)))))
		: undefined;
	return {dips: stored?.map(({uuid}) => uuid), warnings: told?.flat()};
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
	try {
		return await ask();
	} catch (error) {
		if (isSdkError(error)) {
			return undefined;
		}
		throw error;
	}
}

function warningsOf(unit: TransferWarning['unit'], jobs: readonly UnitJob[]): readonly TransferWarning[] {
	return jobs
		.filter(({status}) => status !== 'COMPLETE')
		.map(job => ({
			unit,
			job: job.name,
			microservice: job.microservice,
			state: job.status === 'FAILED' ? 'failed' : 'unfinished',
			tasks: failedTasks(job),
		}));
}
