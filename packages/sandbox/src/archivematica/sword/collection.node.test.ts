import {parseXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {beforeEach, describe, expect, it} from 'vitest';
import {attributeOf, fileAt, metsOf, namedIn, openSword, textOf} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
beforeEach(async () => {
	open = await openSword();
});

const create = (mets: BodyInit, headers: Readonly<Record<string, string | null>> = {}) =>
	open.send('POST', open.collection, {'in-progress': 'true', ...headers}, mets);
const summaryOf = async (answer: Response): Promise<string> => {
	const [summary] = namedIn(parseXml(await answer.text()), 'summary');
	return summary ? textOf(summary) : '';
};
const atom = 'http://www.w3.org/2005/Atom';
const linksOf = (root: XmlElement) =>
	Object.fromEntries(namedIn(root, 'link').map(link => [attributeOf(link, 'rel'), attributeOf(link, 'href')]));

describe('the service document', () => {
	it.each(['v1', 'v2'])('of %s lists the collections, with addresses of version 1 on the host that was asked', async version => {
		const answer = await open.send('GET', `/api/${version}/sword/`, {host: 'storage.example:8000', cookie: null});
		expect(answer.headers.get('content-type')).toBe('application/atomserv+xml');
		const text = await answer.text();
		expect(text.startsWith('<service xmlns="http://www.w3.org/2007/app"')).toBe(true);
		const root = parseXml(text);
		const [collection] = namedIn(root, 'collection');
		expect(collection && attributeOf(collection, 'href')).toBe(
			`http://storage.example:8000/api/v1/location/${open.location}/sword/collection/`,
		);
		expect(namedIn(root, 'title').map(title => [title.namespace, textOf(title)])).toEqual([
			[atom, 'Archivematica storage service'],
			[atom, 'Deposits of the repository'],
		]);
		expect(namedIn(root, 'accept').map(accept => [textOf(accept), attributeOf(accept, 'alternate')])).toEqual([
			['*/*', undefined],
			['*/*', 'multipart-related'],
		]);
		expect(['version', 'mediation'].flatMap(name => namedIn(root, name).map(textOf))).toEqual(['2.0', 'false']);
	});

	it('has a name for a collection without a description, and leaves out what is no collection', async () => {
		const space = open.am.state.spaces.values().find(({protocol}) => protocol === 'FEDORA');
		const made = {pipeline: [], relative_path: 'x'};
		await open.am.write('POST', '/api/v2/location/', {...made, space: `/api/v2/space/${space?.uuid}/`, purpose: 'SD'});
		await open.am.write('POST', '/api/v2/location/', {...made, space: `/api/v2/space/${space?.uuid}/`, purpose: 'TS'});
		const local = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
		await open.am.write('POST', '/api/v2/location/', {...made, space: local, purpose: 'SD'});
		const root = parseXml(await (await open.send('GET', '/api/v2/sword/')).text());
		expect(namedIn(root, 'title').map(textOf).slice(1)).toEqual(['Deposits of the repository', 'Collection']);
	});
});

describe('a deposit', () => {
	it('has a receipt with all its addresses', async () => {
		const answer = await create(metsOf({label: 'Ledger & <letters>'}), {host: 'storage.example'});
		const location = answer.headers.get('location') ?? '';
		expect(location).toMatch(/^\/api\/v1\/file\/[0-9a-f-]{36}\/sword\/$/u);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'text/xml']);
		const text = await answer.text();
		expect(text.startsWith('<entry xmlns="http://www.w3.org/2005/Atom" xmlns:sword="http://purl.org/net/sword/"')).toBe(true);
		const root = parseXml(text);
		const iri = `http://storage.example${location}`;
		expect(linksOf(root)).toEqual({
			alternate: 'http://www.swordserver.ac.uk/col1/mydeposit.html',
			'edit-media': `${iri}media/`,
			edit: iri,
			'http://purl.org/net/sword/terms/add': iri,
			'http://purl.org/net/sword/terms/statement': `${iri}state/`,
		});
		const texts = ['title', 'id', 'updated', 'summary'].map(name => namedIn(root, name).map(textOf)[0]);
		expect(texts).toEqual(['Ledger & <letters>', location.split('/')[4], 'May 17, 2026, 2:30 a.m.', 'A deposit was started.']);
		expect(namedIn(root, 'treatment').map(({namespace}) => namespace)).toEqual(['http://purl.org/net/sword/']);
	});

	it.each([
		['true', 201, false],
		['false', 200, true],
		['True', 200, false],
		['FALSE', 200, false],
		['1', 200, false],
		['', 200, false],
	])('with In-Progress "%s" is a %s', async (value, status, wanted) => {
		const pipeline = open.am.state.pipelines.values()[0];
		if (pipeline) open.am.state.pipelines.put(pipeline.uuid, {...pipeline, remoteName: null}); // or it would be finalised
		const answer = await create(metsOf(), {'in-progress': value});
		expect(answer.status).toBe(status);
		const found = await open.look(answer.headers.get('location') ?? '');
		expect([found.status, found.misc.finalization_attempt_failed === true]).toEqual(['PENDING', wanted]);
	});

	it('without In-Progress is none, whatever the body', async () => {
		for (const mets of [metsOf(), '']) {
			const answer = await create(mets, {'in-progress': null});
			expect([answer.status, await summaryOf(answer)]).toEqual([
				412,
				'The In-Progress header must be set to either true or false when creating a deposit.',
			]);
		}
	});

	it.each([
		['nothing', ''],
		['no XML', 'hello'],
		['malformed XML', '<mets LABEL="a" OBJID="b">'],
		['a document type declaration', `<!DOCTYPE mets>${metsOf()}`],
		['an entity', `<!DOCTYPE mets [<!ENTITY a SYSTEM "file:///etc/passwd">]><mets LABEL="&a;" OBJID="b"/>`],
		['a prefix nobody declared', '<m:mets LABEL="a" OBJID="b"/>'],
	])('of %s is none', async (_title, mets) => {
		for (const query of ['', '?source_location=x&relative_path_to_files=y']) {
			const answer = await open.send('POST', `${open.collection}${query}`, {'in-progress': 'true'}, mets);
			expect([answer.status, await summaryOf(answer)]).toEqual([412, 'Error parsing XML.']);
		}
	});

	const href = 'http://127.0.0.1:1/a';
	it.each([
		['LABEL', metsOf().replace(/ LABEL="[^"]*"/u, '')],
		['OBJID', metsOf().replace(/ OBJID="[^"]*"/u, '')],
		['../../x', metsOf({objectId: '../../x'})],
		['title', metsOf({obj: [{'xlink:href': href}]}), 1],
		['href', metsOf({mods: [{'xlink:title': 'a'}]}), 1],
		['SHA-1', metsOf({obj: [{...fileAt(href, 'a'), CHECKSUM: 'x', CHECKSUMTYPE: 'SHA-1'}]}), 1],
		['None', metsOf({obj: [{...fileAt(href, 'a'), CHECKSUM: 'x'}]}), 1],
		['..', metsOf({obj: [fileAt(href, '..')]}), 1],
		['.', metsOf({mods: [fileAt(href, '.')]}), 1],
	])('whose METS has something wrong with %s is refused with a traceback', async (word, mets, rows = 0) => {
		const before = open.am.state.packages.size;
		const answer = await create(mets);
		expect(answer.status).toBe(400);
		const summary = await summaryOf(answer);
		expect(summary).toMatch(/^Traceback \(most recent call last\):\n/u);
		expect(summary.split('\n').at(-2)).toContain(word);
		expect(open.am.state.packages.size - before).toBe(rows);
	});

	it('is there, and empty, although its METS was refused for what it says of files', async () => {
		const answer = await create(metsOf({label: 'Half', obj: [fileAt(href, 'a'), {'xlink:href': href}]}), {'in-progress': 'false'});
		expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
		const [left] = await (await open.am.control('GET', 'deposits')).json();
		expect(left).toMatchObject({name: 'Half', status: 'PENDING', wanted: false, downloads: []});
		expect(await open.files(`/api/v1/file/${left.uuid}/sword/`)).toBe('[]');
		const feed = parseXml(await (await open.send('GET', open.collection)).text());
		expect(namedIn(feed, 'title').map(textOf)).toEqual(['Deposits', 'Half']);
	});

	it('of METS that comes in chunks is none: nothing of it is read', async () => {
		const answer = await create(metsOf(), {'transfer-encoding': 'chunked'});
		expect([answer.status, await summaryOf(answer)]).toEqual([412, 'Error parsing XML.']);
	});

	const obj = [fileAt('http://127.0.0.1:1/a', 'a')];
	it.each([
		['no file section', '<mets LABEL="a" OBJID="b"/>'],
		['no namespace', metsOf({obj}).replace('xmlns="http://www.loc.gov/METS/"', '')],
		['another group around them', metsOf({obj}).replace('DATASTREAMS', 'OTHER')],
		['another group', metsOf({obj}).replace('ID="OBJ"', 'ID="TN"')],
		[
			'a prefix, which makes no difference',
			metsOf({obj})
				.replaceAll(/<(\/?)/gu, '<$1m:')
				.replace('xmlns=', 'xmlns:m='),
			1,
		],
	])('fetches what the METS names in its data streams: %s', async (_title, mets, files = 0) => {
		const answer = await create(mets);
		expect(answer.status).toBe(201);
		expect((await open.look(answer.headers.get('location') ?? '')).downloads).toHaveLength(files);
	});

	it('needs the collection`s folder', async () => {
		await open.am.control('PUT', `collections/${open.location}`, {folder: false});
		const answer = await create(metsOf());
		expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
		await open.am.control('PUT', `collections/${open.location}`, {folder: true});
		expect((await create(metsOf())).status).toBe(201);
		expect((await open.am.control('PUT', 'collections/x', {folder: true})).status).toBe(404);
		expect((await open.am.control('PUT', `collections/${open.location}`, {})).status).toBe(400);
	});

	it('is a folder of its name, with a number when there is one, and never anywhere else', async () => {
		const names = async (...labels: readonly string[]) => {
			const edits = [];
			for (const label of labels) edits.push(await open.deposit({label}));
			return Promise.all(edits.map(async edit => (await open.look(edit)).name));
		};
		expect(await names('a', 'a', 'a', 'b/c', '../x', '..', '.', '')).toEqual(['a', 'a_1', 'a_2', 'b\\c', '..\\x', '.._1', '._1', '_1']);
		expect(open.am.state.entriesOf.get(open.location).every(({path}) => path.split('/').every(part => part !== '..'))).toBe(true);
	});

	it('is PENDING, and keeps its METS and on whose behalf it is made', async () => {
		const mets = metsOf({objectId: 'islandora:7:a'});
		const answer = await create(mets, {
			'on-behalf-of': 'A. Donor',
			packaging: 'x',
			slug: 'y',
			'content-md5': 'z',
			'content-disposition': 'w',
		});
		const edit = answer.headers.get('location') ?? '';
		expect(await open.look(edit)).toMatchObject({status: 'PENDING', location: open.location, misc: {sourceofacquisition: 'A. Donor'}});
		expect(await open.content(edit, 'submissionDocumentation/islandora-7-a-METS.xml')).toBe(mets);
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
	});

	it('has no pipeline, so that no list it is in can be sent', async () => {
		const edit = await open.deposit();
		for (const path of ['/api/v2/file/', '/api/v2/file/?package_type=deposit', `/api/v2/file/${edit.split('/')[4]}/`]) {
			const answer = await open.am.storage(path);
			expect([answer.status, await answer.json()]).toEqual([400, {error: expect.stringContaining("an empty attribute 'origin_pipeline'")}]);
		}
		expect((await open.am.storage('/api/v2/file/?package_type=AIP')).status).toBe(200);
	});
});

describe('the feed', () => {
	it('has an entry for each deposit, with its summary in the link', async () => {
		const edit = await open.deposit({label: 'First & foremost'});
		await open.deposit({label: 'Second'});
		const answer = await open.send('GET', open.collection, {host: 'h', cookie: null});
		expect(answer.headers.get('content-type')).toBe('application/atom+xml;type=feed');
		const root = parseXml(await answer.text());
		expect(namedIn(root, 'title').map(textOf)).toEqual(['Deposits', 'First & foremost', 'Second']);
		const [link] = namedIn(root, 'link');
		expect(namedIn(root, 'id').map(textOf)[0]).toBe(`http://h${edit}`);
		expect(link && [attributeOf(link, 'rel'), attributeOf(link, 'href'), namedIn(link, 'summary').length]).toEqual([
			'self',
			`http://h${edit}`,
			1,
		]);
	});

	it('calls deposits by the name they were given, not by that of their folder', async () => {
		const edits = [await open.deposit({label: 'a/b'}), await open.deposit({label: 'a/b'})];
		const root = parseXml(await (await open.send('GET', open.collection)).text());
		expect(namedIn(root, 'title').map(textOf).slice(1)).toEqual(['a\\b', 'a\\b']);
		expect(await (await open.send('GET', edits[1] ?? '')).text()).toContain('<atom:title>a\\b</atom:title>');
		expect((await open.look(edits[1] ?? '')).name).toBe('a\\b_1');
	});

	it('leaves out what was deleted, and other collections', async () => {
		const edit = await open.deposit();
		await open.send('DELETE', edit);
		const root = parseXml(await (await open.send('GET', open.collection)).text());
		expect(namedIn(root, 'entry')).toEqual([]);
	});
});
