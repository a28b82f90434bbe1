import {describe, expect, it} from 'vitest';
import {entryFromFile} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {createRandom, entry, randomBytes, settle} from '../fixtures/entries.ts';
import {treeOf} from '../fixtures/trees.ts';
import {readTable} from '../metadata/read-table.ts';
import {preflight, type PreflightOptions} from './preflight.ts';

/** Codes, severities and paths of what is told of these names. */
const names = async (paths: readonly string[], target: PreflightOptions['target']) => {
	const {findings} = await preflight(
		paths.map((path, index) => entry(path, String(index))),
		{target, digests: []},
	);
	return findings.map(({code, severity, path}) => [code, severity, path]);
};

async function* stream(entries: readonly PackageEntry[]): AsyncGenerator<PackageEntry> {
	yield* entries;
}

const nfd = 'u\u0308.tif';
const nfc = '\u00fc.tif';

describe('names', () => {
	it('that all can have are fine', async () => {
		expect(await names(['a/b.tif', 'a/c-(1)_x.Y', 'd'], ['preservica', 'archivematica', 'windows', 'macos', 'linux'])).toEqual([]);
		expect(await names(['日本語/ü.tif', 'console.txt', 'com10', '.hidden', 'a.con'], ['preservica', 'windows', 'macos', 'linux'])).toEqual(
			[],
		);
	});

	it.each([['CON'], ['con.txt'], ['a/Lpt1.tar.gz'], ['aux'], ['COM\u00b9.x']])(
		'of devices are errors for Windows and warnings for Preservica: %s',
		async path => {
			expect(await names([path], 'windows')).toEqual([['name-reserved', 'error', path]]);
			expect(await names([path], 'preservica')).toEqual([['name-reserved', 'warning', path]]);
			expect(await names([path], ['macos', 'linux', 'archivematica'])).toEqual(
				path.includes('\u00b9') ? [['name-changed', 'warning', path]] : [],
			);
		},
	);

	it('of devices are devices with blanks before the dot, too', async () => {
		expect(await names(['NUL .txt', 'con'.padEnd(5)], 'windows')).toEqual([
			['name-reserved', 'error', 'NUL .txt'],
			['name-reserved', 'error', 'con  '],
			['name-end', 'error', 'con  '],
		]);
	});

	it.each([
		['a<b', 'name-character'],
		['a"b', 'name-character'],
		['a?b', 'name-character'],
		['a|b', 'name-character'],
		['a*b', 'name-character'],
		['a:b', 'name-character'],
		['end.', 'name-end'],
		['end ', 'name-end'],
	])('that Windows refuses: %o', async (path, code) => {
		expect(await names([`x/${path}`], 'windows')).toEqual([[code, 'error', `x/${path}`]]);
		expect(await names([`x/${path}`], 'linux')).toEqual([]);
	});

	it('of folders are told once', async () => {
		expect(await names(['aux/a', 'aux/b', 'aux/c/d'], 'windows')).toEqual([['name-reserved', 'error', 'aux']]);
	});

	it('of empty folders are told, of a tree too', async () => {
		const tree = await preflight(treeOf([['A', 'x']], ['a', 'con', `d/${'e'.repeat(255)}`]), {target: 'windows'});
		expect(tree.findings.map(({code, path}) => [code, path?.slice(0, 3)])).toEqual([
			['case-collision', 'a'],
			['name-reserved', 'con'],
			['path-too-long', 'd/e'],
		]);
		expect(tree.files).toBe(1);
	});

	it('too long are told by the measure of the target', async () => {
		const wide = 'ü'.repeat(130);
		const long = 'a'.repeat(256);
		expect(await names([wide], 'linux')).toEqual([['name-too-long', 'error', wide]]);
		expect(await names([wide], ['windows', 'macos'])).toEqual([]);
		expect(await names([long], ['windows', 'macos', 'linux'])).toEqual(
			['windows', 'macos', 'linux'].map(() => ['name-too-long', 'error', long]),
		);
		const deep = Array.from({length: 30}, () => 'folder-name').join('/');
		expect(await names([deep], 'windows')).toEqual([['path-too-long', 'warning', deep]]);
		expect(await names([deep], ['linux', 'macos', 'preservica'])).toEqual([]);
		const deeper = Array.from({length: 400}, () => 'folder-name').join('/');
		expect(await names([deeper], 'linux')).toEqual([['path-too-long', 'error', deeper]]);
	});

	it('that Archivematica changes are told', async () => {
		expect(await names(['my files/a&b'], 'archivematica')).toEqual([
			['name-changed', 'warning', 'my files'],
			['name-changed', 'warning', 'my files/a&b'],
		]);
	});

	it('that Archivematica removes are told, where they are not in a bag', async () => {
		const paths = ['.a', 'b/.c/d', 'e~', 'Thumbs.db', 'f/~', 'g.db', 'a~/b'];
		expect((await names(paths, 'archivematica')).filter(([code]) => code === 'file-removed')).toEqual(
			['.a', 'b/.c/d', 'e~', 'Thumbs.db', 'f/~'].map(path => ['file-removed', 'warning', path]),
		);
		expect((await names(paths, ['linux', 'macos'])).filter(([code]) => code === 'file-removed')).toEqual([]);
	});

	it('that are not composed are told', async () => {
		expect(await names([nfd], 'linux')).toEqual([['not-composed', 'warning', nfd]]);
	});

	it.each<[string, readonly string[], string, string]>([
		['letter case', ['a/B.tif', 'A/b.tif'], 'case-collision', 'A'],
		['letter case of files', ['B.tif', 'b.tif'], 'case-collision', 'b.tif'],
		['Unicode form', [nfc, nfd], 'form-collision', nfd],
	])('that differ in %s alone are told', async (_, paths, code, path) => {
		expect(await names(paths, 'windows')).toContainEqual([code, 'error', path]);
		expect(await names(paths, 'linux')).toContainEqual([code, 'warning', path]);
	});

	it.each<[string, readonly string[], string]>([
		['twice', ['a', 'a'], 'duplicate-path'],
		['as file and folder', ['a', 'a/b'], 'duplicate-path'],
		['as folder and file', ['a/b', 'a'], 'duplicate-path'],
	])('that are there %s are errors', async (_, paths, code) => {
		expect(await names(paths, 'linux')).toEqual([[code, 'error', 'a']]);
	});

	it.each(['../a', '/a', 'a//b', 'a/./b', 'C:\\a', 'a\u0000b', '', 'a\ud800'])(
		'that leave the folder or cannot be are errors: %o',
		async path => {
			expect(await names([path], 'linux')).toEqual([['unsafe-path', 'error', path]]);
		},
	);

	it('of long and of split characters are told as what they are', async () => {
		const path = '😀'.repeat(130);
		expect(await names([path], 'macos')).toEqual([['name-too-long', 'error', path]]);
	});
});

