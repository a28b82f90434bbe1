import {createHasher} from '@fonds/core/hash';
import {describe, expect, it} from 'vitest';
import {entry, textBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import {bagLayout, validateBag} from './index.ts';

async function md5(text: string): Promise<string> {
	const hasher = await createHasher(['md5']);
	hasher.update(textBytes(text));
	return hasher.digest().md5 ?? '';
}

/** A bag as it stands: what the manifest lists, by the words in it, and what is there. */
async function bagOf(version: string, listed: Readonly<Record<string, string>>, there: Readonly<Record<string, string>>): Promise<Files> {
	const lines = await Promise.all(Object.entries(listed).map(async ([path, text]) => `${await md5(text)}  ${path}\n`));
	return new Map([
		['bagit.txt', textBytes(`BagIt-Version: ${version}\nTag-File-Character-Encoding: UTF-8\n`)],
		['manifest-md5.txt', textBytes(lines.join(''))],
		...Object.entries(there).map(([path, text]) => [path, textBytes(text)] as const),
	]);
}

async function verdictOn(files: Files, emptyFolders: readonly string[] = []): Promise<readonly string[]> {
	const {status, findings} = await validateBag(treeOf(files, emptyFolders));
	return [status, ...findings.map(({code, path}) => `${code} ${path}`)];
}

describe('a file that is lost', () => {
	it('is missing, also when another has its bytes and nearly its name', async () => {
		const listed = {'data/100%25': 'x', 'data/100%2525': 'x'};
		expect(await verdictOn(await bagOf('1.0', listed, {'data/100%25': 'x', 'data/100%': 'x'}))).toEqual(['valid']);
		expect(await verdictOn(await bagOf('1.0', listed, {'data/100%25': 'x'}))).toEqual(['invalid', 'missing data/100%']);
	});

	it.each([
		['composed otherwise', 'data/é', 'data/e\u0301'],
		['in another letter case', 'data/a', 'data/A'],
	])('is missing when there is a twin %s, but for bags that old tools made', async (_, one, other) => {
		const listed = {[one]: 'x', [other]: 'x'};
		expect(await verdictOn(await bagOf('1.0', listed, {[one]: 'x'}))).toEqual(['invalid', `name-collision ${other}`]);
		expect(await verdictOn(await bagOf('0.97', listed, {[one]: 'x'}))).toEqual(['valid', `name-collision ${other}`]);
		expect(await verdictOn(await bagOf('0.97', {...listed, [other]: 'y'}, {[one]: 'x'}))).toEqual(['invalid', `missing ${other}`]);
	});
});

it('two lines that mean one file by other names are not both about it', async () => {
	const files = await bagOf('1.0', {'data/\u212b': 'x', 'data/\u00c5': 'x'}, {'data/A\u030a': 'x'});
	expect(await verdictOn(files)).toEqual(['invalid', 'name-form data/A\u030a', 'name-collision data/\u00c5']);
});

it('a file that has to be fetched is not lost, though it has a twin', async () => {
	const files = await bagOf('1.0', {'data/a': 'x', 'data/A': 'x'}, {'data/a': 'x', 'fetch.txt': 'https://example.org/A 1 data/A\n'});
	expect(await verdictOn(files)).toEqual(['incomplete', 'not-fetched data/A']);
});

describe('a file that no manifest has', () => {
	it.each([
		['an encoded percent sign', 'data/100%25', 'data/100%', 'data/100%25'],
		['another composition', 'data/é', 'data/é', 'data/e\u0301'],
	])('is told beside one that differs by %s', async (_, written, listed, stranger) => {
		const files = await bagOf('1.0', {[written]: 'x'}, {[listed]: 'x', [stranger]: 'strange'});
		expect(await verdictOn(files)).toEqual(['invalid', `not-listed ${stranger}`]);
	});
});

describe('a name that was written otherwise', () => {
	it.each([
		['percent signs', '1.0', 'data/a%b', 'data/a%b', []],
		['percent signs that were encoded too early', '0.97', 'data/a%25', 'data/a%', ['name-form data/a%']],
		['percent signs that are not encoded', '1.0', 'data/a%25', 'data/a%25', ['name-form data/a%25']],
		['composed letters', '1.0', 'data/é', 'data/e\u0301', ['name-form data/e\u0301']],
		['a line separator', '1.0', 'data/a\u2028b\u2029c', 'data/a\u2028b\u2029c', []],
		['line breaks', '1.0', 'data/a%0Ab%0dc', 'data/a\nb\rc', []],
	])('is found, with %s', async (_, version, written, there, findings) => {
		expect(await verdictOn(await bagOf(version, {[written]: 'x'}, {[there]: 'x'}))).toEqual(['valid', ...findings]);
	});
});

describe('the folder of the payload', () => {
	it('has to be there, though it may be empty', async () => {
		const files = await bagOf('1.0', {}, {});
		expect(await verdictOn(files)).toEqual(['invalid', 'no-payload data']);
		expect(await verdictOn(files, ['data'])).toEqual(['valid']);
		expect(await verdictOn(files, ['data/a'])).toEqual(['valid']);
		expect(await verdictOn(files, ['database'])).toEqual(['invalid', 'no-payload data']);
		const holey = await bagOf('1.0', {'data/b': 'x'}, {'fetch.txt': 'https://example.org/b 1 data/b\n'});
		expect(await verdictOn(holey)).toEqual(['incomplete', 'not-fetched data/b']);
	});
});

describe('paths that lead out on Windows', () => {
	it.each(['data/..\\..\\x', 'data\\..\\x', 'data/a\\..'])('%s is refused', async path => {
		const files = await bagOf('1.0', {'data/x': 'x'}, {'data/x': 'x', 'fetch.txt': `https://example.org/x - ${path}\n`});
		expect((await verdictOn(files))[1]).toBe('unsafe-path fetch.txt');
	});
});

describe('Payload-Oxum', () => {
	const remote = (size: number | string) => `https://example.org/b ${size} data/b\n`;
	const info = (oxum: string) => `Payload-Oxum: ${oxum}\n`;

	it.each([
		['3.2', remote(2), []],
		['3.2', remote('-'), []],
		['99.2', remote('-'), []],
		['1.1', remote(2), ['oxum-wrong bag-info.txt']],
		['4.2', remote(2), ['oxum-wrong bag-info.txt']],
		['3.1', remote('-'), ['oxum-wrong bag-info.txt']],
		['03.02', remote(2), []],
	])('of %s counts what has to be fetched: %j', async (oxum, fetch, findings) => {
		const files = await bagOf('1.0', {'data/a': 'x', 'data/b': 'yy'}, {'data/a': 'x', 'fetch.txt': fetch, 'bag-info.txt': info(oxum)});
		expect(await verdictOn(files)).toEqual([findings.length > 0 ? 'invalid' : 'incomplete', 'not-fetched data/b', ...findings]);
	});
});

it('a manifest that names one file very often takes no longer than it is', async () => {
	const line = `${await md5('x')}  data/x\n`;
	const files = await bagOf('0.97', {}, {'data/x': 'x', 'manifest-md5.txt': line.repeat(100_000)});
	const started = performance.now();
	expect((await validateBag(treeOf(files))).status).toBe('valid');
	expect(performance.now() - started).toBeLessThan(5000);
});

it('tag files are not read after the signal', async () => {
	const tree = treeOf(await filesOf(bagLayout([entry('a', 'x')])));
	const stop = new AbortController();
	const opened: string[] = [];
	const files = new Map(
		Array.from(tree.files, ([path, file]) => {
			const open: typeof file.open = options => {
				opened.push(path);
				stop.abort(new Error('enough'));
				return file.open(options);
			};
			return [path, {...file, open}] as const;
		}),
	);
	await expect(validateBag({...tree, files}, {signal: stop.signal})).rejects.toThrow('enough');
	expect(opened).toEqual(['bagit.txt']);
});
