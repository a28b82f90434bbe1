import {parseXml} from '@fonds/core/xml';
import {beforeEach, describe, expect, it} from 'vitest';
import {metsOf, namedIn, openSword, textOf} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
let edit: string;
beforeEach(async () => {
	open = await openSword();
	edit = await open.deposit();
});

const called = (name: string) => ({'content-disposition': `attachment; filename=${name}`});
const write = (method: string, headers: Readonly<Record<string, string | null>>, body: BodyInit = 'bytes') =>
	open.send(method, `${edit}media/`, headers, body);
const refusal = async (answer: Response) => [
	answer.status,
	textOf(namedIn(parseXml(await answer.text()), 'summary')[0] ?? parseXml('<a/>')),
];

it('is a list as Python prints it', async () => {
	await write('POST', called('b.jpg'));
	await write('POST', called("it's.jpg"));
	for (const version of ['v1', 'v2']) {
		const answer = await open.send('GET', `${edit.replace('v1', version)}media/`, {cookie: null});
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(await answer.text()).toBe(`['b.jpg', "it's.jpg", 'submissionDocumentation']`);
	}
});

describe('a file', () => {
	it.each([
		['joke.jpg', 'joke.jpg'],
		['"a joke.jpg"', 'a joke.jpg'],
		['joke.jpg; size=3', 'joke.jpg'],
		[String.raw`"a \"joke\".jpg"`, 'a "joke".jpg'],
		['submissionDocumentation/note.txt', 'submissionDocumentation/note.txt'],
	])('called %s is added once', async (given, name) => {
		const answer = await write('POST', called(given), new Uint8Array([0x66, 0x67]));
		expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([201, 'text/html; charset=utf-8', '']);
		expect(await open.content(edit, name)).toBe('fg');
		expect(await refusal(await write('POST', called(given), 'other'))).toEqual([400, 'File already exists.']);
		expect(await open.content(edit, name)).toBe('fg');
	});

	it('is called by the bytes of its name, read as Latin-1', async () => {
		await write('POST', called('\u00C3\u00A9t\u00C3\u00A9.jpg'));
		expect(await open.files(edit)).toBe("['submissionDocumentation', 'Ã©tÃ©.jpg']");
	});

	it.each(['POST', 'PUT'])('that comes in chunks is empty, and taken: %s', async method => {
		if (method === 'PUT') await write('POST', called('a'), 'old');
		const chunked = await write(method, {...called('a'), 'transfer-encoding': 'chunked'}, 'lost');
		expect([chunked.status, await open.content(edit, 'a')]).toEqual([method === 'POST' ? 201 : 204, '']);
		const known = await write('PUT', {...called('a'), 'transfer-encoding': 'gzip', 'content-length': '4'}, 'kept');
		expect([known.status, await open.content(edit, 'a')]).toEqual([204, 'kept']);
	});

	it('may be empty', async () => {
		expect((await open.send('POST', `${edit}media/`, called('empty'))).status).toBe(201);
		expect(await open.content(edit, 'empty')).toBe('');
	});

	it('is replaced when it is there', async () => {
		expect(await refusal(await write('PUT', called('a')))).toEqual([400, 'File does not exist.']);
		await write('POST', called('a'));
		const answer = await write('PUT', called('a'), 'new');
		expect([answer.status, await answer.text()]).toEqual([204, '']);
		expect(await open.content(edit, 'a')).toBe('new');
	});

	it.each(['POST', 'PUT'])('needs a name: %s', async method => {
		expect(await refusal(await write(method, {}))).toEqual([400, 'Content-disposition must be set in request header.']);
		for (const disposition of ['attachment', 'attachment; filename=', 'attachment; filename=""', "attachment; filename*=UTF-8''a"]) {
			const answer = await write(method, {'content-disposition': disposition});
			expect(await refusal(answer)).toEqual([400, 'No filename found in Content-disposition header.']);
		}
	});

	it.each(['../a', '../../../etc/passwd', '/etc/passwd', 'a/../../b', '..', '.', 'a//b', 'submissionDocumentation/../../a'])(
		'stays in its deposit: %s',
		async name => {
			const before = open.am.state.entries.size;
			for (const method of ['POST', 'PUT']) expect((await write(method, called(name))).status).toBe(400);
			expect((await open.send('DELETE', `${edit}media/?filename=${encodeURIComponent(name)}`)).status).toBe(404);
			expect(open.am.state.entries.size).toBe(before);
		},
	);

	it('cannot be in a folder that does not exist, or have the name of one', async () => {
		expect((await write('POST', called('no/a'))).status).toBe(500);
		expect(await refusal(await write('POST', called('submissionDocumentation')))).toEqual([400, 'File already exists.']);
		expect(await refusal(await write('PUT', called('submissionDocumentation')))).toEqual([400, 'File does not exist.']);
	});

	it.each(['POST', 'PUT'])('cannot be sent by %s with a Content-MD5, right or wrong, METS included', async method => {
		const before = await open.files(edit);
		for (const headers of [called('a'), {packaging: 'METS', 'in-progress': 'true'}]) {
			expect((await write(method, {...headers, 'content-md5': 'S6sZYbTC1L1bUG0LjbAl1g=='}, metsOf())).status).toBe(500);
		}
		expect(await open.files(edit)).toBe(before);
	});

	it('that two send at the same time is that of one of them', async () => {
		const answers = await Promise.all(['one', 'two', 'three'].map(body => write('POST', called('a'), body)));
		expect(answers.map(({status}) => status).toSorted((a, b) => a - b)).toEqual([201, 400, 400]);
		const won = ['one', 'two', 'three'][answers.findIndex(({status}) => status === 201)];
		expect(await open.content(edit, 'a')).toBe(won);
	});
});

