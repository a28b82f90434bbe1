import {ConfigurationError, HttpError, JobFailedError, NetworkError, PermissionError, type Job} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {Operations} from '../operations/operations.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Entities} from './entities.ts';
import type {EntityReference} from './entity.ts';
import {co, entity, fields, io, so, version} from './fixtures/answers.ts';

const asset = {type: 'asset', ref: 'a1'} as const;
const folder = {type: 'folder', ref: 'f1'} as const;
const poll = {sleep: async () => {}};
const progress = (...words: string[]) => ({
	'GET /api/entity/progress/token-7': words.map(word => `<P xmlns="http://status.preservica.com"><Status>${word}</Status></P>`),
});
const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, ...rest} = connectTo({...version, ...progress('ACTIVE', 'COMPLETED'), ...routes});
	return {entities: new Entities(session), operations: new Operations(session), ...rest};
};
const csv = 'assetId,dc:title\na1,"A, ü"\n';

/** Each kind of work, the request that begins it, and what it is called. */
const works: readonly [
	name: string,
	request: string,
	start: (entities: Entities, signal?: AbortSignal) => Promise<Job<ServerProgress, void>>,
	kind: string,
	words: string,
][] = [
	[
		'a move',
		`PUT ${io}/a1/parent-ref`,
		(entities, signal) => entities.move(asset, 'f2', {signal}),
		'preservica-move',
		'The move of the asset a1 into the folder f2',
	],
	[
		'a change of the security tag',
		`PUT ${so}/f1/security-descriptor`,
		(entities, signal) => entities.changeSecurityTag(folder, 'closed', {signal}),
		'preservica-security-tag',
		'The change of the security tag of the folder f1 to "closed"',
	],
	[
		'a merge',
		'POST /api/entity/actions/merges',
		(entities, signal) => entities.merge({assets: ['a1', asset2], title: 'Both'}, {signal}),
		'preservica-merge',
		'The merge of the asset a1, the asset a2',
	],
	[
		'an edit by CSV',
		'POST /api/entity/actions/metadata-csv-edits',
		(entities, signal) => entities.editMetadataFromCsv(csv, {signal}),
		'preservica-metadata-csv',
		'The edit of metadata by CSV',
	],
];
const asset2 = {type: 'asset', ref: 'a2'} as const;

describe.each(works)('%s', (_, request, start, kind, words) => {
	const accepted = {[request]: {status: 202, body: 'token-7'}};

	it('is followed to its end', async () => {
		const {entities, asked} = connect(accepted);
		const job = await start(entities);
		expect(job.toJSON()).toEqual({kind, id: 'token-7', data: null});
		await expect(job.done(poll)).resolves.toBeUndefined();
		expect(asked().slice(-2)).toEqual(Array(2).fill('GET /api/entity/progress/token-7?includeErrors=true'));
	});

	it('goes on in another process', async () => {
		const {entities, operations} = connect(accepted);
		const state = JSON.parse(JSON.stringify(await start(entities)));
		await expect(operations.resume(state).done(poll)).resolves.toBeUndefined();
	});

	it('that fails is an error that says what it was', async () => {
		const {entities} = connect({...accepted, ...progress('FAILED')});
		const failure = await (await start(entities)).done(poll).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain(`${words} failed (FAILED)`);
	});

	it('without the right says so, and that it has not begun', async () => {
		const failure = await start(connect({[request]: {status: 403}}).entities).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PermissionError);
		expect(String(failure)).not.toContain('may have begun');
	});

	it('that cannot be done says why', async () => {
		const failure = await start(connect({[request]: {status: 422, body: 'The folder is full'}}).entities).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(HttpError);
		expect(String(failure)).toContain('The server says: The folder is full');
	});

	it('without a progress token is an error', async () => {
		await expect(start(connect({[request]: {status: 202}}).entities)).rejects.toThrow('holds no progress token');
	});

	it('whose answer is lost is asked for again only if that does no harm', async () => {
		const {entities, asked} = connect({[request]: () => Promise.reject(new TypeError('lost'))});
		const failure = await start(entities).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		const again = request.startsWith('PUT');
		expect(asked().filter(line => line.startsWith(request))).toHaveLength(again ? 4 : 1);
		expect(/may have begun all the same/.test(String(failure))).toBe(!again);
	});

	it('ends with an abort', async () => {
		const {entities} = connect({[request]: () => new Promise<string>(() => {})});
		const controller = new AbortController();
		const work = start(entities, controller.signal);
		setTimeout(() => controller.abort(new Error('enough')));
		await expect(work).rejects.toThrow('enough');
	});
});

describe('moving', () => {
	it.each([
		[asset, 'f2', `PUT ${io}/a1/parent-ref`, 'f2'],
		[folder, {type: 'folder', ref: 'f2'} as const, `PUT ${so}/f1/parent-ref`, 'f2'],
		[folder, null, `PUT ${so}/f1/parent-ref`, '@root@'],
	])('%o to %o sends where to', async (what, target, request, body) => {
		const {entities, requests, asked} = connect({[request]: {status: 202, body: 'token-7'}});
		await entities.move(what, target);
		expect(asked()).toEqual([request]);
		expect([await requests[0]?.text(), requests[0]?.headers.get('content-type')]).toEqual([body, 'text/plain']);
	});

	it.each([
		[{type: 'contentObject', ref: 'c1'}, 'f1', 'belongs to its asset'],
		[asset, null, 'only folders can'],
		[folder, 'f1', 'into itself'],
		[asset, '', 'by its reference, or null'],
		[asset, '@root@', 'by its reference, or null'],
	])('%o to %o is refused before anything is sent', async (what, target, message) => {
		const {entities, asked} = connect({});
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what only the types forbid
		const work = entities.move(what as EntityReference<'asset'>, target);
		await expect(work).rejects.toThrow(ConfigurationError);
		await expect(work).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});
});

