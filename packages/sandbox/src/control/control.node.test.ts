import {expect, it} from 'vitest';
import {openSandbox} from '../fixtures/open-sandbox.ts';
import {sandboxOperations} from '../operations-list.ts';

it('goes back to what a new sandbox holds', async () => {
	const {sandbox, send, clock} = await openSandbox({samples: true, stepDuration: 1000});
	const fresh = sandbox.state();
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>A</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	await send('POST', '/api/entity/structural-objects', {body});
	await send('POST', '/api/s3/buckets/fonds.package.upload/a.zip?uploads');
	await send('PUT', '/api/s3/buckets/fonds.package.upload/b.zip', {body: 'not a zip'});
	sandbox.faults.add({kind: 'drop', path: '*'});
	expect(sandbox.state()).toMatchObject({jobs: {open: 1}, openUploads: [{}]});
	expect((await send('POST', '/sandbox/reset')).status).toBe(204);
	clock.now += 60_000;
	expect(sandbox.state()).toEqual({...fresh, now: sandbox.state().now, activeTokens: 0, collections: expect.any(Object)});
	expect(sandbox.faults.list()).toEqual([]);
	expect((await send('GET', '/api/entity/root/children')).status).toBe(401);
});

it('looks at jobs as they are now, although nobody asked for them', async () => {
	const {sandbox, send, clock} = await openSandbox({stepDuration: 1000});
	await send('PUT', '/api/s3/buckets/fonds.package.upload/b.zip', {body: 'not a zip'});
	clock.now += 60_000;
	await expect.poll(() => sandbox.state().jobs).toEqual({open: 0, COMPLETED: 0, FAILED: 1, ABORTED: 0});
});

it('says what it can be asked to do and how we know it', async () => {
	const {send, sandbox} = await openSandbox();
	expect(await (await send('GET', '/sandbox/credentials')).json()).toEqual(sandbox.credentials);
	const operations: readonly {id: string; path: string; evidence: string}[] = await (await send('GET', '/sandbox/operations')).json();
	expect(operations).toHaveLength(sandboxOperations().length);
	expect(operations.find(({id}) => id === 'ENT-12')).toMatchObject({
		method: 'POST',
		path: '/api/entity/structural-objects',
		evidence: 'client source',
	});
	expect(operations.filter(({path}) => path.includes(':'))).toEqual([]);
});

it('has no operation it does not answer, and answers none it does not list', async () => {
	const {send} = await openSandbox();
	for (const {id, method, path} of sandboxOperations().filter(({system}) => system === 'preservica')) {
		for (const each of method.split(', ')) {
			const answer = await send(
				each,
				path
					.replaceAll(/\{(?:generation|index|bitstream)\}/gu, '1')
					.replaceAll('{kind}', 'structural-objects')
					.replace('{bucket}', 'fonds.package.upload')
					.replaceAll(/\{\w+\}/gu, 'x'),
			);
			expect([id, await answer.text()]).not.toEqual([id, 'There is nothing here.']);
		}
	}
	expect((await send('GET', '/api/entity/collections')).status).toBe(404);
	expect((await send('PATCH', '/api/entity/structural-objects/x')).status).toBe(404);
});
