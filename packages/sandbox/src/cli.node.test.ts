import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {endCli, runCli, signInTo} from './fixtures/run-cli.ts';
import {temporaryFolder} from './fixtures/temporary-folder.ts';

it('starts with its address and accounts on the screen, and stops on SIGINT', async () => {
	const {process: child, url, version, credentials, environment} = await runCli('--version', '7.7.0');
	expect([version, environment['PRESERVICA_SERVER']]).toEqual(['7.7.0', url]);
	const {archivist} = credentials.preservica.users;
	const children = await fetch(`${url}/api/entity/root/children`, {headers: await signInTo(url, archivist)});
	expect(await children.text()).toContain('Harbour Museum');
	child.kill('SIGINT');
	expect(await once(child, 'exit')).toEqual([0, null]);
});

it('puts a folder of the user into the archive, and nothing else without samples', async () => {
	const seed = join(temporaryFolder(), 'Papers');
	mkdirSync(join(seed, 'inner'), {recursive: true});
	writeFileSync(join(seed, 'inner/letter.txt'), 'Dear sir');
	const {url} = await runCli('--seed', seed, '--no-samples');
	const state: unknown = await (await fetch(`${url}/sandbox/state`)).json();
	expect(state).toMatchObject({entities: {SO: 2, IO: 1, CO: 1}});
});

it('begins with the faults of a file', async () => {
	const file = join(temporaryFolder(), 'faults.json');
	writeFileSync(file, JSON.stringify([{kind: 'status', status: 503, path: '/api/accesstoken/*', times: 2}]));
	const {url} = await runCli('--faults', file, '--no-samples');
	const statuses = [];
	for (let times = 0; times < 3; times++) statuses.push((await fetch(`${url}/api/accesstoken/login`, {method: 'POST'})).status);
	expect(statuses).toEqual([503, 503, 401]);
	await fetch(`${url}/sandbox/reset`, {method: 'POST'});
	expect((await fetch(`${url}/api/accesstoken/login`, {method: 'POST'})).status).toBe(503);
});

it.each<[string, readonly string[], RegExp]>([
	['a seed that is not there', ['--seed', '/nowhere/at/all'], /^The sandbox cannot begin with the folder \/nowhere\/at\/all: ENOENT/u],
	['faults that are not there', ['--faults', '/nowhere.json'], /^The faults in \/nowhere\.json cannot be read: ENOENT/u],
	['a data folder that is a file', ['--folder', import.meta.filename], /^The folder \S+ cannot be opened: /u],
	['another version', ['--version', '5'], /^--version must be one of 6\.9\.0, /mu],
	['a negative step', ['--step=-1'], /^--step must be a number from 0 up\.$/mu],
	['an unknown option', ['--speed', '2'], /^Unknown option '--speed'/u],
	['an unknown command', ['serve'], /^There is no command serve\. Try --help\.$/mu],
])('ends with status 1 and a sentence for %s', async (_title, options, reason) => {
	const {status, output, errors} = await endCli('--port', '0', ...options);
	expect([status, output]).toEqual([1, '']);
	expect(errors).toMatch(reason);
	expect(errors).not.toContain('    at ');
});

it('refuses a data folder that another process uses, and leaves that one alone', async () => {
	const folder = temporaryFolder();
	const first = await runCli('--folder', folder, '--no-samples');
	const {status, errors} = await endCli('--port', '0', '--folder', folder);
	expect([status, errors]).toEqual([1, `The folder ${folder} cannot be opened: another sandbox is using it.\n`]);
	const {archivist} = first.credentials.preservica.users;
	expect(await signInTo(first.url, archivist)).toEqual({'preservica-access-token': expect.any(String)});
	await first.kill();
	const second = await runCli('--folder', folder, '--no-samples');
	expect((await fetch(`${second.url}/sandbox/state`)).status).toBe(200);
});

it('describes its options', async () => {
	const {status, output} = await endCli('--help');
	expect(status).toBe(0);
	for (const option of ['--port', '--version', '--step', '--folder', '--seed', '--faults']) expect(output).toContain(`  ${option} <`);
});
