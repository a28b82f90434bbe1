import {DecodeError, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {IngestProcess} from './process.ts';

/** Which processes to list. */
export interface IngestProcessesOptions extends RequestOptions {
	/** The types to list, in the server's words, which are not published. @default all */
	readonly types?: string | readonly string[] | undefined;
}

const codec = () => import('./process-json.ts');

/** Ingest processes, switched on and off. */
export class Processes {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The ingest processes that are set up (PRC-01).
	 *
	 * @throws PermissionError, NotFoundError when this account, the licence or the version does not have the Process API.
	 */
	async ingest({types, ...options}: IngestProcessesOptions = {}): Promise<readonly IngestProcess[]> {
		const query = {types: types === undefined ? undefined : [types].flat().join(',')};
		return (await codec()).readProcesses(this.#session.http, {...options, query});
	}

	/**
	 * Switches an ingest process on (PRC-02) and gives it as it is then.
	 *
	 * @throws DecodeError with code `unchanged` when the server answers that it is still off.
	 * @throws NotFoundError, PermissionError when there is no such process, or no right to change it.
	 */
	activate(process: string | IngestProcess, options: RequestOptions = {}): Promise<IngestProcess> {
		return this.#switch(process, true, options);
	}

	/**
	 * Switches an ingest process off (PRC-02) and gives it as it is then.
	 *
	 * @throws DecodeError with code `unchanged` when the server answers that it is still on.
	 * @throws NotFoundError, PermissionError when there is no such process, or no right to change it.
	 */
	deactivate(process: string | IngestProcess, options: RequestOptions = {}): Promise<IngestProcess> {
		return this.#switch(process, false, options);
	}

	async #switch(process: string | IngestProcess, active: boolean, options: RequestOptions): Promise<IngestProcess> {
		const id = typeof process === 'string' ? process : process.id;
		const headers = {accept: 'application/json', 'content-type': 'application/json'};
		const target = path`api/process/ingest/configs/${id}/active`;
		const response = await this.#session.http.send('PUT', target, {...options, headers, body: JSON.stringify(active)});
		const {decodeProcess} = await codec();
		const found = decodeProcess(await response.text()) ?? (await this.ingest(options)).find(item => item.id === id);
		if (found === undefined || (found.active ?? active) !== active) {
			throw new DecodeError(
				found === undefined
					? `The server accepted the change, but does not list the ingest process ${id}.`
					: `The server accepted the change, but the ingest process ${id} is still ${active ? 'off' : 'on'}.`,
				{code: 'unchanged'},
			);
		}
		return found;
	}
}
