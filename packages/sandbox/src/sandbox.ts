import {Hono} from 'hono';
import {cors} from 'hono/cors';
import {archivematicaApp, archivematicaControlApp, seedArchivematica} from './archivematica/index.ts';
import type {SandboxContext, SandboxVersion} from './context.ts';
import {controlApp} from './control/control-app.ts';
import {mayControl} from './control/may-control.ts';
import type {SandboxState} from './control/state.ts';
import {readState} from './control/state.ts';
import type {SandboxCredentials} from './credentials.ts';
import {sandboxCredentials} from './credentials.ts';
import type {Connection} from './faults/apply-fault.ts';
import {applyFault} from './faults/apply-fault.ts';
import type {Fault} from './faults/fault.ts';
import type {PlannedFault} from './faults/fault-plan.ts';
import {FaultPlan} from './faults/fault-plan.ts';
import type {Listener, ListenOptions} from './listen/listener.ts';
import {listen} from './listen/listener.ts';
import {sandboxOperations} from './operations-list.ts';
import {createPreservica} from './preservica/preservica.ts';
import {loadFolder} from './samples/load-folder.ts';
import {loadSamples} from './samples/load-samples.ts';
import {Store} from './store/store.ts';

/** How to make a sandbox. */
export interface SandboxOptions {
	/** The Preservica version to be. @default '8.1.0' */
	readonly version?: SandboxVersion | undefined;
	/** Keeps the state in this folder, so that it survives the process. One sandbox at a time can use it. @default in memory */
	readonly folder?: string | undefined;
	/** How long each step of a workflow takes, in milliseconds. @default 0 */
	readonly stepDuration?: number | undefined;
	/** The clock, in milliseconds since 1970. @default Date.now */
	readonly now?: (() => number) | undefined;
	/** Puts a small sample collection into a new sandbox. @default true */
	readonly samples?: boolean | undefined;
	/**
	 * A folder of this machine that becomes a folder of a new sandbox's archive, with all its folders and files. It is read as a zip of it would be that
	 * is ingested, with its OPEX metadata if there are any; symbolic links are left out.
	 */
	readonly seed?: string | undefined;
	/** What is to go wrong from the start. @default nothing */
	readonly faults?: readonly Fault[] | undefined;
	/** How long a Preservica token is valid, in milliseconds. @default 15 minutes */
	readonly tokenLifetime?: number | undefined;
	/** The address Preservica's links are made of, where it differs from the one requests come to. */
	readonly publicUrl?: string | undefined;
	/** Hosts besides this machine that the sandbox may call when they subscribe to what happens. @default none */
	readonly webhookHosts?: readonly string[] | undefined;
	/** How long it takes until Preservica's search knows of a change, in milliseconds. @default 0 */
	readonly searchDelay?: number | undefined;
	/** Origins whose pages may call the sandbox. @default none: like Preservica, it offers no CORS (1.10) */
	readonly allowOrigins?: readonly string[] | undefined;
	/** Serves the control API also when other machines can reach the sandbox. @default false */
	readonly control?: boolean | undefined;
}

/** Preservica and Archivematica, near enough to develop and test against. */
export interface Sandbox {
	/** Answers a request, whatever its host. @throws TypeError where a fault breaks the connection. */
	fetch(this: void, request: Request): Promise<Response>;
	/** Listens for HTTP, on this machine only unless told otherwise. */
	listen(options?: ListenOptions): Promise<{readonly url: string}>;
	readonly credentials: SandboxCredentials;
	/** What is to go wrong. */
	readonly faults: {add(fault: Fault): void; clear(): void; list(): readonly PlannedFault[]};
	/** A look inside. */
	state(): SandboxState;
	/** Goes back to what a new sandbox holds, faults included. The folder to begin with is read anew. */
	reset(): Promise<void>;
	/** Stops listening and working. With a folder, what was going on is taken up by the next sandbox there. */
	close(): Promise<void>;
}

