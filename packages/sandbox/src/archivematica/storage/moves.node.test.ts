import {beforeEach, describe, expect, it} from 'vitest';
import {install, samples} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {locationFor} from '../state.ts';
import type {Purpose} from '../state.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const sorry = {error_message: 'Sorry, this request could not be processed. Please try again later.'};
const nobody = '00000000-0000-4000-8000-000000000000';
const pipeline = '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/';
const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
const at = (purpose: Purpose) => `/api/v2/location/${locationFor(am.state, purpose).uuid}/`;
const letters = `${samples}/letters`;
const plain = (name: string) => Buffer.from(name, 'base64').toString();

async function names(purpose: Purpose, path: string): Promise<readonly string[]> {
	const encoded = encodeURIComponent(Buffer.from(path).toString('base64'));
	return (await am.readStorage(`${at(purpose)}browse/?path=${encoded}`)).entries.map(plain);
}

const moving = (more: Json = {}) => ({
	origin_location: at('TS'),
	pipeline,
	files: [{source: `${letters}/`, destination: 'tmp/x'}],
	...more,
});
const move = (body: Json, to: Purpose = 'CP') => am.write('POST', at(to), body);

describe('files moved into a location', () => {
	it('are copied from a transfer source: folders, their contents, single files', async () => {
		const files = [
			{source: `${letters}/`, destination: 'tmp/a/'},
			{source: `${letters}/.`, destination: 'tmp/b'},
			{source: `/home/${letters}/objects/letter-1887-03-02.txt`, destination: 'tmp/one.txt'},
		];
		const answer = await move(moving({files}));
		expect([answer.status, await answer.json()]).toEqual([200, {error: null, message: 'Files moved successfully'}]);
		expect(await names('CP', 'tmp')).toEqual(['a', 'b', 'one.txt']);
		expect(await names('CP', 'tmp/a')).toEqual(await names('CP', 'tmp/b'));
		expect(await names('CP', 'tmp/a/objects')).toEqual(['letter-1887-03-02.txt', 'letter-1887-04-11.txt']);
		expect(await names('TS', letters)).toEqual(['metadata', 'objects']);
	});

	it('are gone from where they were, unless that is a source, the backlog or an AIP store', async () => {
		await move(moving());
		expect((await move({origin_location: at('CP'), pipeline, files: [{source: 'tmp/x/', destination: 'kept/x'}]}, 'AS')).status).toBe(200);
		expect(await names('CP', 'tmp')).toEqual([]);
		for (const purpose of ['AS', 'BL'] as const) {
			if (purpose === 'BL') await move({origin_location: at('AS'), pipeline, files: [{source: 'kept/x/', destination: 'kept/x'}]}, 'BL');
			await move({origin_location: at(purpose), pipeline, files: [{source: 'kept/x', destination: `from-${purpose}`}]});
			expect(await names(purpose, 'kept')).toEqual(['x']);
		}
	});

	it.each([
		{origin_location: undefined},
		{pipeline: undefined},
		{files: undefined},
		{files: [{source: 'x'}]},
		{files: [{destination: 'x'}]},
		{files: 'x'},
		{files: [null]},
	])('with %j are not, and nobody says so', async change => {
		const answer = await move(moving(change));
		expect([answer.status, await answer.text()]).toEqual([204, '']);
		expect(await names('CP', 'tmp')).toEqual([]);
	});

	it('need an origin that is a location, by its path', async () => {
		for (const origin of [`http://127.0.0.1${at('TS')}`, `/api/v2/location/${nobody}/`, 'x', '/api/v2/location/x/']) {
			const answer = await move(moving({origin_location: origin}));
			expect([answer.status, await answer.text()]).toEqual([404, `The URL provided '${origin}' was not a link to a valid Location.`]);
		}
		const answer = await am.write('POST', `/api/v2/location/${nobody}/`, moving());
		expect([answer.status, await answer.text()]).toEqual([404, '']);
	});

	it('stay where they are from the first that fails; nothing leaves a location', async () => {
		for (const wrong of [
			{source: 'nowhere/', destination: 'tmp/y'},
			{source: '../etc/', destination: 'tmp/y'},
			{source: `${letters}/`, destination: '../../y'},
		]) {
			const files = [{source: `${letters}/objects/`, destination: 'tmp/first'}, wrong, {source: `${letters}/`, destination: 'tmp/last'}];
			const answer = await move(moving({files}));
			expect([answer.status, await answer.json()]).toEqual([500, sorry]);
			expect(await names('CP', 'tmp')).toEqual(['first']);
		}
	});

	it('can be moved behind the answer', async () => {
		const answer = await am.write('POST', `${at('CP')}async/`, moving());
		expect([answer.status, await answer.text(), answer.headers.get('location')]).toEqual([202, '', '/api/v2/async/1/']);
		expect(await names('CP', 'tmp')).toEqual([]);
		am.pass(5);
		expect(await names('CP', 'tmp')).toEqual(['x']);
		expect((await am.readStorage('/api/v2/async/1/')).result).toBe('Files moved successfully');
		expect((await am.write('POST', `${at('CP')}async/`, moving({files: undefined}))).status).toBe(500);
		expect((await am.write('POST', `${at('CP')}async/`, moving({origin_location: 'x'}))).status).toBe(404);
		expect((await am.write('POST', `/api/v2/location/${nobody}/async/`, moving())).status).toBe(404);
	});
});

