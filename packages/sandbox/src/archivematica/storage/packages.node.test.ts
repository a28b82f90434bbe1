import {createHash} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import {attribute, namespace, parseXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {beforeEach, describe, expect, it} from 'vitest';
import {untar} from '../aip/tar.ts';
import {install, samples} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {decisions} from '../workflow/decisions.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const xlink = namespace('http://www.w3.org/1999/xlink');
const bytesOf = async (answer: Promise<Response>) => new Uint8Array(await (await answer).arrayBuffer());
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function unpack(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
	const files = new Map<string, Uint8Array>();
	for await (const file of untar(
		(async function* () {
			yield bytes;
		})(),
	)) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of file.bytes) chunks.push(chunk);
		files.set(file.path, new Uint8Array(Buffer.concat(chunks)));
	}
	return files;
}

/** Every element with a name, wherever it is. */
function all(root: XmlElement, name: string): readonly XmlElement[] {
	const below = root.children.flatMap(node => (typeof node === 'string' ? [] : all(node, name)));
	return root.name === name ? [root, ...below] : below;
}

const textOf = (root: XmlElement, name: string) =>
	all(root, name).map(({children}) => children.filter(node => typeof node === 'string').join(''));

/** Transfers a folder with a configuration of its own that leaves the AIP a folder. */
async function preserveFolder(folder: string): Promise<string> {
	const choices = decisions.map(({link, automated, field}) => {
		const choice = field === 'compression_algo' ? 'dc04c4c0-07ea-4796-b643-66d967ed33a4' : automated;
		return `<preconfiguredChoice><appliesTo>${link}</appliesTo><goToChain>${choice}</goToChain></preconfiguredChoice>`;
	});
	const body = `<processingMCP><preconfiguredChoices>${choices.join('')}</preconfiguredChoices></processingMCP>`;
	await am.send('PUT', `/sandbox/archivematica/source/${samples}/${folder}/processingMCP.xml`, {body});
	return am.preserve(folder);
}