describe('moving to or from nowhere', () => {
	it('does not blame the wrong one', async () => {
		const {entities} = connect({});
		await expect(entities.move(asset, 'f2')).rejects.toMatchObject({
			name: 'NotFoundError',
			status: 404,
			message: 'There is no asset a1, or no folder f2 to move it to, or this account has no right to see one of them.',
		});
		await expect(entities.move(folder, null)).rejects.toThrow('There is no folder with the reference f1, or it has no place');
	});
});

describe('changing a security tag', () => {
	it.each([
		[{}, 'false'],
		[{includeDescendants: true}, 'true'],
	])('with %o says how far it goes', async (options, flag) => {
		const {entities, requests, asked} = connect({[`PUT ${co}/c1/security-descriptor`]: {status: 202, body: 'token-7'}});
		await entities.changeSecurityTag({type: 'contentObject', ref: 'c1'}, 'closed', options);
		expect(asked()).toEqual([`PUT ${co}/c1/security-descriptor?includeDescendants=${flag}`]);
		expect([await requests[0]?.text(), requests[0]?.headers.get('content-type')]).toEqual(['closed', 'text/plain']);
	});

	it('without the right says so', async () => {
		const {entities} = connect({[`PUT ${io}/a1/security-descriptor`]: {status: 403}});
		await expect(entities.changeSecurityTag(asset, 'closed')).rejects.toThrow('no right to change the security tag of the asset');
	});

	it('to nothing is refused', async () => {
		const {entities, asked} = connect({});
		await expect(entities.changeSecurityTag(asset, ' ')).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});

describe('merging', () => {
	const accepted = {'POST /api/entity/actions/merges': {status: 202, body: 'token-7'}};
	const flags = (yes: string) => `excludeIdentifiers="${yes}" excludeLinks="${yes}" excludeMetadata="${yes}"`;

	it('assets leaves nothing out unless told', async () => {
		const {entities, requests} = connect(accepted);
		await entities.merge({assets: ['a1', asset2], title: 'A & B'});
		expect(requests.at(-1)?.headers.get('accept')).toBe('text/plain;charset=UTF-8');
		expect(requests.at(-1)?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await requests.at(-1)?.text()).toContain(
			`<MergeAction xmlns="http://preservica.com/EntityAPI/v7.7"><Title>A &amp; B</Title><Entity ${flags('false')} ref="a1" type="IO"/><Entity ${flags('false')} ref="a2" type="IO"/></MergeAction>`,
		);
	});

	it('a folder takes the title and description of the folder', async () => {
		const {entities, requests} = connect({
			...accepted,
			[`GET ${so}/f1`]: entity('StructuralObject', fields('f1', {title: 'Box', more: '<xip:Description>Old &amp; new</xip:Description>'})),
		});
		await entities.merge({folder, excludeIdentifiers: true, excludeRelationships: true, excludeMetadata: true});
		expect(await requests.at(-1)?.text()).toContain(
			`<Title>Box</Title><Description>Old &amp; new</Description><Entity ${flags('true')} ref="f1" type="SO"/>`,
		);
	});

	it('a folder under another title does not look at it', async () => {
		const {entities, requests, asked} = connect(accepted);
		await entities.merge({folder: 'f1', title: 'Own', description: 'D'});
		expect(await requests.at(-1)?.text()).toContain('<Title>Own</Title><Description>D</Description><Entity');
		expect(asked()).not.toContain(`GET ${so}/f1`);
	});

	it.each([
		[{assets: ['a1'], title: 'T'}, 'two assets or more'],
		[{assets: [], title: 'T'}, 'two assets or more'],
		[{assets: ['a1', asset], title: 'T'}, 'two assets or more'],
		[{assets: ['a1', 'a2'], title: ' '}, 'needs a title'],
		[{assets: ['a1', 'a2'], folder: 'f1', title: 'T'}, 'either of assets or'],
		[{title: 'T'}, 'either of assets or'],
	])('%o is refused before anything is sent', async (wrong, message) => {
		const {entities, asked} = connect(accepted);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what only the types forbid
		await expect(entities.merge(wrong as never)).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});
});

describe('editing metadata by CSV', () => {
	it.each([csv, new Blob([csv], {type: 'application/vnd.ms-excel'})])('sends it as it is, in UTF-8', async source => {
		const {entities, requests} = connect({'POST /api/entity/actions/metadata-csv-edits': {status: 202, body: 'token-7'}});
		await entities.editMetadataFromCsv(source);
		expect(requests[0]?.headers.get('content-type')).toBe('text/csv;charset=UTF-8');
		expect(await requests[0]?.text()).toBe(csv);
	});

	it.each(['', ' \n', new Blob([]), 'a,b\n1,\ud83d\n'])('refuses an empty one, and half of a character: %o', async source => {
		const {entities, asked} = connect({});
		await expect(entities.editMetadataFromCsv(source)).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});
