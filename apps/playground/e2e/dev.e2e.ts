import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';

import {expect, it} from 'vitest';

type Started = ChildProcessByStdio<null, Readable, Readable>;

function start(env: Readonly<Record<string, string>>, ...options: readonly string[]): Started {
	const {SANDBOX_URL: _, ...inherited} = process.env;
	return spawn(process.execPath, [join(import.meta.dirname, '../dev.ts'), ...options], {
		env: {...inherited, CI: '1', SANDBOX_PORT: '0', PORT: '0', ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

it('starts the sandbox and the page, says last where the page is, and ends both', async () => {
	const started = start({});
	let said = '';
	for await (const chunk of started.stdout) {
		said += String(chunk);
		if (said.includes('Ctrl-C')) break;
	}
	const page = /The playground is at (\S+) /u.exec(said.trim().split('\n').at(-1) ?? '')?.[1] ?? '';
	const sandbox = /export PRESERVICA_SERVER=(\S+)/u.exec(said)?.[1] ?? '';
	expect(await (await fetch(page)).text()).toContain('<playground-app>');
	expect((await fetch(new URL('/sandbox/state', page))).status).toBe(200);

	started.kill('SIGTERM');
	expect(await once(started, 'close')).toEqual([0, null]);
	await expect(fetch(page)).rejects.toThrow();
	await expect.poll(() => fetch(sandbox).catch(() => 'gone')).toBe('gone');
});

it('starts the sandbox with what the command line says, such as a folder of the user', async () => {
	const seed = join(await mkdtemp(join(tmpdir(), 'fonds-playground-')), 'Papers');
	await mkdir(seed);
	await writeFile(join(seed, 'letter.txt'), 'Dear sister,\n');
	const started = start({}, `--seed=${seed}`, '--no-samples');
	let said = '';
	for await (const chunk of started.stdout) {
		said += String(chunk);
		if (said.includes('PRESERVICA_SERVER=')) break;
	}
	const sandbox = /PRESERVICA_SERVER=(\S+)/u.exec(said)?.[1] ?? '';
	const state: unknown = await (await fetch(new URL('/sandbox/state', sandbox))).json();
	expect(state).toMatchObject({entities: {SO: 1, IO: 1, CO: 1}});
	started.kill('SIGTERM');
	await once(started, 'close');
	await rm(dirname(seed), {recursive: true});
});

it('says what is wrong with what the command line says', async () => {
	const started = start({}, '--seed=/nowhere/at/all');
	const [said, [code]] = await Promise.all([text(started.stderr), once(started, 'close')]);
	expect(said).toContain('The sandbox cannot begin with the folder /nowhere/at/all');
	expect(code).toBe(1);
});

it.each([
	['SANDBOX_PORT', 'the sandbox'],
	['PORT', 'the page'],
])('says so when the port of %s is taken', async (variable, what) => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	const {port} = other.address() as {port: number};
	const started = start({[variable]: String(port)});
	const [said, [code]] = await Promise.all([text(started.stderr), once(started, 'close')]);
	other.close();
	expect(said).toContain(`Port ${port} is taken, and ${what} needs it.`);
	expect(code).toBe(1);
});