const extract = (sip: string, path: string) =>
	am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=${encodeURIComponent(path)}`);

const check = (sip: string): Promise<Json> => am.readStorage(`/api/v2/file/${sip}/check_fixity/?force_local=true`);

describe('a stored AIP', () => {
	it('is pending while it is being stored, and has a size and a date in the zone of the server', async () => {
		const transfer = await am.start('letters');
		const seen: string[] = [];
		for (let moment = 0; moment < 300; moment++) {
			const {sip_uuid: sip} = await am.read(`/api/transfer/status/${transfer}/`);
			const answer = sip === undefined ? undefined : await am.storage(`/api/v2/file/${sip}/`);
			const state = answer?.status === 200 ? (await answer.json()).status : String(answer?.status);
			if (seen.at(-1) !== state) seen.push(state);
			am.pass(0.1);
		}
		expect(seen).toEqual(['undefined', '404', 'PENDING', 'UPLOADED']);
		const [stored] = (await am.readStorage('/api/v2/file/')).objects;
		expect(Object.keys(stored)).toEqual(Object.keys(stored).toSorted());
		expect(stored).toMatchObject({
			current_path: expect.stringMatching(/^(?:[0-9a-f]{4}\/){8}letters-[0-9a-f-]{36}\.tar\.gz$/u),
			encrypted: false,
			misc_attributes: {},
			package_type: 'AIP',
			related_packages: [],
			replicas: [],
			replicated_package: null,
			stored_date: expect.stringMatching(/^2026-05-17T02:30:\d\d\.\d{6}$/u),
		});
		expect(stored.current_full_path).toBe(`/var/archivematica/sharedDirectory/www/AIPsStore/${stored.current_path}`);
	});

	it('is a bag of the very bytes that were transferred', async () => {
		const sip = await am.preserve('letters');
		const archive = await bytesOf(am.storage(`/api/v2/file/${sip}/download/`));
		const files = await unpack(gunzipSync(archive));
		const base = `letters-${sip}`;
		const text = (path: string) => new TextDecoder().decode(files.get(`${base}/${path}`));
		expect(text('data/objects/letter-1887-03-02.txt')).toBe('Dear sister,\nthe river is frozen and we walk to the mill across it.\n');
		expect([...files.keys()].filter(path => path.includes('/data/objects/metadata/transfers/letters-'))).toHaveLength(3);
		const manifest = text('manifest-sha256.txt')
			.trim()
			.split('\n')
			.map(line => line.split('  '));
		expect(manifest.map(([, path]) => `${base}/${path}`).toSorted()).toEqual(
			[...files.keys()].filter(path => path.startsWith(`${base}/data/`)).toSorted(),
		);
		for (const [digest, path] of manifest) expect(sha256(files.get(`${base}/${path}`) ?? new Uint8Array()), path).toBe(digest);
		const tags = text('tagmanifest-sha256.txt')
			.trim()
			.split('\n')
			.map(line => line.split(' '));
		for (const [digest, path] of tags) expect(sha256(files.get(`${base}/${path}`) ?? new Uint8Array()), path).toBe(digest);
		const octets = manifest.reduce((sum, [, path]) => sum + (files.get(`${base}/${path}`)?.length ?? 0), 0);
		expect(text('bag-info.txt')).toContain(`Payload-Oxum: ${octets}.${manifest.length}\n`);
		expect(text('bag-info.txt')).toContain(`External-Identifier: ${sip}\n`);
	});

	it('describes every file in its METS with the digest, the size and the name it had', async () => {
		const sip = await am.preserve('names');
		const files = await unpack(gunzipSync(await bytesOf(am.storage(`/api/v2/file/${sip}/download/`))));
		const mets = parseXml(files.get(`names-${sip}/data/METS.${sip}.xml`) ?? new Uint8Array());
		const located = all(mets, 'file').map(file => decodeURIComponent(attribute(all(file, 'FLocat')[0] ?? file, xlink('href'))));
		expect(located).toEqual(expect.arrayContaining(['objects/100_25_wool.txt', 'objects/Ubersicht___Plan_(1).txt']));
		expect(textOf(mets, 'originalName')).toEqual(
			expect.arrayContaining(['%transferDirectory%100%25 wool.txt', '%transferDirectory%Übersicht & Plan (1).txt']),
		);
		for (const object of all(mets, 'amdSec')) {
			const bytes = [...files.values()].find(content => textOf(object, 'messageDigest').includes(sha256(content)));
			expect(Number(textOf(object, 'size')[0])).toBe(bytes?.length);
		}
	});

	it('has a pointer file with the digest and size of the archive', async () => {
		const sip = await am.preserve('letters');
		const archive = await bytesOf(am.storage(`/api/v2/file/${sip}/download/`));
		const answer = await am.storage(`/api/v2/file/${sip}/pointer_file/`);
		expect(answer.headers.get('content-type')).toBe('application/xml');
		expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="pointer.${sip}.xml"`);
		const pointer = parseXml(await answer.text());
		expect(textOf(pointer, 'messageDigestAlgorithm')).toEqual(['sha256']);
		expect(textOf(pointer, 'messageDigest')).toEqual([sha256(archive)]);
		expect(textOf(pointer, 'size')).toEqual([String(archive.length)]);
		expect(textOf(pointer, 'objectIdentifierValue')).toEqual([sip]);
		expect(all(pointer, 'transformFile').map(file => [attribute(file, 'TRANSFORMORDER'), attribute(file, 'TRANSFORMALGORITHM')])).toEqual([
			['1', 'gzip'],
			['2', 'tar'],
		]);
		const {current_full_path: path, size} = await am.readStorage(`/api/v2/file/${sip}/`);
		expect(attribute(all(pointer, 'FLocat')[0] ?? pointer, xlink('href'))).toBe(path);
		expect(size).toBe(archive.length);
		expect((await am.storage(`/api/v2/file/${sip}/pointer_file/`, {method: 'HEAD'})).status).toBe(405);
	});

	it('keeps apart names that become the same when they are cleaned', async () => {
		for (const name of ['a b.txt', 'a&b.txt'])
			await am.send('PUT', `/sandbox/archivematica/source/${samples}/twins/${encodeURIComponent(name)}`, {body: name});
		const sip = await am.preserve('twins');
		const files = await unpack(gunzipSync(await bytesOf(am.storage(`/api/v2/file/${sip}/download/`))));
		const objects = [...files]
			.filter(([path]) => path.includes('/objects/a_b'))
			.map(([path, bytes]) => [path.split('/').at(-1), new TextDecoder().decode(bytes)]);
		expect(Object.fromEntries(objects)).toEqual({'a_b.txt': 'a b.txt', 'a_b_1.txt': 'a&b.txt'});
	});
});

