import {ConflictError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import {optionalAttribute, parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {inspect} from '../fixtures/inspect.ts';
import {badGateway, serverErrorPage, storageKey, storageUrl, text} from '../fixtures/servers.ts';
import {
	collection,
	collectionElement,
	collectionId,
	connectDeposits,
	depositId,
	edit,
	entry,
	failedAttempt,
	feed,
	forbidden,
	inBrowser,
	media,
	receipt,
	serviceDocument,
	sessionId,
	single,
	state,
	stateFeed,
	submitted,
	swordError,
} from '../fixtures/sword.ts';
import {depositMets, type Deposits, UncertainDepositError} from '../index.ts';

const letters = {name: 'Letters', objectId: 'islandora:17', files: [{url: 'https://repository.example.org/1', name: 'a.tif'}]};
const nothing = text('', 404);

const lastRequest = (fetch: {readonly requests: readonly Request[]}): Request => {
	const request = fetch.requests.at(-1);
	if (!request) {
		throw new Error('Nothing was asked.');
	}
	return request;
};

describe('what there is', () => {
	it('is told by the service document', async () => {
		const {deposits, asked} = connectDeposits({
			'GET /api/v2/sword/': serviceDocument(collectionElement('Islandora &amp; more') + collectionElement('', 'second')),
		});
		expect(await deposits.service()).toEqual({
			version: '2.0',
			collections: [
				{uuid: collectionId, title: 'Islandora & more', url: `${storageUrl}/api/v1/location/${collectionId}/sword/collection/`},
				{uuid: 'second', title: undefined, url: `${storageUrl}/api/v1/location/second/sword/collection/`},
			],
		});
		expect(asked()).toEqual(['GET /api/v2/sword/']);
	});

	it('may be nothing', async () => {
		const {deposits} = connectDeposits({'GET /api/v2/sword/': serviceDocument(''), [`GET ${collection}`]: feed(), [`GET ${media}`]: '[]'});
		expect((await deposits.service()).collections).toEqual([]);
		expect(await deposits.list(collectionId)).toEqual([]);
		expect(await deposits.files(depositId)).toEqual([]);
	});

	it('is listed, whatever host the server believes to have', async () => {
		const {deposits, asked} = connectDeposits({
			[`GET ${collection}`]: feed(entry('Letters &lt;1&gt;'), entry('', 'http://evil.example.org/api/v1/file/u-2/sword/')),
		});
		expect(await deposits.list(collectionId)).toEqual([
			{uuid: depositId, title: 'Letters <1>'},
			{uuid: 'u-2', title: undefined},
		]);
		expect(asked()).toEqual([`GET ${collection}`]);
	});

	it('can be read one by one, although the prefix of that document is not declared', async () => {
		const {deposits, asked} = connectDeposits({[`GET ${edit}`]: single(entry('Letters'))});
		expect(await deposits.read(depositId)).toEqual({uuid: depositId, title: 'Letters'});
		expect(asked()).toEqual([`GET ${edit}`]);
	});

	it('can be read when the server learns to declare it', async () => {
		const declared = entry('Letters').replace('<atom:entry>', '<atom:entry xmlns:atom="http://www.w3.org/2005/Atom">');
		const {deposits} = connectDeposits({[`GET ${edit}`]: single(declared)});
		expect(await deposits.read(depositId)).toEqual({uuid: depositId, title: 'Letters'});
	});

	it.each([
		['another prefix', '<x:entry><x:id>1</x:id></x:entry>'],
		['another prefix inside', entry('Letters').replace('<atom:title', '<dc:title>x</dc:title><atom:title')],
		['a second element', entry('Letters').repeat(2)],
		['an element that is not closed', entry('Letters').replace('</atom:entry>', '')],
		['a page', '<!DOCTYPE html><html><head><title>Log in</title></head></html>'],
		['an entry of no deposit', '<atom:entry><atom:id>17</atom:id></atom:entry>'],
	])('is not read when it has %s', async (_, body) => {
		const {deposits} = connectDeposits({[`GET ${edit}`]: single(body)});
		expect(await failure(deposits.read(depositId))).toMatchObject({name: 'DecodeError'});
	});

	it('has its state, with the downloads that began', async () => {
		const {deposits, asked} = connectDeposits({
			[`GET ${state}`]: [
				stateFeed('incomplete', [
					['a.tif', 'complete'],
					['b.tif', 'incomplete'],
				]),
				stateFeed('complete', [], failedAttempt),
				stateFeed('paused'),
			],
		});
		expect(await deposits.state(depositId)).toEqual({
			state: 'incomplete',
			text: 'Deposit initiation: incomplete',
			finalisationFailed: false,
			downloads: [
				{name: 'a.tif', url: 'http://repository.example.org/a.tif', state: 'complete'},
				{name: 'b.tif', url: 'http://repository.example.org/b.tif', state: 'incomplete'},
			],
		});
		expect(await deposits.state(depositId)).toMatchObject({state: 'complete', finalisationFailed: true, downloads: []});
		expect(await deposits.state(depositId)).toMatchObject({state: 'paused'});
		expect(asked()[0]).toBe(`GET ${state}`);
	});

	it.each([
		['GET /api/v2/sword/', (deposits: Deposits) => deposits.service()],
		[`GET ${collection}`, (deposits: Deposits) => deposits.list(collectionId)],
		[`GET ${edit}`, (deposits: Deposits) => deposits.read(depositId)],
		[`GET ${state}`, (deposits: Deposits) => deposits.state(depositId)],
		[`GET ${media}`, (deposits: Deposits) => deposits.files(depositId)],
	])('%s answered with something else is an error', async (route, call) => {
		for (const body of ['<html><body>Log in</body></html>', '', '<feed/>', '<entry xmlns="http://www.w3.org/2005/Atom"/>']) {
			const {deposits} = connectDeposits({[route]: text(body, 200)});
			expect(await failure(call(deposits)), body).toMatchObject({name: 'DecodeError'});
		}
	});

	it('asks no collection at an address that is none', async () => {
		const {deposits} = connectDeposits({
			'GET /api/v2/sword/': serviceDocument('<collection href="http://x/api/v2/location/"/>'),
		});
		expect(await failure(deposits.service())).toMatchObject({name: 'DecodeError'});
	});
});

describe('a deposit', () => {
	it('is created with METS, and in progress', async () => {
		const {deposits, fetch, asked} = connectDeposits({[`POST ${collection}`]: receipt()});
		const own = `${storageUrl}/api/v1/file/${depositId}/sword/`;
		expect(await deposits.create(collectionId, letters, {onBehalfOf: 'Bibliothèque'})).toEqual({
			uuid: depositId,
			title: 'Letters',
			summary: 'A deposit was started.',
			links: {edit: own, media: `${own}media/`, add: own, statement: `${own}state/`},
		});
		expect(asked()).toEqual([`POST ${collection}`]);
		const request = lastRequest(fetch);
		expect(request.headers.get('in-progress')).toBe('true');
		expect(request.headers.get('on-behalf-of')).toBe('Bibliothèque');
		expect(request.headers.has('packaging')).toBe(false);
		const mets = parseXml(await request.text());
		expect([optionalAttribute(mets, 'LABEL'), optionalAttribute(mets, 'OBJID')]).toEqual(['Letters', 'islandora:17']);
	});

	it('can be created complete, with a METS of one’s own', async () => {
		const {deposits, fetch} = connectDeposits({[`POST ${collection}`]: receipt(200)});
		await deposits.create(collectionId, depositMets(letters), {inProgress: false});
		expect(lastRequest(fetch).headers.get('in-progress')).toBe('false');
		expect(lastRequest(fetch).headers.has('on-behalf-of')).toBe(false);
	});

	it('takes more files, at either address', async () => {
		const {deposits, fetch, asked} = connectDeposits({[`POST ${edit}`]: receipt(200), [`POST ${media}`]: receipt()});
		expect((await deposits.addFiles(depositId, letters)).uuid).toBe(depositId);
		await deposits.addFiles(depositId, letters, {via: 'media', inProgress: false});
		expect(asked()).toEqual([`POST ${edit}`, `POST ${media}`]);
		expect(fetch.requests.map(({headers}) => [headers.get('in-progress'), headers.get('packaging')])).toEqual([
			['true', null],
			['false', 'METS'],
		]);
		expect(await lastRequest(fetch).text()).toContain('ID="DATASTREAMS"');
	});

	it('is finished with a METS that tells of the files and has none fetched again', async () => {
		const {deposits, fetch, asked} = connectDeposits({[`POST ${edit}`]: receipt(200)});
		await deposits.finish(depositId, letters);
		expect(asked()).toEqual([`POST ${edit}`]);
		expect(lastRequest(fetch).headers.get('in-progress')).toBe('false');
		const sent = await lastRequest(fetch).text();
		expect(sent).toContain('https://repository.example.org/1');
		expect(sent).not.toContain('ID="DATASTREAMS"');
		await deposits.finish(depositId, letters, {fetch: true});
		expect(await lastRequest(fetch).text()).toContain('ID="DATASTREAMS"');
	});

	it.each([
		['to a proxy', badGateway],
		['to a break', () => Promise.reject(new TypeError('socket hang up'))],
		[
			'in a traceback',
			swordError(400, 'Traceback (most recent call last):\n  File "x.py", line 1, in y\nOSError: No space left on device\n'),
		],
		['to no receipt', text('', 200)],
	])('that may be finished, the answer being lost %s, is not finished twice', async (_, answer) => {
		const {deposits, asked} = connectDeposits({[`POST ${edit}`]: answer});
		expect(await failure(deposits.finish(depositId, letters))).toMatchObject({
			code: 'finish-uncertain',
			message: expect.stringContaining('before telling it again'),
		});
		expect(asked()).toEqual([`POST ${edit}`]);
	});

	it('is deleted', async () => {
		const {deposits, asked} = connectDeposits({[`DELETE ${edit}`]: {status: 204}});
		await deposits.delete(depositId);
		expect(asked()).toEqual([`DELETE ${edit}`]);
	});

	it('that may have been created is not created again, and what has its name is told', async () => {
		const lost: readonly [string, Parameters<typeof connectDeposits>[0][string]][] = [
			['proxy', badGateway],
			['page', serverErrorPage],
			['break', () => Promise.reject(new TypeError('socket hang up'))],
			['traceback', swordError(400, 'Traceback (most recent call last):\n  File "x.py", line 1, in y\nOSError: No space left on device\n')],
			['no receipt', text('', 201)],
		];
		for (const [name, answer] of lost) {
			const {deposits, asked} = connectDeposits({
				[`POST ${collection}`]: answer,
				[`GET ${collection}`]: feed(entry('Letters'), entry('Others', 'http://x/api/v1/file/u-2/sword/')),
			});
			const error = await failure(deposits.create(collectionId, letters));
			expect(error, name).toBeInstanceOf(UncertainDepositError);
			expect(error).toMatchObject({name: 'UncertainDepositError', code: 'start-uncertain', found: [{uuid: depositId, title: 'Letters'}]});
			expect(error).toMatchObject({message: expect.stringContaining(depositId)});
			expect(asked()).toEqual([`POST ${collection}`, `GET ${collection}`]);
		}
	});

	it('that may have been created is uncertain also where nobody can look', async () => {
		const {deposits} = connectDeposits({[`POST ${collection}`]: badGateway, [`GET ${collection}`]: badGateway}, {retry: {limit: 0}});
		expect(await failure(deposits.create(collectionId, letters))).toMatchObject({code: 'start-uncertain', found: undefined});
		const none = connectDeposits({[`POST ${collection}`]: badGateway, [`GET ${collection}`]: feed()});
		expect(await failure(none.deposits.create(collectionId, letters))).toMatchObject({
			found: [],
			message: expect.stringContaining('none of that name'),
		});
	});

	it.each([
		[swordError(404, `Collection ${collectionId} does not exist.`), NotFoundError, 'not-found'],
		[swordError(412, 'Error parsing XML.'), HttpError, 'http'],
		[swordError(500, 'Collection path (/x) does not exist: contact an administrator.'), HttpError, 'http'],
		[text('This is not a SWORD server space.', 400), HttpError, 'not-a-collection'],
		[forbidden, PermissionError, 'permission'],
	])('that was refused was not created: %#', async (answer, Kind, code) => {
		const {deposits, asked} = connectDeposits({[`POST ${collection}`]: answer});
		const error = await failure(deposits.create(collectionId, letters));
		expect(error).toBeInstanceOf(Kind);
		expect(error).toMatchObject({code, status: answer.status});
		expect(asked()).toHaveLength(1);
	});
});

type Call = (deposits: Deposits, options?: {readonly signal: AbortSignal}) => Promise<unknown>;

const reads: readonly [string, Call][] = [
	['GET /api/v2/sword/', (deposits, options) => deposits.service(options)],
	[`GET ${collection}`, (deposits, options) => deposits.list(collectionId, options)],
	[`GET ${edit}`, (deposits, options) => deposits.read(depositId, options)],
	[`GET ${state}`, (deposits, options) => deposits.state(depositId, options)],
	[`GET ${media}`, (deposits, options) => deposits.files(depositId, options)],
];

const bytes = new Uint8Array([1, 2, 3]);

const writes: readonly [string, Call][] = [
	[`POST ${collection}`, (deposits, options) => deposits.create(collectionId, letters, options)],
	[`POST ${edit}`, (deposits, options) => deposits.addFiles(depositId, letters, options)],
	[`POST ${edit}`, (deposits, options) => deposits.finish(depositId, letters, options)],
	[`DELETE ${edit}`, (deposits, options) => deposits.delete(depositId, options)],
	[`POST ${media}`, (deposits, options) => deposits.addFile(depositId, 'a', bytes, options)],
	[`PUT ${media}`, (deposits, options) => deposits.replaceFile(depositId, 'a', bytes, options)],
	[`DELETE ${media}?filename=a`, (deposits, options) => deposits.deleteFile(depositId, 'a', options)],
	[`DELETE ${media}`, (deposits, options) => deposits.deleteFiles(depositId, options)],
	[`POST ${collection}`, (deposits, options) => deposits.start({collection: collectionId, ...letters}, options)],
];

describe.each([...reads, ...writes])('%s', (route, call) => {
	it('ends with the reason of an abort', async () => {
		const controller = new AbortController();
		const {deposits} = connectDeposits({
			[route]: () => {
				controller.abort('enough');
				return new Promise<never>(() => {});
			},
		});
		expect(await failure(call(deposits, {signal: controller.signal}))).toBe('enough');
	});

	it('names itself and the language, and sends no API key and no digest', async () => {
		const {deposits, fetch} = connectDeposits({[route]: forbidden});
		await failure(call(deposits));
		for (const {headers} of fetch.requests) {
			expect([headers.get('accept-language'), headers.has('authorization'), headers.has('content-md5')]).toEqual(['en', false, false]);
			expect(headers.has('user-agent')).toBe(!inBrowser);
		}
	});

	it('that is refused says that only a session helps', async () => {
		const signedIn = connectDeposits({[route]: forbidden});
		expect(await failure(call(signedIn.deposits))).toMatchObject({
			name: 'PermissionError',
			message: expect.stringMatching(/Permission denied: contact an administrator\. The session has ended/),
		});
		expect(signedIn.fetch.requests).toHaveLength(1);
		const anybody = connectDeposits({[route]: forbidden}, {isSignedIn: false});
		expect(await failure(call(anybody.deposits))).toMatchObject({message: expect.stringMatching(/neither API keys nor passwords/)});
		expect(anybody.fetch.requests[0]?.headers.has('cookie')).toBe(false);
	});

	it('does not follow a redirect to the sign-in page, nor take the session elsewhere', async () => {
		for (const location of ['/login/?next=/api/', 'https://elsewhere.example.org/api/v2/']) {
			const {deposits, fetch} = connectDeposits({[route]: text('', 302, {location})});
			const error = await failure(call(deposits));
			expect(error).toMatchObject({status: 302});
			expect(inspect(error)).not.toContain(sessionId);
			expect(fetch.requests).toHaveLength(1);
		}
	});

	it('shows no secret in what it fails with', async () => {
		const echo = swordError(400, `Cookie storageapi_sessionid=${sessionId}; key ${storageKey}; ${sessionId}`);
		const {deposits} = connectDeposits({[route]: echo});
		const error = await failure(call(deposits));
		expect(inspect(error)).not.toContain(inBrowser ? 'no cookie is known here' : sessionId);
		expect(error).toMatchObject({status: 400});
	});
});

it.each(writes.slice(1, -1))('%s is sent once, whatever comes of it', async (route, call) => {
	for (const answer of [badGateway, text('', 503), serverErrorPage]) {
		const {deposits, fetch} = connectDeposits({[route]: answer});
		expect(await failure(call(deposits))).toMatchObject({name: 'HttpError', status: answer.status});
		expect(fetch.requests).toHaveLength(1);
	}
});

it.each(reads)('%s is asked again after a bad moment', async (route, call) => {
	const {deposits, fetch} = connectDeposits({[route]: badGateway});
	await failure(call(deposits));
	expect(fetch.requests).toHaveLength(4);
});

it.each([...reads.slice(2), ...writes.slice(1, -1)])('%s of what is with a pipeline is a conflict', async (route, call) => {
	const {deposits} = connectDeposits({[route]: submitted});
	const error = await failure(call(deposits));
	expect(error).toBeInstanceOf(ConflictError);
	expect(error).toMatchObject({code: 'already-submitted', status: 400});
});

it.each([...reads.slice(1), ...writes])('%s of what is not there is not found', async (route, call) => {
	for (const answer of [swordError(404, `Deposit location ${depositId} does not exist.`), nothing]) {
		const {deposits} = connectDeposits({[route]: answer});
		expect(await failure(call(deposits))).toBeInstanceOf(NotFoundError);
	}
});

describe('errors', () => {
	it('say of a traceback only its last line', async () => {
		const trace = `Traceback (most recent call last):\n  File &quot;views.py&quot;, line 214, in collection\n    raise Exception(x)\nException: If using CHECKSUM attribute, CHECKSUMTYPE must be MD5\n`;
		const {deposits} = connectDeposits({[`POST ${edit}`]: swordError(400, trace)});
		expect(await failure(deposits.addFiles(depositId, letters))).toMatchObject({
			code: 'server-traceback',
			message: expect.stringMatching(
				/own program failed \(Python traceback\): Exception: If using CHECKSUM attribute, CHECKSUMTYPE must be MD5\.$/,
			),
		});
	});

	it('do not take the middle of a long traceback for its end', async () => {
		const trace = `Traceback (most recent call last):\n${'    go(on)\n'.repeat(400)}KeyError: 'x'\n`;
		const {deposits} = connectDeposits({[`POST ${edit}`]: swordError(400, trace)});
		expect(await failure(deposits.addFiles(depositId, letters))).toMatchObject({
			message: expect.stringMatching(/own program failed \(Python traceback\)\.$/),
		});
	});

	it('of packages of another type are known', async () => {
		const {deposits} = connectDeposits({[`GET ${media}`]: text('This is not a SWORD deposit location.', 400)});
		expect(await failure(deposits.files(depositId))).toMatchObject({name: 'HttpError', code: 'not-a-deposit'});
	});
});
