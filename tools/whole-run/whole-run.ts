import {mkdir, mkdtemp, readdir, readlink, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {Archivematica} from '@fonds/archivematica';
import {SdkError} from '@fonds/core';
import {packageAssets, type PackageAssetsOptions, type PackageEntry} from '@fonds/packaging';
import {Preservica, type Credentials} from '@fonds/preservica';
import {createSandbox, type Fault, type Sandbox, type SandboxState} from '@fonds/sandbox';
import {expect} from 'vitest';

/** A sandbox that listens, clients of it, a folder for files, and what must be true when all is over. */
export interface WholeRun {
	readonly sandbox: Sandbox;
	readonly url: string;
	/** For what is uploaded. */
	readonly sources: string;
	/** For what is downloaded. */
	readonly target: string;
	/** Requests so far, as method and path with query. */
	readonly requests: string[];
	/** Called before each request is sent. */
	beforeRequest: ((line: string) => void) | undefined;
	/** Waits by moving the clock of servers and clients. */
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	preservica(credentials?: Credentials): Preservica;
	archivematica(keys?: {readonly dashboard?: string; readonly storage?: string}): Archivematica;
	fault(fault: Fault): void;
	/** Makes a folder in Preservica and gives its reference. */
	folder(): Promise<string>;
	/** Fails unless nothing is left behind: no upload at the server, no open file, and in the target these files only. */
	expectClean(files?: readonly string[]): Promise<void>;
	/** The failure of work that must fail, without a secret anywhere in it. */
	failureOf(work: PromiseLike<unknown>): Promise<unknown>;
	close(): Promise<void>;
}

/** Starts a sandbox on loopback with its sample collection. */
export async function startWholeRun(): Promise<WholeRun> {
	let time = Date.parse('2026-03-14T09:00:00Z');
	const now = (): number => time;
	const sandbox = await createSandbox({stepDuration: 1000, now});
	const {url} = await sandbox.listen();
	const place = await mkdtemp(join(tmpdir(), 'fonds-whole-run-'));
	const [sources, target] = [join(place, 'sources'), join(place, 'target')];
	await Promise.all([mkdir(sources), mkdir(target)]);
	const {users} = sandbox.credentials.preservica;
	const {dashboard, storage} = sandbox.credentials.archivematica;
	const secrets = new Set([
		users.archivist.password,
		users.twoFactor.password,
		users.twoFactor.twoFactorSecret,
		users.reader.password,
		dashboard.apiKey,
		storage.apiKey,
	]);

	const sleep: WholeRun['sleep'] = async (ms, signal) => {
		signal?.throwIfAborted();
		time += ms;
	};
	/** Notes every token that travels, so that no failure may hold one. */
	const send: typeof fetch = async (input, init) => {
		const request = new Request(input, init);
		const {pathname, search} = new URL(request.url);
		const line = `${request.method} ${pathname}${search}`;
		const token = request.headers.get('preservica-access-token');
		if (token !== null) secrets.add(token);
		run.requests.push(line);
		run.beforeRequest?.(line);
		return fetch(request);
	};
	const connection = {fetch: send, retry: {sleep}, now};

	const run: WholeRun = {
		sandbox,
		url,
		sources,
		target,
		requests: [],
		beforeRequest: undefined,
		sleep,
		preservica(credentials = users.archivist) {
			for (const [name, value] of Object.entries(credentials)) if (typeof value === 'string' && name !== 'username') secrets.add(value);
			return new Preservica({server: url, credentials, ...connection});
		},
		archivematica(keys = {}) {
			for (const key of Object.values(keys)) secrets.add(key);
			return new Archivematica({
				dashboard: {url, ...dashboard, apiKey: keys.dashboard ?? dashboard.apiKey},
				storage: {url, ...storage, apiKey: keys.storage ?? storage.apiKey},
				...connection,
			});
		},
		fault: fault => sandbox.faults.add(fault),
		async folder() {
			return (await run.preservica().entities.createFolder({title: 'Box 1', parent: null})).ref;
		},
		async expectClean(files = []) {
			await expect.poll(async () => (await stateOf(url)).openUploads, {interval: 5}).toEqual([]);
			await expect.poll(() => openFiles(place), {interval: 5}).toEqual([]);
			const found = await readdir(target, {recursive: true, withFileTypes: true});
			const names = found.filter(entry => !entry.isDirectory()).map(entry => join(entry.parentPath, entry.name).slice(target.length + 1));
			expect(names.toSorted()).toEqual(files);
		},
		async failureOf(work) {
			const failure = await work.then(
				() => expect.fail('The work was done, and should have failed.'),
				(error: unknown) => error,
			);
			const text = [String(failure), JSON.stringify(failure), inspect(failure, {depth: 20, showHidden: true})].join('\n');
			for (const secret of secrets) expect(text).not.toContain(secret);
			return failure;
		},
		async close() {
			await sandbox.close();
			await rm(place, {recursive: true});
		},
	};
	return run;
}

/** Fails unless an error has this class and code, and its sentence says all of these. */
export function expectClear(
	error: unknown,
	type: new (...parameters: never[]) => Error,
	code: string,
	...says: readonly (string | RegExp)[]
): void {
	expect(error).toBeInstanceOf(type);
	expect(error).toBeInstanceOf(SdkError);
	expect(error).toHaveProperty('code', code);
	for (const part of says) expect(error).toHaveProperty('message', expect.stringMatching(typeof part === 'string' ? escaped(part) : part));
	expect(error).toHaveProperty('message', expect.stringMatching(/^[^\n]{10,}[.!?)>]$/u));
}

function escaped(text: string): RegExp {
	return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'), 'u');
}

/** A package of one asset. */
export function packageOf(
	parent: string | undefined,
	files: readonly PackageEntry[],
	options: PackageAssetsOptions = {},
): ReturnType<typeof packageAssets> {
	return packageAssets({parent, assets: [{title: 'Letters', representations: [{type: 'Preservation', files}]}]}, options);
}

async function stateOf(url: string): Promise<SandboxState> {
	const response = await fetch(`${url}/sandbox/state`);
	return (await response.json()) as SandboxState;
}

/** Files below a folder that this process has open. Only Linux tells. */
async function openFiles(folder: string): Promise<readonly string[]> {
	const handles = await readdir('/proc/self/fd').catch(() => []);
	const paths = await Promise.all(handles.map(handle => readlink(`/proc/self/fd/${handle}`).catch(() => '')));
	return paths.filter(path => path.startsWith(folder));
}
