import {
	ConfigurationError,
	ConflictError,
	HttpError,
	JobFailedError,
	NetworkError,
	NotFoundError,
	PermissionError,
	RateLimitError,
} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import type {Entities} from './entities.ts';
import {connect, entity, fields, folder, io, so, version} from './fixtures/answers.ts';

describe('making a folder', () => {
	it('sends it in the namespace of the server and gives what the server made', async () => {
		const {entities, requests} = connect({...version, [`POST ${so}`]: folder('made', 'f1')});
		const made = await entities.createFolder({title: '<Box> & “1”', description: 'First', parent: 'f1'});
		expect(made).toMatchObject({type: 'folder', ref: 'made', parent: 'f1'});
		const request = requests.at(-1);
		expect(request?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await request?.text()).toContain(
			'<StructuralObject xmlns="http://preservica.com/XIP/v7.7"><Title>&lt;Box&gt; &amp; “1”</Title><Description>First</Description><SecurityTag>open</SecurityTag><Parent>f1</Parent></StructuralObject>',
		);
	});

	it('at the root sends no parent', async () => {
		const {entities, requests} = connect({...version, [`POST ${so}`]: folder('made')});
		await entities.createFolder({title: 'Box', parent: null, securityTag: 'closed', customType: 'Box', ref: 'own'});
		const text = await requests.at(-1)?.text();
		expect(text).not.toContain('Parent');
		expect(text).toContain('<Ref>own</Ref><Title>Box</Title><SecurityTag>closed</SecurityTag><CustomType>Box</CustomType>');
	});

	it('is not repeated when the answer is lost', async () => {
		const {entities, asked} = connect({...version, [`POST ${so}`]: () => Promise.reject(new TypeError('lost'))});
		const failure = await entities.createFolder({title: 'Box', parent: null}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('The folder may have been made all the same');
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('reads the folder when the answer is empty, if it can', async () => {
		const {entities} = connect({...version, [`POST ${so}`]: {status: 204}, [`GET ${so}/own`]: folder('own')});
		expect((await entities.createFolder({title: 'Box', parent: null, ref: 'own'})).ref).toBe('own');
		await expect(entities.createFolder({title: 'Box', parent: null})).rejects.toThrow('did not say its reference');
	});

	it('without the right says so', async () => {
		const {entities} = connect({...version, [`POST ${so}`]: {status: 403}});
		await expect(entities.createFolder({title: 'Box', parent: null})).rejects.toThrow(PermissionError);
	});
});

describe('making a physical asset', () => {
	const draft = {title: 'Bust', parent: 'f1'};

	it('sends the asset with a representation without content', async () => {
		const {entities, requests, asked} = connect({...version, [`POST ${io}`]: entity('InformationObject', fields('made', {parent: 'f1'}))});
		const made = await entities.createPhysicalAsset({...draft, description: 'Store 4 & 5', customType: 'Object', ref: 'own'});
		expect(made).toMatchObject({type: 'asset', ref: 'made', parent: 'f1'});
		expect(asked().at(-1)).toBe(`POST ${io}`);
		expect(await requests.at(-1)?.text()).toContain(
			'<XIP xmlns="http://preservica.com/XIP/v7.7"><InformationObject><Ref>own</Ref><Title>Bust</Title><Description>Store 4 &amp; 5</Description><SecurityTag>open</SecurityTag><CustomType>Object</CustomType><Parent>f1</Parent></InformationObject><Representation><Type>Physical</Type></Representation></XIP>',
		);
	});

	it('without a description sends none', async () => {
		const {entities, requests} = connect({...version, [`POST ${io}`]: entity('InformationObject', fields('made'))});
		await entities.createPhysicalAsset({...draft, securityTag: 'closed', description: undefined});
		expect(await requests.at(-1)?.text()).toContain(
			'<InformationObject><Title>Bust</Title><SecurityTag>closed</SecurityTag><Parent>f1</Parent></InformationObject>',
		);
	});

	it('reads the asset when the answer is empty, if it can', async () => {
		const {entities} = connect({...version, [`POST ${io}`]: '', [`GET ${io}/own`]: entity('InformationObject', fields('own'))});
		expect((await entities.createPhysicalAsset({...draft, ref: 'own'})).ref).toBe('own');
		await expect(entities.createPhysicalAsset(draft)).rejects.toThrow('did not say its reference');
	});

	it('is not repeated when the answer is lost, and may have been done', async () => {
		const {entities, asked} = connect({...version, [`POST ${io}`]: () => Promise.reject(new TypeError('lost'))});
		const failure = await entities.createPhysicalAsset(draft).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('The asset may have been made all the same');
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('needs a server of 6.4', async () => {
		const {entities, asked} = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.3.1</CurrentVersion></V>'});
		await expect(entities.createPhysicalAsset(draft)).rejects.toMatchObject({code: 'version'});
		expect(asked()).toHaveLength(1);
	});

	it.each([
		[403, 'this account may not do that (403). The server says: There is no folder f1'],
		[404, 'The server says: There is no folder f1'],
	])('fails clearly with %i', async (status, message) => {
		const {entities} = connect({...version, [`POST ${io}`]: {status, body: 'There is no folder f1'}});
		await expect(entities.createPhysicalAsset(draft)).rejects.toThrow(message);
	});

	it('ends with an abort', async () => {
		const reason = new Error('enough');
		const work = connect(version).entities.createPhysicalAsset(draft, {signal: AbortSignal.abort(reason)});
		await expect(work).rejects.toBe(reason);
	});
});

it.each<[string, string, (entities: Entities) => Promise<unknown>]>([
	['folder', so, entities => entities.createFolder({title: 'x', parent: null, ref: 'r1'})],
	['asset', io, entities => entities.createPhysicalAsset({title: 'x', parent: 'f1', ref: 'r1'})],
])('a %s that was made without an answer, and cannot be read then, was made all the same', async (what, place, make) => {
	const lost = () => Promise.reject(new TypeError('lost'));
	for (const [answered, kind] of [
		[{status: 404}, NotFoundError],
		[{status: 403}, PermissionError],
		[lost, NetworkError],
	] as const) {
		const failure = await make(connect({...version, [`POST ${place}`]: '', [`GET ${place}/r1`]: answered}).entities).catch(
			(error: unknown) => error,
		);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(` The ${what} was made: its reference is r1.`);
		expect(String(failure)).not.toContain('may have been made');
	}
});

describe('saving', () => {
	const stored = (tag = 'open') =>
		entity('InformationObject', fields('a1', {title: 'New', tag, parent: 'f1', more: '<xip:CustomType>Letter</xip:CustomType>'}));
	const read = async (entities: Entities) => entities.asset('a1');
	const tagged = `PUT ${io}/a1/security-descriptor?includeDescendants=false`;
	const progress = (word: string, errors = '') => `<P xmlns="http://status.preservica.com"><Status>${word}</Status>${errors}</P>`;

	it('writes title, description and custom type in one request and reads the result', async () => {
		const {entities, requests, asked} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: stored()});
		const asset = await read(entities);
		expect(await entities.save({...asset, title: 'A & B'})).toMatchObject({type: 'asset', title: 'New', customType: 'Letter'});
		expect(asked()).toEqual([`GET ${io}/a1`, 'GET /api/entity/versiondetails/version', `PUT ${io}/a1`, `GET ${io}/a1`]);
		expect(await requests[2]?.text()).toContain(
			'<InformationObject xmlns="http://preservica.com/XIP/v7.7"><Ref>a1</Ref><Title>A &amp; B</Title><SecurityTag>open</SecurityTag><CustomType>Letter</CustomType><Parent>f1</Parent></InformationObject>',
		);
	});

	it('changes the security tag by its own call and waits for its end', async () => {
		const waits: number[] = [];
		const {entities, requests, asked} = connect(
			{
				...version,
				[`GET ${io}/a1`]: [stored(), stored('closed')],
				[`PUT ${io}/a1`]: stored(),
				[tagged]: {status: 202, body: ' token-1\n'},
				'GET /api/entity/progress/token-1': progress('COMPLETED'),
			},
			{retry: {sleep: async ms => void waits.push(ms)}},
		);
		const saved = await entities.save({...(await read(entities)), securityTag: 'closed'});
		expect(saved.securityTag).toBe('closed');
		const put = requests.find(({url}) => url.includes('security-descriptor'));
		expect([await put?.text(), put?.headers.get('content-type')]).toEqual(['closed', 'text/plain']);
		expect(asked().slice(-3)).toEqual([tagged, 'GET /api/entity/progress/token-1?includeErrors=true', `GET ${io}/a1`]);
	});

	it('says what was saved when the security tag could not be changed', async () => {
		const {entities} = connect({
			...version,
			[`GET ${io}/a1`]: stored(),
			[`PUT ${io}/a1`]: stored(),
			[tagged]: {status: 202, body: 'token-1'},
			'GET /api/entity/progress/token-1': progress('FAILED', '<Errors>no such tag</Errors>'),
		});
		const failure = await entities.save({...(await read(entities)), securityTag: 'closed'}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain(
			'The change of the security tag of the asset a1 to "closed" failed (FAILED): no such tag. Title, description and custom type were saved.',
		);
	});

	it.each(['', '<html>proxy</html>'])('says when there is no progress token: %o', async body => {
		const {entities} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: stored(), [tagged]: {status: 202, body}});
		await expect(entities.save({...(await read(entities)), securityTag: 'closed'})).rejects.toThrow(
			/holds no progress token.* Title, description and custom type were saved\.$/,
		);
	});

	it.each([
		[403, PermissionError],
		[404, NotFoundError],
		[409, ConflictError],
		[422, HttpError],
		[429, RateLimitError],
		[503, HttpError],
	])('says what was saved when the change of the security tag is answered with %i', async (status, kind) => {
		const refusal = {status, headers: {'retry-after': '7'}};
		const {entities} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: stored(), [tagged]: refusal});
		const failure = await entities.save({...(await read(entities)), securityTag: 'closed'}).catch((error: unknown) => error);
		expect(Object.getPrototypeOf(failure)).toBe(kind.prototype);
		expect(failure).toMatchObject({status, method: 'PUT', url: expect.stringContaining('/security-descriptor')});
		expect(String(failure)).toMatch(/Title, description and custom type were saved\.$/);
		expect(failure instanceof RateLimitError ? failure.retryAfter : 7000).toBe(7000);
	});

	it('without a security tag changes nothing', async () => {
		const {entities, asked} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: stored()});
		const asset = await read(entities);
		await expect(entities.save({...asset, securityTag: ' '})).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([`GET ${io}/a1`]);
	});

	it('reads the entity when the answer to the change is empty', async () => {
		const {entities} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: {status: 204}});
		expect((await entities.save(await read(entities))).title).toBe('New');
	});

	it('without the right says so', async () => {
		const {entities} = connect({...version, [`GET ${io}/a1`]: stored(), [`PUT ${io}/a1`]: {status: 403}});
		await expect(entities.save(await read(entities))).rejects.toThrow(
			'This account has no right to change the asset with the reference a1.',
		);
	});
});