describe('download', () => {
	it('sends everything, whatever range was asked for, and no validator', async () => {
		const sip = await am.preserve('letters');
		const {size} = await am.readStorage(`/api/v2/file/${sip}/`);
		const answer = await am.storage(`/api/v2/file/${sip}/download/`, {headers: {range: 'bytes=0-9'}});
		const headers = Object.fromEntries(answer.headers);
		expect(answer.status).toBe(200);
		expect(headers).toEqual({
			'content-disposition': `attachment; filename="letters-${sip}.tar.gz"`,
			'content-length': String(size),
			'content-type': 'application/x-tar',
		});
		expect((await answer.arrayBuffer()).byteLength).toBe(size);
	});

	it('answers HEAD with the same headers and nothing else', async () => {
		const sip = await am.preserve('letters');
		const answer = await am.storage(`/api/v2/file/${sip}/download/`, {method: 'HEAD'});
		expect([answer.status, Number(answer.headers.get('content-length')) > 0, await answer.text()]).toEqual([200, true, '']);
	});

	it('makes a tar of a folder, of the announced length', async () => {
		const sip = await preserveFolder('letters');
		const answer = await am.storage(`/api/v2/file/${sip}/download/`);
		expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="letters-${sip}.tar"`);
		const bytes = new Uint8Array(await answer.arrayBuffer());
		expect(bytes.length).toBe(Number(answer.headers.get('content-length')));
		expect([...(await unpack(bytes)).keys()]).toContain(`letters-${sip}/data/METS.${sip}.xml`);
		expect((await am.storage(`/api/v2/file/${sip}/pointer_file/`)).status).toBe(404);
	});

	it('of an unknown package is a text', async () => {
		const uuid = '00000000-0000-4000-8000-000000000000';
		for (const action of ['download', 'extract_file', 'pointer_file', 'check_fixity', 'contents']) {
			const answer = await am.storage(`/api/v2/file/${uuid}/${action}/`);
			expect([answer.status, await answer.text()]).toEqual([404, `Resource with UUID ${uuid} does not exist`]);
			expect((await am.storage(`/api/v2/file/zzz/${action}/`)).status).toBe(400);
		}
	});
});

describe('extract_file', () => {
	it('takes the base folder into the path of an archive', async () => {
		const sip = await am.preserve('letters');
		await am.storage('/api/v2/file/');
		const before = am.blobs();
		const answer = await extract(sip, `letters-${sip}/data/METS.${sip}.xml`);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml']);
		expect(parseXml(await answer.text()).name).toBe('mets');
		const head = await am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=letters-${sip}/bagit.txt`, {method: 'HEAD'});
		expect([head.status, head.headers.get('content-length')]).toEqual([200, '55']);
		await (await extract(sip, `letters-${sip}/bagit.txt`)).body?.cancel();
		expect(am.blobs()).toBe(before);
		const missing = await extract(sip, `data/METS.${sip}.xml`);
		expect([missing.status, await missing.text()]).toEqual([404, 'File not found']);
		expect((await extract(sip, `letters-${sip}/data`)).status).toBe(500);
		await am.control('POST', `packages/${sip}/damage`, {});
		expect((await extract(sip, `letters-${sip}/nothing`)).status).toBe(500);
		const nothing = await am.storage(`/api/v2/file/${sip}/extract_file/`);
		expect([nothing.status, await nothing.text()]).toEqual([400, 'All of these fields must be provided: relative_path_to_file']);
	});

	it('takes a path in a folder with or without the base, and never leaves the package', async () => {
		const sip = await preserveFolder('letters');
		const path = 'data/objects/letter-1887-03-02.txt';
		for (const given of [path, `letters-${sip}/${path}`]) {
			expect(await (await extract(sip, given)).text()).toContain('the river is frozen');
		}
		for (const given of [`../letters-${sip}/${path}`, 'data/../../../x', 'nothing']) {
			const answer = await extract(sip, given);
			expect([answer.status, await answer.text()]).toEqual([404, `Requested file, ${given}, not found in AIP`]);
		}
		expect((await extract(sip, 'data/objects')).status).toBe(500);
	});

	it('decodes percent signs once more than it should', async () => {
		const sip = await preserveFolder('letters');
		const path = 'data/objects/letter-1887-03-02.txt'.replaceAll('-', '%2D');
		expect((await extract(sip, path)).status).toBe(200);
	});

	it('says `None` for the type of what has no extension it knows', async () => {
		await am.send('PUT', `/sandbox/archivematica/source/${samples}/odd/file.xyzzy`, {body: 'x'});
		const sip = await preserveFolder('odd');
		expect((await extract(sip, 'data/objects/file.xyzzy')).headers.get('content-type')).toBe('None');
	});
});

