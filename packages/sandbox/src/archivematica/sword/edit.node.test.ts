import {DecodeError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {beforeEach, expect, it} from 'vitest';
import {fileAt, metsOf, openSword, serveFiles} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
let edit: string;
beforeEach(async () => {
	open = await openSword();
	edit = await open.deposit({label: 'Letters & co'});
});

const inProgress = {'in-progress': 'true'};
const parts = ['', 'media/', 'state/'];

it('is shown as an entry whose prefix nobody declares', async () => {
	const answer = await open.send('GET', edit.replace('v1', 'v2'), {host: 'h'});
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/atom+xml']);
	const text = await answer.text();
	expect(() => parseXml(text)).toThrow(DecodeError);
	expect(() => parseXml(text)).toThrow('prefix');
	const declared = parseXml(text.replace('<atom:entry', '<atom:entry xmlns:atom="http://www.w3.org/2005/Atom"'));
	expect(declared.name).toBe('entry');
	expect(text).toContain(`href="http://h${edit}"`);
	expect(text).toContain('Letters &amp; co');
});

it('takes more files by METS, in both versions', async () => {
	const host = await serveFiles({'/a': 'A'});
	for (const version of ['v1', 'v2']) {
		const mets = metsOf({objectId: version, obj: [fileAt(`${host.url}/a`, 'a.txt')]});
		const answer = await open.send('POST', edit.replace('v1', version), inProgress, mets);
		expect([answer.status, answer.headers.get('content-type'), answer.headers.get('location')]).toEqual([200, 'text/xml', edit]);
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		expect(await open.content(edit, `${version}/a.txt`)).toBe('A');
		expect(await open.content(edit, `submissionDocumentation/${version}-METS.xml`)).toBe(mets);
	}
});

it('keeps one METS document of each object, the last', async () => {
	const mets = metsOf({label: 'Another name'});
	expect((await open.send('POST', edit, inProgress, mets)).status).toBe(200);
	expect(await open.content(edit, 'submissionDocumentation/islandora-7-METS.xml')).toBe(mets);
	const text = await (await open.send('GET', edit)).text();
	expect(text).toContain(`<atom:id>http://sandbox${edit}</atom:id>`);
	expect(text).toContain('Letters &amp; co');
});

it('needs In-Progress for that, or fails with nothing done', async () => {
	const answer = await open.send('POST', edit, {}, metsOf({objectId: 'new'}));
	expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/json']);
	expect(await open.content(edit, 'submissionDocumentation/new-METS.xml')).toBeUndefined();
});

it.each(['true', 'false'])('cannot be finalised by an empty body: In-Progress %s', async value => {
	const answer = await open.send('POST', edit, {'in-progress': value});
	expect([answer.status, await answer.text()]).toEqual([412, expect.stringContaining('>Error parsing XML.<')]);
	expect((await open.look(edit)).wanted).toBe(false);
});

it('refuses METS it would not be made of', async () => {
	const answer = await open.send('POST', edit, inProgress, metsOf({obj: [{'xlink:href': 'x'}]}));
	expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Traceback')]);
});

it('does nothing for PUT', async () => {
	const before = await open.look(edit);
	const answer = await open.send('PUT', edit, {'in-progress': 'false'}, metsOf({objectId: 'new'}));
	expect([answer.status, await answer.text()]).toEqual([204, '']);
	expect(await open.look(edit)).toEqual(before);
	expect(await open.content(edit, 'submissionDocumentation/new-METS.xml')).toBeUndefined();
});

it('is deleted with its folder and its downloads; the row stays', async () => {
	const host = await serveFiles({});
	await open.send('POST', edit, inProgress, metsOf({obj: [fileAt(`${host.url}/never`, 'a')]}));
	const answer = await open.send('DELETE', edit);
	expect([answer.status, await answer.text()]).toEqual([204, '']);
	expect(await open.look(edit)).toMatchObject({status: 'DELETED', downloads: [], wanted: false});
	expect(open.am.state.entriesOf.get(open.location)).toEqual([]);
	for (const part of parts) expect((await open.send('GET', edit + part)).status).toBe(404);
	expect((await open.send('DELETE', edit)).status).toBe(404);
	host.release({'/never': 'late'});
	expect(await open.deposit({label: 'Letters & co'})).not.toBe(edit);
	expect(open.am.state.entriesOf.get(open.location)).toHaveLength(2);
});

it.each([
	['before it looks at its body', false],
	['while its body arrives', true],
])('refuses what comes after it was deleted, %s', async (_title, late) => {
	let end: () => void = () => undefined;
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			end = () => {
				controller.enqueue(new TextEncoder().encode('x'));
				controller.close();
			};
		},
	});
	const headers = {'user-agent': 'test', cookie: open.cookie, 'content-disposition': 'attachment; filename=a.txt'};
	if (!late) await open.send('DELETE', edit);
	const init: RequestInit & {duplex: 'half'} = {headers, body, duplex: 'half'};
	const writing = open.am.send('POST', `${edit}media/`, init);
	if (late) await open.send('DELETE', edit);
	end();
	expect((await writing).status).toBe(404);
	expect(open.am.state.entriesOf.get(open.location)).toEqual([]);
});