describe('a package', () => {
	async function second(purpose: Purpose = 'AS', where = space): Promise<string> {
		const made = await am.write('POST', '/api/v2/location/', {space: where, pipeline: [pipeline], purpose, relative_path: 'second'});
		return (await made.json()).uuid;
	}

	const send = (aip: string, location: string) =>
		am.storage(`/api/v2/file/${aip}/move/`, {method: 'POST', body: new URLSearchParams({location_uuid: location})});

	it('moves behind the answer, and is what it was', async () => {
		const aip = await am.preserve('letters');
		const target = await second();
		const bytes = await (await am.storage(`/api/v2/file/${aip}/download/`)).arrayBuffer();
		const before = await am.readStorage(`/api/v2/file/${aip}/`);
		const answer = await send(aip, target);
		expect([answer.status, await answer.text(), answer.headers.get('location')]).toEqual([202, '', '/api/v2/async/1/']);
		expect((await am.readStorage(`/api/v2/file/${aip}/`)).status).toBe('MOVING');
		am.pass(5);
		expect((await am.readStorage('/api/v2/async/1/')).result).toBe('Package moved successfully');
		expect(await am.readStorage(`/api/v2/file/${aip}/`)).toEqual({
			...before,
			current_location: `/api/v2/location/${target}/`,
			current_full_path: `/second/${before.current_path}`,
		});
		expect(await (await am.storage(`/api/v2/file/${aip}/download/`)).arrayBuffer()).toEqual(bytes);
		expect(await names('AS', '')).toEqual([]);
	});

	it('that cannot be moved goes on moving for ever', async () => {
		const aip = await am.preserve('letters');
		const made = await am.write('POST', '/api/v2/space/', {access_protocol: 'REPLICA', path: '/', staging_path: '/'});
		await send(aip, await second('AS', (await made.json()).resource_uri));
		am.pass(5);
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({was_error: true, error: expect.stringContaining('cannot be reached.')});
		expect((await am.readStorage(`/api/v2/file/${aip}/`)).status).toBe('MOVING');
		const again = await send(aip, nobody);
		expect((await again.json()).message).toBe('The file must be in an UPLOADED state to be moved. Current state: MOVING');
		await am.control('PUT', `packages/${aip}`, {status: 'UPLOADED'});
		expect((await am.storage(`/api/v2/file/${aip}/download/`)).status).toBe(200);
	});

	it('moves to another location of the same purpose only', async () => {
		const aip = await am.preserve('letters');
		const mistakes = {
			[nobody]: `Location UUID ${nobody} failed to return a location`,
			[locationFor(am.state, 'AS').uuid]: 'New location must be different to the current location',
			[locationFor(am.state, 'DS').uuid]: 'New location must have the same purpose as the current location - AS',
		};
		for (const [location, message] of Object.entries(mistakes)) {
			const answer = await send(aip, location);
			expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({error: true, message})]);
		}
		const malformed = await send(aip, 'x');
		expect([malformed.status, await malformed.json()]).toEqual([400, {error: "['“x” is not a valid UUID.']"}]);
		expect((await am.readStorage(`/api/v2/file/${aip}/`)).status).toBe('UPLOADED');
	});

	it('does not move while it is being stored', async () => {
		const transfer = await am.start('letters');
		const target = await second();
		const answers = new Set<string>();
		for (let moment = 0; moment < 300 && !answers.has('202'); moment++) {
			const {sip_uuid: sip} = await am.read(`/api/transfer/status/${transfer}/`);
			const answer = sip === undefined ? undefined : await send(sip, target);
			if (answer) answers.add(answer.status === 400 ? (await answer.json()).message : String(answer.status));
			am.pass(0.1);
		}
		expect([...answers]).toEqual(['404', 'The file must be in an UPLOADED state to be moved. Current state: PENDING', '202']);
	});

	it('does not move by JSON', async () => {
		const aip = await am.preserve('letters');
		const answer = await am.write('POST', `/api/v2/file/${aip}/move/`, {location_uuid: await second()});
		expect([answer.status, await answer.text()]).toEqual([400, 'All of these fields must be provided: location_uuid']);
	});
});

