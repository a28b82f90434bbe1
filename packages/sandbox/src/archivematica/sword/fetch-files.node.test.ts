import {createHash} from 'node:crypto';
import {parseXml} from '@fonds/core/xml';
import {beforeEach, describe, expect, it, vi} from 'vitest';
import {attributeOf, fileAt, metsOf, namedIn, openSword, serveFiles, textOf} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
beforeEach(async () => {
	open = await openSword();
});

/** Waits for something to become true, on a machine that may be busy. */
const soon = (check: () => unknown) => vi.waitFor(check, {timeout: 10_000});
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const stateOf = async (edit: string) => {
	const answer = await open.send('GET', `${edit}state/`, {cookie: null});
	const root = parseXml(await answer.text());
	const entries = namedIn(root, 'entry').map(entry => ['title', 'summary'].map(name => namedIn(entry, name).map(textOf)[0]));
	const [category] = namedIn(root, 'category');
	const attributes = Object.fromEntries((category?.attributes ?? []).map(({name, value}) => [name, value]));
	return {type: answer.headers.get('content-type'), attributes, text: category && textOf(category), entries};
};

describe('the state', () => {
	it('of a deposit without downloads is complete from the start', async () => {
		expect(await stateOf(await open.deposit())).toEqual({
			type: 'application/atom+xml;type=feed',
			attributes: {scheme: 'http://purl.org/net/sword/terms/state', term: 'complete', label: 'State'},
			text: 'Deposit initiation: complete',
			entries: [],
		});
	});

	it('tells everybody where each file comes from, and has its progress in that link', async () => {
		const host = await serveFiles({'/a?key=secret': 'A'});
		const url = `${host.url}/a?key=secret`;
		const edit = await open.deposit({obj: [fileAt(url, 'a.txt')]});
		await open.fetched(edit);
		const root = parseXml(await (await open.send('GET', `${edit}state/`, {cookie: null})).text());
		const [entry] = namedIn(root, 'entry');
		const [link] = namedIn(root, 'link');
		expect(entry && namedIn(entry, 'id').map(textOf)).toEqual([url]);
		expect(link && [attributeOf(link, 'href'), namedIn(link, 'summary').map(textOf)]).toEqual([url, ['complete']]);
	});

	it('is incomplete while a file is being fetched, complete afterwards', async () => {
		const host = await serveFiles({'/a': 'A'});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a.txt'), fileAt(`${host.url}/slow`, 'b.txt')]});
		await soon(async () =>
			expect((await stateOf(edit)).entries).toEqual([
				['a.txt', 'complete'],
				['b.txt', 'incomplete'],
			]),
		);
		expect((await stateOf(edit)).attributes['term']).toBe('incomplete');
		host.release({'/slow': 'B'});
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		expect(await open.content(edit, 'islandora-7/b.txt')).toBe('B');
	});

	it('is failed when one file is, and complete when that came by a second METS', async () => {
		const host = await serveFiles({'/a': 'A', '/b': 'B'});
		const parts = (sum: string) => ({obj: [fileAt(`${host.url}/a`, 'a', sum), fileAt(`${host.url}/b`, 'b', md5('B'))]});
		const edit = await open.deposit(parts('0'.repeat(32)));
		expect(await open.fetched(edit)).toBe('Deposit initiation: failed');
		expect((await stateOf(edit)).entries).toEqual([
			['a', 'failed'],
			['b', 'complete'],
		]);
		expect([await open.content(edit, 'islandora-7/a'), await open.content(edit, 'islandora-7/b')]).toEqual([undefined, 'B']);
		await open.send('POST', edit, {'in-progress': 'true'}, metsOf(parts(md5('A'))));
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		expect(await open.content(edit, 'islandora-7/a')).toBe('A');
	});
});