describe('METS', () => {
	it('is taken with Packaging: METS, and asks for In-Progress', async () => {
		const mets = metsOf({objectId: 'more'});
		expect((await write('POST', {packaging: 'METS'}, mets)).status).toBe(500);
		const answer = await write('POST', {packaging: 'METS', 'in-progress': 'true'}, mets);
		expect([answer.status, answer.headers.get('content-type'), answer.headers.get('location')]).toEqual([201, 'text/xml', edit]);
		expect(await open.content(edit, 'submissionDocumentation/more-METS.xml')).toBe(mets);
		expect((await write('POST', {packaging: 'METS', 'in-progress': 'true'}, '')).status).toBe(412);
		expect((await write('POST', {packaging: 'METS', 'in-progress': 'true', 'transfer-encoding': 'chunked'}, mets)).status).toBe(412);
	});

	it('is a file like any other with another packaging, or by PUT', async () => {
		expect((await write('POST', {packaging: 'mets', 'in-progress': 'true'}, metsOf())).status).toBe(400);
		expect((await write('PUT', {packaging: 'METS', 'in-progress': 'true'}, metsOf())).status).toBe(400);
	});
});

describe('DELETE', () => {
	it('removes one file', async () => {
		await write('POST', called('a b'));
		expect((await open.send('DELETE', `${edit}media/?filename=a%20b`)).status).toBe(204);
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
		for (const name of ['a%20b', 'submissionDocumentation']) {
			expect((await open.send('DELETE', `${edit}media/?filename=${name}`)).status).toBe(404);
		}
	});

	it.each(['', '?filename=', '?filename', '?name=a'])('empties the deposit, which stays: %s', async query => {
		await write('POST', called('a'));
		const other = await open.deposit();
		expect((await open.send('DELETE', `${edit}media/${query}`)).status).toBe(204);
		expect([await open.files(edit), await open.files(other)]).toEqual(['[]', "['submissionDocumentation']"]);
		expect((await open.look(edit)).status).toBe('PENDING');
		expect((await write('POST', called('a'))).status).toBe(201);
		expect((await open.look(await open.deposit())).name).toBe('My deposit_2');
	});
});