/**
 * Makes a sandbox.
 *
 * @throws Error when the folder cannot be opened, for instance because another sandbox uses it, or the one to begin with cannot be read.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const store = new Store(options.folder);
	const closing = new AbortController();
	const context: SandboxContext = {
		store,
		now: options.now ?? Date.now,
		stepDuration: options.stepDuration ?? 0,
		version: options.version ?? '8.1.0',
		credentials: sandboxCredentials,
		webhookHosts: options.webhookHosts,
		signal: closing.signal,
	};
	const preservica = createPreservica(context, options);
	const faults = new FaultPlan(options.faults);
	const listeners = new Set<Listener>();

	const seed = async (): Promise<void> => {
		const seeded = store.collection<{readonly at: number}>('sandbox.seeded');
		if (seeded.has('all')) return;
		await store.clear(); // what an interrupted first start left
		await seedArchivematica(context);
		preservica.seed();
		if (options.samples ?? true) await loadSamples(preservica.repository, store, context.now());
		if (options.seed !== undefined) await loadFolder(options.seed, context, preservica.repository, options.folder);
		seeded.put('all', {at: context.now()});
	};
	const reset = async (): Promise<void> => {
		faults.reset();
		await preservica.stop();
		await store.clear();
		await seed();
	};
	const state = (): SandboxState => {
		preservica.jobs.settle();
		return readState(store, preservica, context.now(), context.version);
	};

	try {
		await store.sweep();
		await seed();
	} catch (error) {
		store.close();
		throw error;
	}
	preservica.jobs.resume();

	const control = new Hono()
		.route('/', archivematicaControlApp(context))
		.route('/', preservica.control)
		.route('/', controlApp({faults, credentials: sandboxCredentials, operations: sandboxOperations(), state, reset}));
	const systems = systemsApp(preservica.app, archivematicaApp(context), options.allowOrigins ?? []);

	async function serve(request: Request, connection?: Connection, loopback = false): Promise<Response> {
		if (new URL(request.url).pathname.startsWith('/sandbox/')) {
			const allowed = options.control === true || !connection || (loopback && mayControl(request, options.allowOrigins ?? []));
			return allowed ? control.fetch(request) : new Response('The control API is for this machine only.', {status: 403});
		}
		const fault = request.method === 'OPTIONS' ? undefined : faults.take(request);
		const handle = async (): Promise<Response> => systems.fetch(request);
		if (!fault) return handle();
		const signal = AbortSignal.any([request.signal, closing.signal]);
		return applyFault(fault, {handle, connection, expireTokens: preservica.expireTokens, signal});
	}

	return {
		fetch: request => serve(request),
		async listen(where = {}) {
			const listener: Listener = await listen((request, connection) => serve(request, connection, listener.loopback), where);
			listeners.add(listener);
			return {url: listener.url};
		},
		credentials: sandboxCredentials,
		faults,
		state,
		reset,
		async close() {
			if (closing.signal.aborted) return;
			closing.abort();
			await Promise.all([...listeners].map(listener => listener.close()));
			await preservica.stop();
			store.close();
		},
	};
}

function systemsApp(preservica: Hono, archivematica: Hono, allowOrigins: readonly string[]): Hono {
	const app = new Hono();
	if (allowOrigins.length > 0) {
		const exposeHeaders = [
			'preservica-progress-token',
			'etag',
			'content-disposition',
			'content-length',
			'location',
			'retry-after',
			'x-archivematica-id',
			'x-archivematica-version',
			'x-ms-error-code',
			'x-ms-request-id',
			'x-ms-version',
		];
		app.use('*', cors({origin: [...allowOrigins], exposeHeaders}));
	}
	app.route('/', preservica).route('/', archivematica);
	app.notFound(c => c.text('There is nothing here.', 404));
	app.onError((error, c) => {
		const given = c.req.raw.signal.aborted;
		return c.text(given ? 'The request was given up.' : `The sandbox failed: ${error.message}`, given ? 400 : 500);
	});
	return app;
}