describe('a download', () => {
	it('begins at once', async () => {
		const host = await serveFiles({'/a': 'A', '/b': 'B'});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		await soon(() => expect(host.asked).toHaveLength(1));
		await open.send('POST', `${edit}media/`, {packaging: 'METS', 'in-progress': 'true'}, metsOf({mods: [fileAt(`${host.url}/b`, 'b')]}));
		await soon(() => expect(host.asked).toHaveLength(2));
	});

	it('lies where its group says, and the MODS record under the object`s name', async () => {
		const host = await serveFiles({'/o': 'O', '/m': 'M', '/n': 'N'});
		const edit = await open.deposit({
			obj: [fileAt(`${host.url}/o`, 'MODS Record')],
			mods: [fileAt(`${host.url}/m`, 'MODS Record'), fileAt(`${host.url}/n`, 'n.xml')],
		});
		await open.fetched(edit);
		const paths = ['islandora-7/MODS Record', 'submissionDocumentation/mods/islandora-7-MODS.xml', 'submissionDocumentation/mods/n.xml'];
		expect(await Promise.all(paths.map(path => open.content(edit, path)))).toEqual(['O', 'M', 'N']);
		expect(await open.files(edit)).toBe("['islandora-7', 'submissionDocumentation']");
		expect(host.asked.map(({path}) => path).toSorted()).toEqual(['/m', '/n', '/o']);
	});

	it('comes with the credentials of the space, which are for its first host only', async () => {
		const other = await serveFiles({'/end': 'moved'});
		const host = await serveFiles({'/a': {status: 302, location: '/b'}, '/b': {status: 307, location: `${other.url}/end`}});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		await open.fetched(edit);
		expect(await open.content(edit, 'islandora-7/a')).toBe('moved');
		const authorization = `Basic ${btoa('fedora:left-at-the-side-door')}`;
		expect(host.asked).toEqual([
			{path: '/a', authorization},
			{path: '/b', authorization},
		]);
		expect(other.asked).toEqual([{path: '/end', authorization: undefined}]);
	});

	it('has none where the space has none', async () => {
		const fedora = open.am.state.spaces.values().find(({protocol}) => protocol === 'FEDORA');
		if (fedora) open.am.state.spaces.put(fedora.uuid, {...fedora, details: {fedora_user: '', fedora_password: '', fedora_name: ''}});
		const host = await serveFiles({'/a': 'A'});
		await open.fetched(await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]}));
		expect(host.asked).toEqual([{path: '/a', authorization: undefined}]);
	});

	it.each([404, 500])('takes an error page for the file: %i', async status => {
		const host = await serveFiles({'/a': {status, body: '<h1>Sorry</h1>'}});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		expect(await open.content(edit, 'islandora-7/a')).toBe('<h1>Sorry</h1>');
	});

	it('compares checksums letter by letter, and its own are in small ones', async () => {
		const host = await serveFiles({'/a': 'A', '/b': 'B'});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a', md5('A')), fileAt(`${host.url}/b`, 'b', md5('B').toUpperCase())]});
		expect(await open.fetched(edit)).toBe('Deposit initiation: failed');
		expect((await stateOf(edit)).entries.map(([, state]) => state)).toEqual(['complete', 'failed']);
	});

	it('stays in its deposit: of slashes in its title become backslashes', async () => {
		const host = await serveFiles({'/a': 'A', '/b': 'B'});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, '../a/b')], mods: [fileAt(`${host.url}/b`, '/etc/passwd')]});
		await open.fetched(edit);
		expect(await open.content(edit, String.raw`islandora-7/..\a\b`)).toBe('A');
		expect(await open.content(edit, String.raw`submissionDocumentation/mods/\etc\passwd`)).toBe('B');
		expect((await stateOf(edit)).entries.map(([title]) => title)).toEqual([String.raw`..\a\b`, String.raw`\etc\passwd`]);
	});

	it('notices the error page by its checksum', async () => {
		const host = await serveFiles({'/a': {status: 404, body: '<h1>Sorry</h1>'}});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a', md5('A'))]});
		const blobs = open.am.blobs();
		expect(await open.fetched(edit)).toBe('Deposit initiation: failed');
		expect(open.am.blobs()).toBeLessThanOrEqual(blobs);
	});

	it('fails where nobody answers, where the way has no end, and where the sandbox may not call', async () => {
		const host = await serveFiles({
			'/loop': {status: 302, location: '/loop'},
			'/out': {status: 302, location: 'http://elsewhere.example/'},
			'/file': {status: 302, location: 'file:///etc/passwd'},
		});
		const addresses = [
			'http://127.0.0.1:1/',
			`${host.url}/loop`,
			`${host.url}/out`,
			`${host.url}/file`,
			'http://elsewhere.example/',
			'http://169.254.169.254/latest/',
			'file:///etc/passwd',
			host.url.replace('//', '//user:word@'),
			'nonsense',
		];
		const edit = await open.deposit({obj: addresses.map((address, index) => fileAt(address, String(index)))});
		expect(await open.fetched(edit)).toBe('Deposit initiation: failed');
		expect((await stateOf(edit)).entries.map(([, state]) => state)).toEqual(addresses.map(() => 'failed'));
		expect(host.asked).toHaveLength(11 + 2);
		expect(await open.files(edit)).toBe("['submissionDocumentation']");
	});

	it('of one deposit does not wait for another`s', async () => {
		const host = await serveFiles({'/a': 'A'});
		for (let number = 0; number < 3; number++)
			await open.deposit({obj: [fileAt(`${host.url}/never`, 'n')], mods: [fileAt(`${host.url}/never`, 'n')]});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		host.release({'/never': ''});
	});

	it('waits where eight tasks are at work, and is not forgotten', async () => {
		const host = await serveFiles({'/a': 'A'});
		for (let number = 0; number < 4; number++)
			await open.deposit({obj: [fileAt(`${host.url}/slow`, 'n')], mods: [fileAt(`${host.url}/slow`, 'n')]});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		await soon(async () => {
			await open.state(edit);
			expect(host.asked).toHaveLength(8);
		});
		host.release({'/slow': 'S'});
		await soon(() => expect(host.asked.map(({path}) => path)).toContain('/a')); // without being asked anything
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
	});

	it('counts for nothing when another took its place, or its deposit was deleted', async () => {
		const host = await serveFiles({'/new': 'new'});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/old`, 'a')]});
		const gone = await open.deposit({label: 'Gone', obj: [fileAt(`${host.url}/old`, 'a')]});
		await soon(() => expect(host.asked).toHaveLength(2));
		await open.send('POST', edit, {'in-progress': 'true'}, metsOf({obj: [fileAt(`${host.url}/new`, 'a')]}));
		await open.send('DELETE', gone);
		host.release({'/old': 'old'});
		expect(await open.fetched(edit)).toBe('Deposit initiation: complete');
		expect(await open.content(edit, 'islandora-7/a')).toBe('new');
		await soon(() => expect(open.sword.unfinishedDownloads.get('all')).toEqual([]));
		expect((await open.look(gone)).downloads).toEqual([]);
		expect(open.am.state.entriesOf.get(open.location).every(({path}) => path.startsWith('My deposit/'))).toBe(true);
	});

	it('whose package is gone ends', async () => {
		const host = await serveFiles({});
		const edit = await open.deposit({obj: [fileAt(`${host.url}/a`, 'a')]});
		await open.state(edit);
		await soon(() => expect(host.asked).toHaveLength(1));
		open.am.state.packages.delete(edit.split('/')[4] ?? '');
		host.release({'/a': 'A'});
		await soon(() => expect(open.sword.downloads.size).toBe(0));
		expect((await open.send('GET', `${edit}state/`)).status).toBe(404);
	});
});
