import {ConfigurationError, isSdkError, JobFailedError} from '@fonds/core';
import type {JobState, Look, RequestOptions} from '@fonds/core';
import * as z from 'zod/mini';
import type {StoragePackage} from '../storage/package.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {createPacedJob} from '../transfers/paced-job.ts';
import {isTransient} from '../http/transient.ts';
import type {
	PackageRequestJob,
	PackageRequestKind,
	PackageRequestResult,
	PackageRequestState,
	PackageRequestStatus,
} from './package-request.ts';

/** What a request's job keeps in its JSON. */
export type RequestData = {
	readonly package: string;
	readonly kind: PackageRequestKind;
	/** The number of the request; null where somebody else made it. */
	readonly id: number | null;
	readonly reason: string;
	/** The user name at the Storage Service of who asked. */
	readonly requestedBy: string | null;
	/** The package's status before; null where it is not known. */
	readonly before: string | null;
	/** Whether the package was seen to wait for the decision. */
	readonly seen: boolean;
	/** When it was asked, in milliseconds of the epoch. */
	readonly since: number;
	/** Looks in a row without an answer. */
	readonly silent: number;
};

const requestData: z.ZodMiniType<RequestData> = z.object({
	package: z.string().check(z.minLength(1)),
	kind: z.enum(['deletion', 'recovery']),
	id: z.nullable(z.number()),
	reason: z.string(),
	requestedBy: z.nullable(z.string()),
	before: z.nullable(z.string()),
	seen: z.boolean(),
	since: z.number(),
	silent: z.number(),
});

const jobKind = 'archivematica-package-request';

/** Milliseconds a new request may not show in the package's status. */
const noticing = 600_000;

/** Looks in a row without an answer before the wait fails. */
const patience = 60;

/** People decide: once a minute is often enough (reference 5.6). */
const pace = {first: 5000, initial: 60_000, factor: 1, max: 60_000};

/** Follows a request to its decision (SS-20). */
export function createRequestJob(storage: StorageService, data: RequestData, now: () => number): PackageRequestJob {
	return createPacedJob<PackageRequestStatus, PackageRequestResult, RequestData>(
		{
			kind: jobKind,
			id: data.package,
			data,
			poll: (known, options) => look(storage, known, now, options),
			result: resultOf,
		},
		() => pace,
	);
}

/** What a kept job knows. A silence before the break does not count. @throws ConfigurationError when it is of something else. */
export function readRequestState({kind, id, data}: JobState): RequestData {
	const parsed = requestData.safeParse(data);
	if (kind !== jobKind || !parsed.success || parsed.data.package !== id) {
		throw new ConfigurationError(
			`This is no kept request about a package, its kind is ${JSON.stringify(kind)}. Give what the job's toJSON() gave.`,
		);
	}
	return {...parsed.data, silent: 0};
}

async function look(
	storage: StorageService,
	data: RequestData,
	now: () => number,
	options: RequestOptions,
): Promise<Look<PackageRequestStatus, RequestData>> {
	try {
		return judge({...data, silent: 0}, await storage.package(data.package, options), now);
	} catch (error) {
		if (!isSdkError(error) || !isTransient(error) || data.silent >= patience) {
			throw error;
		}
		const detail = 'The server does not answer at the moment; it is asked again.';
		return {status: {state: 'pending', packageStatus: undefined, detail}, data: {...data, silent: data.silent + 1}, finished: false};
	}
}

/**
 * What the status of the package says of the request; there is nothing else to ask. Right after a new request the old status may still be
 * seen. Once the request was seen, the old status means that it was rejected.
 */
function judge(data: RequestData, {status, statusText}: StoragePackage, now: () => number): Look<PackageRequestStatus, RequestData> {
	const told = (state: PackageRequestState, detail?: string, known = data) => ({
		status: {state, packageStatus: statusText, detail},
		data: known,
		finished: state !== 'pending',
	});
	const isRecovery = data.kind === 'recovery';
	if (status === (isRecovery ? 'RECOVER_REQ' : 'DEL_REQ')) {
		return told('pending', undefined, {...data, seen: true});
	}
	if (!isRecovery && status === 'DELETED') {
		return told('approved');
	}
	if (isRecovery && status === 'UPLOADED' && data.before !== null && data.before !== 'UPLOADED') {
		return told('approved');
	}
	const isBack = data.before === null ? status === 'UPLOADED' || status === 'VERIFIED' : statusText === data.before;
	if (!isBack) {
		return told('failed', `The package ${data.package} has the status ${statusText}, which no decision gives it.`);
	}
	if (data.seen) {
		return isRecovery && status === 'UPLOADED'
			? told('decided', 'The request was decided. Nothing tells whether it was approved: check the fixity of the package.')
			: told('rejected', `Somebody rejected the ${data.kind} of the package ${data.package}.`);
	}
	return now() - data.since < noticing
		? told('pending')
		: told('unknown', `The package ${data.package} never showed that a ${data.kind} was requested. Perhaps it was rejected at once.`);
}

function resultOf(status: PackageRequestStatus, {package: uuid, kind}: RequestData): PackageRequestResult {
	const {state, detail} = status;
	if (state === 'approved' || state === 'decided') {
		return {package: uuid, kind, outcome: state};
	}
	throw new JobFailedError(detail ?? `The ${kind} of the package ${uuid} ended as ${state}.`, {status, code: `${kind}-${state}`});
}