describe('content', () => {
	it('gives the digests that were asked for, and finds files that are the same', async () => {
		const {status, findings, files, bytes, digests} = await preflight(
			treeOf([
				['a', 'x'],
				['b', 'y'],
				['c', 'x'],
				['d', 'x'],
			]),
			{digests: ['md5', 'crc32']},
		);
		expect(findings).toMatchObject([
			{code: 'duplicate-content', severity: 'warning', path: 'c', message: expect.stringContaining('"a"')},
			{code: 'duplicate-content', path: 'd'},
		]);
		expect({status, files, bytes}).toEqual({status: 'ready', files: 4, bytes: 4});
		expect([...digests]).toEqual([
			['a', {md5: '9dd4e461268c8034f5c8564e155c67a6', crc32: '8cdc1683'}],
			['b', {md5: '415290769594460e2e485922904f345d', crc32: 'fbdb2615'}],
			['c', {md5: '9dd4e461268c8034f5c8564e155c67a6', crc32: '8cdc1683'}],
			['d', {md5: '9dd4e461268c8034f5c8564e155c67a6', crc32: '8cdc1683'}],
		]);
	});

	it('that is empty is told, once, and also where nothing is read', async () => {
		const tree = treeOf([
			['a', ''],
			['b', ''],
		]);
		for (const digests of [['sha256'], []] as const) {
			const {status, findings} = await preflight(tree, {digests});
			expect(findings.map(({code, severity, path}) => [code, severity, path])).toEqual([
				['empty-file', 'warning', 'a'],
				['empty-file', 'warning', 'b'],
			]);
			expect(status).toBe('ready');
		}
	});

	it('that cannot be read is told, and the others are read', async () => {
		const broken = {
			path: 'broken',
			size: 3,
			open: () => new ReadableStream<Uint8Array>({start: controller => controller.error(new Error('gone'))}),
		};
		const unopened = {path: 'unopened', open: () => Promise.reject(new Error('locked'))};
		const report = await preflight([broken, entry('b', 'y'), unopened, entry('c', 'z')], {concurrency: 2});
		expect(report.findings).toMatchObject([
			{code: 'unreadable', severity: 'error', path: 'broken', message: expect.stringContaining('gone')},
			{code: 'unreadable', severity: 'error', path: 'unopened', message: expect.stringContaining('locked')},
		]);
		expect(report.status).toBe('not-ready');
		expect([...report.digests.keys()]).toEqual(['b', 'c']);
	});

	it('that is not as long as announced is told', async () => {
		expect((await preflight([entry('a', 'xyz', {size: 4}), entry('b', 'x', {size: undefined})])).findings).toMatchObject([
			{code: 'size-differs', severity: 'error', path: 'a'},
		]);
	});

	it('is read once, and not more at a time than it may be', async () => {
		let open = 0;
		let most = 0;
		const opened: string[] = [];
		const watched = Array.from({length: 12}, (_, index): PackageEntry => ({
			path: `f${index}`,
			open() {
				opened.push(`f${index}`);
				most = Math.max(most, ++open);
				return new ReadableStream({
					async pull(controller) {
						await new Promise(resolve => void setTimeout(resolve));
						controller.enqueue(Uint8Array.of(index));
						open--;
						controller.close();
					},
				});
			},
		}));
		const {files} = await preflight(stream(watched), {concurrency: 3});
		expect(files).toBe(12);
		expect(opened).toEqual(watched.map(({path}) => path));
		expect(most).toBeLessThanOrEqual(3);
		expect(most).toBeGreaterThan(1);
	});

	it('is not opened where nothing shall be read', async () => {
		const closed: PackageEntry = {path: 'a', size: 5, open: () => Promise.reject(new Error('opened'))};
		expect(await preflight([closed, folderEntry('e')], {digests: []})).toEqual({
			status: 'ready',
			findings: [],
			files: 1,
			bytes: 5,
			digests: new Map(),
		});
	});

	it('of chosen files is the same as of a tree', async () => {
		const chosen = [entryFromFile(new Blob(['x']), 'a'), entryFromFile(new Blob(['x']), 'b')];
		expect(await preflight(chosen)).toEqual(
			await preflight(
				treeOf([
					['a', 'x'],
					['b', 'x'],
				]),
			),
		);
	});
});