describe('check_fixity', () => {
	const none = {files: {changed: [], missing: [], untracked: []}};

	it('finds an archive unchanged, and changed', async () => {
		const sip = await am.preserve('letters');
		expect(await check(sip)).toEqual({failures: none, message: '', success: true, timestamp: null});
		expect((await am.control('POST', `packages/${sip}/damage`, {})).status).toBe(200);
		expect(await check(sip)).toEqual({failures: none, message: 'Incorrect package checksum', success: false, timestamp: null});
	});

	it('finds what is wrong with a folder, file by file', async () => {
		const sip = await preserveFolder('letters');
		expect((await check(sip)).success).toBe(true);
		await am.control('POST', `packages/${sip}/damage`, {path: 'data/objects/letter-1887-03-02.txt'});
		const {success, message, failures} = await check(sip);
		expect(success).toBe(false);
		expect(message).toMatch(
			/^Bag validation failed: data\/objects\/letter-1887-03-02\.txt sha256 validation failed: expected="[0-9a-f]{64}" found="[0-9a-f]{64}"$/u,
		);
		expect(failures.files).toEqual({
			changed: [
				{
					path: 'data/objects/letter-1887-03-02.txt',
					expected: expect.any(String),
					actual: expect.any(String),
					hash_type: 'sha256',
					message: message.replace('Bag validation failed: ', ''),
				},
			],
			missing: [],
			untracked: [],
		});
		expect((await am.control('POST', `packages/${sip}/damage`, {path: '../x'})).status).toBe(400);
	});

	it('finds what is missing, and what nobody knows', async () => {
		const sip = await preserveFolder('letters');
		const lost = 'data/objects/letter-1887-03-02.txt';
		const strange = 'data/objects/strange.txt';
		await am.control('POST', `packages/${sip}/damage`, {path: strange, how: 'add'});
		expect((await check(sip)).message).toMatch(
			/^Payload-Oxum validation failed\. Expected \d+ bytes in \d+ files but found \d+ bytes in \d+ files$/u,
		);
		await am.control('POST', `packages/${sip}/damage`, {path: strange, how: 'remove'});
		await am.control('POST', `packages/${sip}/damage`, {path: lost, how: 'remove'});
		expect((await check(sip)).failures).toEqual(none);
		await am.control('POST', `packages/${sip}/damage`, {path: 'bag-info.txt', how: 'remove'});
		await am.control('POST', `packages/${sip}/damage`, {path: strange, how: 'add'});
		const {success, message, failures} = await check(sip);
		expect(failures.files).toEqual({
			changed: [],
			missing: [
				{path: lost, message: `${lost} exists in manifest but was not found on filesystem`},
				{path: 'bag-info.txt', message: 'bag-info.txt exists in manifest but was not found on filesystem'},
			],
			untracked: [{path: strange, message: `${strange} exists on filesystem but is not in the manifest`}],
		});
		expect([success, message.startsWith('Bag validation failed: ')]).toEqual([false, true]);
		await am.control('POST', `packages/${sip}/damage`, {path: 'tagmanifest-sha256.txt'});
		expect(await check(sip)).toMatchObject({success: false, message: 'Incorrect package checksum', failures: none});
	});

	it.each([{how: 'explode'}, {path: 'nothing', how: 'remove'}, {path: '../x', how: 'add'}])('damage of %j is refused', async body => {
		const sip = await preserveFolder('letters');
		expect((await am.control('POST', `packages/${sip}/damage`, {path: 'bagit.txt', ...body})).status).toBe(400);
		const packed = await am.preserve('names');
		expect((await am.control('POST', `packages/${packed}/damage`, {path: 'x', how: 'add'})).status).toBe(400);
	});

	it('of what is no AIP says that it cannot', async () => {
		const id = await am.start('letters', {name: 'waits-for-create-sip'});
		am.pass(100);
		await am.control('POST', 'decisions', {unit: id, choice: 'Send to backlog'});
		am.pass(5);
		expect(await check(id)).toEqual({
			failures: none,
			message: 'Unable to scan; package is not a bag (AIP or AIC)',
			success: null,
			timestamp: null,
		});
	});
});

it('lists the records of a package', async () => {
	const sip = await am.preserve('letters', {accession: '1887/3'});
	const {success, package: uuid, files} = await am.readStorage(`/api/v2/file/${sip}/contents/`);
	expect([success, uuid, files.length]).toEqual([true, sip, 4]);
	expect(Object.keys(files[0])).toEqual(['source_id', 'name', 'source_package', 'checksum', 'accessionid', 'origin']);
	expect(files[0].accessionid).toBe('1887/3');
});
