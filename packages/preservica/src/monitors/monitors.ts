import {ConfigurationError, Pages, path, type Job, type JobState, type JsonValue, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {Monitor, MonitorMessage, MonitorMessagesOptions, MonitorProgress, MonitorReference, MonitorsOptions} from './monitor.ts';
import {createMonitorJob, resumeMonitorJob} from './monitor-job.ts';

const lists = () => import('./list-monitors.ts');

/** What the server works at, as its process monitor tells it. */
export class Monitors {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Walks the monitors that have not been abandoned, over all pages (MON-01).
	 *
	 * @throws PermissionError, while it is read, when this account may not see monitors.
	 * @throws DecodeError, while it is read, when the server says that it did not succeed.
	 */
	list(options: MonitorsOptions = {}): Pages<Monitor> {
		const session = this.#session;
		return new Pages(async function* () {
			yield* (await lists()).listMonitors(session, options).pages();
		});
	}

	/**
	 * Walks the messages of one monitor or several, over all pages (MON-02).
	 *
	 * @throws ConfigurationError when no monitor is given.
	 */
	messages(monitors: MonitorReference | readonly MonitorReference[], options: MonitorMessagesOptions = {}): Pages<MonitorMessage> {
		const session = this.#session;
		const ids = [monitors].flat().map(idOf);
		if (ids.length === 0 || ids.some(id => !/^[^\s,]+$/.test(id))) {
			throw new ConfigurationError('Messages are those of a monitor: give its id, or several.');
		}
		return new Pages(async function* () {
			yield* (await lists()).listMessages(session, ids, options).pages();
		});
	}

	/**
	 * How the work went on over time (MON-03), as the server sends it: its form is not published.
	 *
	 * @throws NotFoundError when there is no such monitor, or no right to see it.
	 */
	async timeSeries(monitor: MonitorReference, options: RequestOptions = {}): Promise<readonly JsonValue[]> {
		return (await lists()).readTimeSeries(this.#session, idOf(monitor), options);
	}

	/**
	 * Asks once how work stands, by its progress token (MON-04): what `operations.progress` asks elsewhere.
	 *
	 * @throws NotFoundError when the server knows no such progress token.
	 */
	async progress(token: string, options: RequestOptions = {}): Promise<ServerProgress> {
		const target = path`api/processmonitor/progress/${token}`;
		const {getProgress} = await import('../operations/get-progress.ts');
		return getProgress(this.#session, target, options);
	}

	/**
	 * Follows work to where its submitter has nothing more to wait for (MON-01, MON-02). Nothing is asked yet.
	 *
	 * By name, such as `{name: 'opex/batch-7'}`, a monitor that is not listed yet is waited for: set a `deadline`. Of several of one name the
	 * one that began last is followed. The job ends well as `Succeeded`, and also as `Suspended` and `Recoverable`, which are up to a person:
	 * look at the `status` of the monitor it gives. `Failed` is a `JobFailedError` with the messages of the server.
	 *
	 * @throws ConfigurationError without an id or a name, and for a name with a comma.
	 * @throws NotFoundError, from the job, when there is no monitor of this id, or not any more.
	 */
	follow(monitor: {readonly id: string} | {readonly name: string}): Job<MonitorProgress, Monitor> {
		const id = 'id' in monitor ? monitor.id : null;
		const name = 'name' in monitor ? monitor.name : null;
		if (!id && (!name || name.includes(','))) {
			throw new ConfigurationError(
				'Work is followed by the id or the name of its monitor. The server takes a comma in a name for the start of another.',
			);
		}
		return createMonitorJob(this.#session, {id, name});
	}

	/**
	 * Goes on with a job of another process: `monitors.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)` (MON-01).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): Job<MonitorProgress, Monitor> {
		return resumeMonitorJob(this.#session, state);
	}
}

function idOf(monitor: MonitorReference): string {
	return typeof monitor === 'string' ? monitor : monitor.id;
}
