import {createJob, NotFoundError, type Job, type JobState, type JsonValue, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {readJobState} from '../operations/operation-job.ts';
import {requireSuccess} from '../operations/outcome.ts';
import type {ProgressState} from '../operations/progress-state.ts';
import type {Monitor, MonitorProgress} from './monitor.ts';

/** Which monitor a job follows: its id is `null` until one of the name is listed, its name until it was found by its id. */
type Followed = {readonly id: string | null; readonly name: string | null};

const kind = 'preservica-monitor';
const mostReasons = 20;

const states: ReadonlyMap<string, ProgressState> = new Map<string, ProgressState>([
	['pending', 'pending'],
	['running', 'running'],
	['succeeded', 'succeeded'],
	['failed', 'failed'],
	['suspended', 'suspended'],
	['recoverable', 'suspended'],
]);

/** Follows a monitor until its submitter has nothing to wait for (reference 4.3): what is suspended or recoverable is up to other people. */
export function createMonitorJob(session: Session, followed: Followed): Job<MonitorProgress, Monitor> {
	return createJob<MonitorProgress, Monitor, Followed>({
		kind,
		id: followed.id ?? followed.name ?? '',
		data: followed,
		poll: async (data, options) => {
			const monitor = await findMonitor(session, data, options);
			const state = monitor === undefined ? 'pending' : (states.get(monitor.status.toLowerCase()) ?? 'unknown');
			const errors = monitor !== undefined && state === 'failed' ? await reasonsOf(session, monitor, options) : [];
			return {
				status: {state, detail: monitor?.status ?? 'not listed yet', errors, monitor},
				data: monitor === undefined ? data : {id: monitor.id, name: monitor.name},
				finished: state === 'succeeded' || state === 'failed' || state === 'suspended',
			};
		},
		result: status => {
			const {monitor} = status;
			requireSuccess(status, `The work under the monitor ${monitor?.name ?? followed.name ?? followed.id}`);
			if (monitor === undefined) {
				throw new NotFoundError('There is no such monitor.');
			}
			return monitor;
		},
	});
}

/**
 * The job behind a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function resumeMonitorJob(session: Session, state: JobState): Job<MonitorProgress, Monitor> {
	return createMonitorJob(session, readJobState(state, kind, isFollowed).data);
}

/** Monitors are listed, not addressed. A name is waited for, and of several the one that began last is meant; an id must be there. */
async function findMonitor(session: Session, {id, name}: Followed, options: RequestOptions): Promise<Monitor | undefined> {
	const {listMonitors} = await import('./list-monitors.ts');
	let newest: Monitor | undefined;
	for await (const monitor of listMonitors(session, {...options, name: isFilter(name) ? name : undefined})) {
		if (monitor.id === id) {
			return monitor;
		}
		if (id === null && monitor.name === name && (newest === undefined || began(monitor) > began(newest))) {
			newest = monitor;
		}
	}
	if (id !== null) {
		throw new NotFoundError(
			`There is no monitor ${id}${name === null ? '' : ` (${name})`}: it was abandoned, or this account has no right to see it.`,
		);
	}
	return newest;
}

/** Can the server look for this name? A comma would begin another one. */
function isFilter(name: string | null): name is string {
	return name !== null && name !== '' && !name.includes(',');
}

/** What has not begun yet is the newest. */
function began({started}: Monitor): number {
	const time = Date.parse(started ?? '');
	return Number.isNaN(time) ? Infinity : time;
}

async function reasonsOf(session: Session, monitor: Monitor, options: RequestOptions): Promise<string[]> {
	const {listMessages} = await import('./list-monitors.ts');
	const messages = await listMessages(session, [monitor.id], {...options, status: 'Error', pageSize: mostReasons + 1}).toArray(
		mostReasons + 1,
	);
	const reasons = messages
		.slice(0, mostReasons)
		.map(({text, message, path}) => `${path === undefined ? '' : `${path}: `}${text ?? message ?? ''}`);
	return messages.length > mostReasons ? [...reasons, 'and more, see monitors.messages()'] : reasons;
}

function isFollowed(data: JsonValue): data is Followed {
	if (typeof data !== 'object' || data === null || !('id' in data) || !('name' in data)) {
		return false;
	}
	const {id, name} = data;
	return (typeof id === 'string' || typeof name === 'string') && [id, name].every(part => part === null || typeof part === 'string');
}
