import {beforeEach, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
let aip: string;
beforeEach(async () => {
	am = await install();
	aip = await am.preserve('letters', {accession: '1887/3'});
});

const record = {relative_path: 'a/b.tar.gz', fileuuid: 'f', accessionid: '7', sipuuid: 's', origin: null};
const put = (body: unknown) => am.write('PUT', `/api/v2/file/${aip}/contents/`, body);
const files = async () => (await am.readStorage(`/api/v2/file/${aip}/contents/`)).files;

it('adds records, the same ones twice as well, and removes them all', async () => {
	const before = (await files()).length;
	const answer = await put([record, record]);
	expect([answer.status, await answer.json()]).toEqual([201, {success: true, message: `2 files created in package ${aip}`}]);
	expect([answer.headers.get('content-type'), answer.headers.get('location')]).toEqual(['application_json', '']);
	expect((await files()).slice(before)).toEqual(
		[1, 2].map(() => ({source_id: 'f', name: 'a/b.tar.gz', source_package: aip, checksum: null, accessionid: '7', origin: null})),
	);
	const nothing = await put([]);
	expect([nothing.status, await nothing.text()]).toEqual([200, '']);
	const removed = await am.storage(`/api/v2/file/${aip}/contents/`, {method: 'DELETE'});
	expect([removed.status, await removed.text(), await files()]).toEqual([204, '', []]);
	expect((await am.storage(`/api/v2/file/${aip}/download/`)).status).toBe(200);
});

it.each([
	['{', 'No JSON object could be decoded from POST body.'],
	['{}', 'JSON request must contain a list of objects.'],
	['[{"relative_path": "a", "fileuuid": "b", "accessionid": "c"}]', 'File object was missing key: sipuuid'],
	['[null]', 'File object was missing key: relative_path'],
])('does not add %s', async (body, error) => {
	const before = await files();
	const answer = await am.storage(`/api/v2/file/${aip}/contents/`, {method: 'PUT', body});
	expect([answer.status, await answer.json()]).toEqual([400, {success: false, error}]);
	expect(await files()).toEqual(before);
});

it('finds records of all packages by exact values, by the query alone', async () => {
	await put([record]);
	const found = {
		accessionid: '7',
		file_extension: '.gz',
		filename: 'b.tar.gz',
		relative_path: 'a/b.tar.gz',
		fileuuid: 'f',
		origin: null,
		sipuuid: 's',
	};
	for (const query of ['relative_path=a/b.tar.gz', 'fileuuid=f', 'sipuuid=s&accessionid=7']) {
		expect(await am.readStorage(`/api/v2/file/metadata/?${query}`)).toEqual([found]);
		const posted = await am.write('POST', `/api/v2/file/metadata/?${query}`, {fileuuid: 'other'});
		expect([posted.status, await posted.json()]).toEqual([200, [found]]);
	}
	expect((await am.readStorage('/api/v2/file/metadata/?accessionid=1887/3')).length).toBe(4);
	for (const query of ['fileuuid=F', 'fileuuid=f&sipuuid=x', 'relative_path=a']) {
		const none = await am.storage(`/api/v2/file/metadata/?${query}`);
		expect([none.status, await none.text()]).toEqual([404, '']);
	}
	for (const query of ['', '?filename=b.tar.gz']) {
		const wrong = await am.storage(`/api/v2/file/metadata/${query}`);
		expect([wrong.status, await wrong.json()]).toEqual([400, {success: false, error: 'No supported query properties found!'}]);
	}
});

it('makes the records of a backlogged transfer anew, and of nothing else', async () => {
	const id = await am.start('letters', {name: 'waits-for-create-sip'});
	am.pass(100);
	await am.control('POST', 'decisions', {unit: id, choice: 'Send to backlog'});
	am.pass(5);
	const reindex = async (uuid: string) => {
		const answer = await am.write('POST', `/api/v2/file/${uuid}/reindex/`, {});
		return [answer.status, await answer.json()];
	};
	const contents = `/api/v2/file/${id}/contents/`;
	await am.storage(contents, {method: 'DELETE'});
	const [status, body] = await reindex(id);
	const {files: records} = await am.readStorage(contents);
	expect([status, body]).toEqual([200, {error: false, message: `Files indexed: ${records.length}`}]);
	expect(records.map(({name}: Json) => name)).toContain('objects/letter-1887-03-02.txt');
	expect(await reindex(aip)).toEqual([400, {error: true, message: 'This package is not a transfer.'}]);
	const {current_location: store} = await am.readStorage(`/api/v2/file/${aip}/`);
	await am.control('POST', `packages/${id}/damage`, {path: 'data/metadata/submissionDocumentation/METS.xml', how: 'remove'});
	expect(await reindex(id)).toEqual([500, {error: true, message: 'An error occurred while reindexing the Transfer.'}]);
	await am.write('PUT', `/api/v2/file/${id}/`, {current_location: store});
	expect(await reindex(id)).toEqual([400, {error: true, message: 'This package is not in transfer backlog.'}]);
});

it('compresses nothing', async () => {
	const answer = await am.storage(`/api/v2/file/${aip}/compress/`, {method: 'PUT'});
	expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'application/json', 'response']);
});
