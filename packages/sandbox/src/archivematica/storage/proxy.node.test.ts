import {expect, it, onTestFinished} from 'vitest';
import {createSandbox} from '../../sandbox.ts';

it('a proxy that does not wait for the Storage Service loses the answer, not the work', async () => {
	const sandbox = await createSandbox({samples: false});
	onTestFinished(() => sandbox.close());
	const {storage, source} = sandbox.credentials.archivematica;
	const headers = {authorization: `ApiKey ${storage.username}:${storage.apiKey}`, 'content-type': 'application/json'};
	const send = (method: string, path: string, body?: unknown) =>
		sandbox.fetch(new Request(`http://sandbox.test${path}`, {method, headers, ...(body !== undefined && {body: JSON.stringify(body)})}));
	const {objects}: {objects: readonly {resource_uri: string}[]} = await (await send('GET', '/api/v2/location/?purpose=CP')).json();
	const target = objects[0]?.resource_uri ?? '';
	sandbox.faults.add({kind: 'status', status: 504, when: 'after', method: 'POST', path: '/api/v2/location/*'});
	const answer = await send('POST', target, {
		origin_location: `/api/v2/location/${source.location}/`,
		pipeline: 'any',
		files: [{source: `${source.path}/`, destination: 'moved'}],
	});
	expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'text/html']);
	const below: {entries: readonly string[]} = await (await send('GET', `${target}browse/`)).json();
	expect(below.entries).toEqual([btoa('moved')]);
});