describe('a task', () => {
	it('runs until the watchdog has looked, and is kept for a day', async () => {
		await am.write('POST', `${at('CP')}async/`, moving());
		const running = {
			completed: false,
			completed_time: null,
			created_time: '2026-05-17T02:30:00',
			id: 1,
			resource_uri: '/api/v2/async/1/',
			updated_time: '2026-05-17T02:30:00',
			was_error: false,
		};
		am.pass(4.999);
		expect(await am.readStorage('/api/v2/async/1/')).toEqual(running);
		am.pass(0.001);
		const times = {completed_time: '2026-05-17T02:30:05', updated_time: '2026-05-17T02:30:05'};
		const ended = {...running, ...times, completed: true, result: 'Files moved successfully'};
		expect(await am.readStorage('/api/v2/async/1/')).toEqual(ended);
		expect(await am.readStorage('/api/v2/async/')).toEqual({
			meta: {limit: 20, next: null, offset: 0, previous: null, total_count: 1},
			objects: [ended],
		});
		am.pass(24 * 60 * 60 - 1);
		expect((await am.storage('/api/v2/async/1/')).status).toBe(200);
		am.pass(1);
		const gone = await am.storage('/api/v2/async/1/');
		expect([gone.status, await gone.text()]).toEqual([404, '']);
	});

	it('is numbered, and no number is given out twice', async () => {
		for (const id of [1, 2]) {
			const answer = await am.write('POST', `${at('CP')}async/`, moving());
			expect(answer.headers.get('location')).toBe(`/api/v2/async/${id}/`);
			await am.control('DELETE', `tasks/${id}`);
		}
		expect((await am.control('DELETE', 'tasks/2')).status).toBe(404);
		expect((await am.storage('/api/v2/async/2/')).status).toBe(404);
		am.pass(10);
		expect(await names('CP', 'tmp')).toEqual([]);
	});

	it('with a name for a number is nothing', async () => {
		const answer = await am.storage('/api/v2/async/x/');
		expect([answer.status, await answer.json()]).toEqual([404, sorry]);
	});

	it('of a sandbox whose steps take long is over after five seconds', async () => {
		am = await install(undefined, {stepDuration: 60_000});
		await am.write('POST', `${at('CP')}async/`, moving());
		am.pass(4.999 / 60);
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({completed: false});
		am.pass(0.001 / 60);
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({completed: true});
	});

	it('of a sandbox whose steps take no time is over at once', async () => {
		am = await install(undefined, {stepDuration: 0});
		await am.write('POST', `${at('CP')}async/`, moving());
		expect(await am.readStorage('/api/v2/async/1/')).toMatchObject({completed: true});
	});
});