describe('rows of a table', () => {
	const table = async (text: string, more: Partial<NonNullable<PreflightOptions['metadata']>> = {}) => ({
		table: await readTable(text, {delimiter: ','}),
		...more,
	});
	const tree = treeOf([
		['a.tif', '1'],
		['sub/b.tif', '2'],
	]);
	const rows = async (metadata: NonNullable<PreflightOptions['metadata']>) =>
		(await preflight(tree, {metadata})).findings.map(({code, severity, path, row, column}) => [code, severity, path ?? row, column]);

	it('may be about folders in which there is nothing, of a tree or of entries', async () => {
		const described = await readTable('filename\na\ne/f\ne\ngone\n');
		for (const files of [treeOf([['a', 'x']], ['e/f']), [entry('a', 'x'), folderEntry('e/f')]]) {
			const {findings} = await preflight(files, {target: 'linux', metadata: {table: described}});
			expect(findings.map(({code, row}) => [code, row])).toEqual([['row-without-file', 5]]);
		}
	});

	it('are compared with files', async () => {
		expect(await rows(await table('filename,t\na.tif,1\nsub/b.tif,2\n'))).toEqual([]);
		expect(await rows(await table('t,Filename\n1,c.tif\n2, sub/ \n3,\n4,a.tif\n5,a.tif\n'))).toEqual([
			['row-without-file', 'error', 2, 'Filename'],
			['row-without-file', 'error', 4, 'Filename'],
			['row-repeated', 'warning', 6, 'Filename'],
			['file-without-row', 'warning', 'sub/b.tif', undefined],
		]);
	});

	it('find files whose names begin or end with spaces, and other files without them', async () => {
		const odd = treeOf([' a ', 'b ', 'b'].map(path => [path, path]));
		const metadata = await table('filename,t\n a ,1\n"b ",2\n b,3\n');
		expect((await preflight(odd, {target: 'linux', metadata})).findings).toEqual([]);
	});

	it('may be below a folder, and in another column', async () => {
		expect(await rows(await table('path\nobjects/a.tif\nobjects/sub/b.tif\na.tif\n', {column: 'path', folder: 'objects'}))).toEqual([
			['row-without-file', 'error', 4, 'path'],
		]);
	});

	it('need their column, and are told with what was odd in the table', async () => {
		expect(await rows(await table('t\n1\n'))).toEqual([['column-missing', 'error', 1, 'filename']]);
		expect(await rows(await table('filename,t\na.tif,1,2\nsub/b.tif,\n'))).toEqual([['row-too-long', 'error', 2, undefined]]);
	});
});

