import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';

import {expect, it} from 'vitest';

type Started = ChildProcessByStdio<null, Readable, Readable>;

function start(env: Readonly<Record<string, string>>): Started {
	const {SANDBOX_URL: _, ...inherited} = process.env;
	return spawn(process.execPath, [join(import.meta.dirname, '../dev.ts')], {
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
