import {spawnSync} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createHasher} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, createRandom, entry, randomBytes, sameBytes} from '../fixtures/entries.ts';
import {readWithZipJs} from '../fixtures/read-with-zip-js.ts';
import {isInstalled, javaReader, pythonReader, run} from '../fixtures/readers.ts';
import {openZip} from '../unzip/open-zip.ts';
import {readZipStream} from '../unzip/read-zip-stream.ts';
import type {ZipOptions} from './options.ts';
import {zip} from './zip.ts';

type Tree = ReadonlyMap<string, Uint8Array<ArrayBuffer> | undefined>;

const names = [
	'Brief',
	'Ærø',
	'письмо',
	'手紙',
	'رسالة',
	'γράμμα',
	'מכתב',
	'पत्र',
	'จดหมาย',
	'편지',
	'🗝️👩‍👩‍👧',
	'e\u0301',
	'a b',
	"it's",
	'100%',
	'.hidden',
	'ends.',
	'-rf',
	'~',
	'#1;2',
	'q?*"<>|',
];

/** A tree with names in many scripts, deep folders, empty files and empty folders: content by path, nothing for a folder. */
function randomTree(seed: number): Tree {
	const random = createRandom(seed);
	const pick = (): string => names[Math.floor(random() * names.length)] ?? '';
	const tree = new Map<string, Uint8Array<ArrayBuffer> | undefined>();
	for (let index = 0; index < 40; index++) {
		const folders = Array.from({length: Math.floor(random() ** 3 * 30)}, (_, depth) => `${pick()}${depth}`);
		const path = [...folders, `${pick()} ${index}`].join('/');
		const size = random() < 0.2 ? 0 : Math.floor(random() ** 4 * 900_000);
		const bytes = random() < 0.5 ? randomBytes(size, index) : new Uint8Array(size).map((_, at) => 97 + ((at * at) % 23));
		tree.set(path, random() < 0.15 ? undefined : bytes);
	}
	return tree;
}

function entriesOf(tree: Tree, random: () => number): PackageEntry[] {
	return Array.from(tree, ([path, bytes]) => {
		if (bytes === undefined) {
			return folderEntry(path);
		}
		const size = random() < 0.7 ? bytes.length : undefined;
		const modified = random() < 0.5 ? new Date(1e12 + Math.floor(random() * 1e9) * 1000) : undefined;
		const blob = new Blob([bytes]);
		const openReader = (): ReturnType<NonNullable<PackageEntry['openReader']>> => {
			let at = 0;
			return Promise.resolve({
				read(memory) {
					const part = bytes.subarray(at, at + memory.length);
					memory.set(part);
					at += part.length;
					return Promise.resolve(part.length);
				},
				close: () => Promise.resolve(),
			});
		};
		return {path, size, modified, open: () => blob.stream(), compress: random() < 0.5, ...(random() < 0.5 ? {openReader} : {})};
	});
}

function expectTree(found: ReadonlyMap<string, Uint8Array | undefined>, tree: Tree): void {
	expect([...found.keys()]).toEqual([...tree.keys()]);
	for (const [path, bytes] of tree) {
		const other = found.get(path);
		expect(bytes === undefined ? other === undefined : other !== undefined && sameBytes(other, bytes), path).toBe(true);
	}
}

async function linesOf(tree: Tree): Promise<string[]> {
	return await Promise.all(
		Array.from(tree, async ([path, bytes]) => {
			const hasher = await createHasher(['crc32']);
			hasher.update(bytes ?? new Uint8Array(0));
			return `${path}${bytes === undefined ? '/' : ''}|${bytes?.length ?? 0}|${hasher.digest().crc32 ?? ''}`;
		}),
	);
}