describe('a run', () => {
	it('tells the bytes it has read, to their end', async () => {
		const reports: unknown[] = [];
		const files = [entry('a', randomBytes(120_000)), entry('b', randomBytes(7, 2))];
		await preflight(files, {onProgress: report => void reports.push(report)});
		expect(reports.at(-1)).toEqual({phase: 'preflight', done: 120_007, total: 120_007});
		expect(reports[0]).toEqual({phase: 'preflight', done: 50_000, total: 120_007});
		reports.length = 0;
		await preflight(stream(files), {onProgress: report => void reports.push(report)});
		expect(reports[0]).toMatchObject({total: undefined});
		reports.length = 0;
		await preflight(files, {digests: [], onProgress: report => void reports.push(report)});
		expect(reports).toEqual([{phase: 'preflight', done: 0, total: 0}]);
	});

	it('ends with the reason of the signal, lets go of what is open and opens no more', async () => {
		const controller = new AbortController();
		let cancelled = 0;
		let opened = 0;
		const endless = (path: string): PackageEntry => ({
			path,
			open() {
				opened++;
				return new ReadableStream(
					{pull: stream_ => stream_.enqueue(new Uint8Array(1000)), cancel: () => void cancelled++},
					{highWaterMark: 0},
				);
			},
		});
		const onProgress = () => controller.abort(new Error('enough'));
		await expect(
			preflight(
				Array.from({length: 9}, (_, index) => endless(`f${index}`)),
				{signal: controller.signal, onProgress, concurrency: 2},
			),
		).rejects.toThrow('enough');
		expect(opened).toBeLessThanOrEqual(2);
		expect(cancelled).toBe(opened);
	});

	it('that is ended beforehand opens nothing, also when nothing is read', async () => {
		const signal = AbortSignal.abort(new Error('enough'));
		for (const digests of [['sha256'], []] as const) {
			await expect(preflight([{path: 'a', open: () => Promise.reject(new Error('opened'))}], {signal, digests})).rejects.toThrow('enough');
		}
	});

	it('lets go of what is open when the source of the entries fails', async () => {
		let cancelled = 0;
		const endless = () =>
			new ReadableStream<Uint8Array>({pull: () => new Promise(() => {}), cancel: () => void cancelled++}, {highWaterMark: 0});
		async function* broken(): AsyncGenerator<PackageEntry> {
			yield {path: 'a', open: endless};
			await new Promise(resolve => void setTimeout(resolve));
			throw new Error('no folder');
		}
		await expect(preflight(broken())).rejects.toThrow('no folder');
		expect(cancelled).toBe(1);
	});

	it('ends with its signal though a source never opens, and lets go of one that opens too late', async () => {
		const controller = new AbortController();
		let cancelled = 0;
		let open: ((stream: ReadableStream<Uint8Array>) => void) | undefined;
		const slow: PackageEntry = {path: 'a', open: () => new Promise(resolve => (open = resolve))};
		const running = preflight([slow], {signal: controller.signal});
		await settle();
		controller.abort(new Error('enough'));
		await expect(running).rejects.toThrow('enough');
		open?.(new ReadableStream({cancel: () => void cancelled++}));
		await settle();
		expect(cancelled).toBe(1);
	});

	it('ends with what the source of the entries throws', async () => {
		async function* broken(): AsyncGenerator<PackageEntry> {
			yield entry('a', 'x');
			throw new Error('no folder');
		}
		await expect(preflight(broken())).rejects.toThrow('no folder');
	});

	it.each<[string, PreflightOptions]>([
		['an unknown target', {target: 'moon' as 'linux'}],
		['no target', {target: []}],
		['a target of every object', {target: 'constructor' as 'linux'}],
		['an unknown digest', {digests: ['sha3' as 'md5']}],
		['a concurrency of nothing', {concurrency: 0}],
	])('refuses %s', async (_, options) => {
		await expect(preflight([], options)).rejects.toMatchObject({name: 'ConfigurationError'});
	});

	it('of many files of random names tells each once, in their order', async () => {
		const random = createRandom(11);
		const parts = ['a', 'A', 'ü', 'u\u0308', 'con', 'x ', '日', '.', 'é'];
		const pick = () => parts[Math.floor(random() * parts.length)];
		const paths = Array.from({length: 500}, () => `${pick()}${pick()}x/${pick()}y`);
		const all = await preflight(
			paths.map(path => entry(path, '')),
			{digests: [], target: ['windows', 'linux']},
		);
		const keys = all.findings
			.filter(({code}) => code !== 'empty-file' && code !== 'duplicate-path')
			.map(({code, path}) => `${code} ${path}`);
		expect(new Set(keys).size).toBe(keys.length);
		expect(all.files).toBe(new Set(paths).size);
	});
});
