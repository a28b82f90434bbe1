import {Hono} from 'hono';
import {archivematicaApp, seedArchivematica} from './archivematica/index.ts';
import type {SandboxContext, SandboxVersion} from './context.ts';
import type {SandboxCredentials} from './credentials.ts';
import {sandboxCredentials} from './credentials.ts';
import {Store} from './store/store.ts';

/** How to make a sandbox. */
export interface SandboxOptions {
	/** The Preservica version to be. @default '8.1.0' */
	readonly version?: SandboxVersion | undefined;
	/** Keeps the state in this folder, so that it survives the process. @default in memory */
	readonly folder?: string | undefined;
	/** How long each step of a workflow takes, in milliseconds. @default 0 */
	readonly stepDuration?: number | undefined;
	/** The clock, in milliseconds since 1970. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/** Preservica and Archivematica, near enough to develop and test against. */
export interface Sandbox {
	fetch(request: Request): Promise<Response>;
	readonly credentials: SandboxCredentials;
	close(): Promise<void>;
}

/** Makes a sandbox. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const store = new Store(options.folder);
	const closing = new AbortController();
	const context: SandboxContext = {
		store,
		now: options.now ?? Date.now,
		stepDuration: options.stepDuration ?? 0,
		version: options.version ?? '8.1.0',
		credentials: sandboxCredentials,
		signal: closing.signal,
	};
	await store.sweep();
	store.transaction(() => seedArchivematica(context));
	const app = new Hono().route('/', archivematicaApp(context));
	return {
		fetch: async request => app.fetch(request),
		credentials: sandboxCredentials,
		async close() {
			closing.abort();
			store.close();
		},
	};
}