describe.each<[string, ZipOptions]>([
	['any', {}],
	['deterministic', {deterministic: true}],
])('a random tree (%s)', (_, options) => {
	const trees = [1, 2, 3, 4, 5, 6].map(randomTree);
	let folder = '';
	const files: string[] = [];
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fonds-trees-'));
		for (const [index, tree] of trees.entries()) {
			const file = join(folder, `${index}.zip`);
			await writeFile(file, zip(entriesOf(tree, createRandom(index)), options));
			files.push(file);
		}
	}, 60_000);
	afterAll(() => rm(folder, {recursive: true}));

	it('is the same in the package, byte for byte, for both our readers and zip.js', async () => {
		for (const [index, tree] of trees.entries()) {
			const bytes = new Uint8Array(await readFile(files[index]!));
			const archive = await openZip(new Blob([bytes]));
			const anywhere = new Map<string, Uint8Array | undefined>();
			for (const item of archive.entries()) {
				anywhere.set(item.path, item.directory ? undefined : await collect(archive.open(item)));
			}
			expectTree(anywhere, tree);
			const forward = new Map<string, Uint8Array | undefined>();
			for await (const item of readZipStream(new Blob([bytes]).stream())) {
				forward.set(item.path, item.directory ? undefined : await collect(item.open()));
			}
			expectTree(forward, tree);
			const others = await readWithZipJs(bytes);
			expectTree(others, new Map([...tree].filter(([, content]) => content !== undefined)));
		}
	}, 60_000);

	it.skipIf(!isInstalled('unzip', '-v'))('is whole for Info-ZIP (skipped where unzip is not installed)', () => {
		for (const file of files) {
			expect(run('unzip', '-t', file)).toContain('No errors detected');
		}
	});

	it.skipIf(!isInstalled('python3', '-c', 'import zipfile'))(
		'is the same for Python (skipped where python3 is not installed)',
		async () => {
			for (const [index, tree] of trees.entries()) {
				expect(run('python3', '-c', pythonReader, files[index]!).trim().split(/\r?\n/)).toEqual(await linesOf(tree));
			}
		},
	);

	it.skipIf(!isInstalled('javac', '-version'))(
		'is the same for Java, which reads it without seeking (skipped where no JDK is installed)',
		async () => {
			const source = join(folder, 'ReadForward.java');
			await writeFile(source, javaReader);
			for (const [index, tree] of trees.slice(0, 2).entries()) {
				expect(run('java', source, files[index]!).trim().split(/\r?\n/)).toEqual(await linesOf(tree));
			}
		},
		60_000,
	);
});

describe('what Info-ZIP writes', () => {
	it.skipIf(!isInstalled('zip', '-v')).each([
		['to a file', [] as string[], 'archive.zip'],
		['to a pipe, with data descriptors', [] as string[], '-'],
		['with ZIP64 forced', ['-fz'], 'archive.zip'],
	])('%s is read by both our readers (skipped where zip is not installed)', async (_, flags, target) => {
		const folder = await mkdtemp(join(tmpdir(), 'fonds-info-zip-'));
		try {
			const contents: Record<string, Uint8Array<ArrayBuffer>> = {
				'a.txt': new Uint8Array(50_000).fill(65),
				'Ordner/é.bin': randomBytes(300_000),
				empty: new Uint8Array(0),
			};
			for (const [path, bytes] of Object.entries(contents)) {
				await mkdir(dirname(join(folder, path)), {recursive: true});
				await writeFile(join(folder, path), bytes);
			}
			await mkdir(join(folder, 'nothing'));
			const {stdout} = spawnSync('zip', ['-q', '-r', ...flags, target, 'a.txt', 'Ordner', 'empty', 'nothing'], {
				cwd: folder,
				maxBuffer: 1e8,
			});
			const bytes = target === '-' ? new Uint8Array(stdout) : new Uint8Array(await readFile(join(folder, target)));
			const archive = await openZip(new Blob([bytes]));
			const seen: string[] = [];
			for await (const item of readZipStream(new Blob([bytes]).stream())) {
				seen.push(item.path);
				if (!item.directory) {
					const same = archive.entries().find(({path}) => path === item.path)!;
					const [forward, anywhere] = [await collect(item.open()), await collect(archive.open(same))];
					expect([sameBytes(forward, contents[item.path]!), sameBytes(anywhere, contents[item.path]!)]).toEqual([true, true]);
				}
			}
			expect(seen.toSorted()).toEqual(['Ordner', 'Ordner/é.bin', 'a.txt', 'empty', 'nothing']);
		} finally {
			await rm(folder, {recursive: true});
		}
	});
});

it('70,000 entries are read from front to back', async () => {
	const count = 70_000;
	const entries = Array.from({length: count}, (_, index) => entry(`folder ${index % 100}/${index}`, index % 10 === 0 ? String(index) : ''));
	let seen = 0;
	let length = 0;
	for await (const item of readZipStream(zip(entries))) {
		seen++;
		length += item.size ?? 0;
	}
	expect([seen, length]).toEqual([count, entries.reduce((sum, {size}) => sum + (size ?? 0), 0)]);
}, 60_000);
