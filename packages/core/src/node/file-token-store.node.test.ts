import {execFile} from 'node:child_process';
import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Secret} from '../auth/secret.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {createFileTokenStore} from './file-token-store.ts';

let directory = '';
let file = '';

beforeEach(async () => {
	directory = await files.mkdtemp(join(tmpdir(), 'fonds-'));
	file = join(directory, 'deep', 'tokens.json');
});

afterEach(async () => {
	await files.rm(directory, {recursive: true});
});

const token = (value: string, expiresAt: number = Date.now() + 60_000) => ({value: new Secret(value), expiresAt});
const reveal = async (key: string) => (await createFileTokenStore(file).get(key))?.value.reveal();
const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);
const mode = async (path: string) => ((await files.stat(path)).mode & 0o777).toString(8);

describe('a file of tokens', () => {
	it('keeps one token per key, for whoever opens it next', async () => {
		const store = createFileTokenStore(file);
		expect(await store.get('a')).toBeUndefined();
		const expiresAt = Date.now() + 60_000;
		await store.set('a', token('first'));
		await store.set('b', {value: new Secret('second'), expiresAt: undefined});
		await store.set('a', token('third', expiresAt));
		expect(await createFileTokenStore(file).get('a')).toEqual({value: new Secret('third'), expiresAt});
		expect(await reveal('a')).toBe('third');
		expect((await store.get('b'))?.expiresAt).toBeUndefined();
		await store.delete('a');
		expect(await reveal('a')).toBeUndefined();
		expect(await reveal('b')).toBe('second');
	});

	it('takes any key', async () => {
		const store = createFileTokenStore(file);
		for (const key of ['__proto__', 'constructor', 'https://a.test tenant "user"']) {
			await store.set(key, token(key));
			expect(await reveal(key)).toBe(key);
		}
	});

	it('is for its owner only, and so is a directory it had to make', async () => {
		await createFileTokenStore(file).set('a', token('x'));
		expect(await mode(file)).toBe('600');
		expect(await mode(join(directory, 'deep'))).toBe('700');
	});

	it('leaves nothing else behind', async () => {
		await createFileTokenStore(file).set('a', token('x'));
		expect(await files.readdir(join(directory, 'deep'))).toEqual(['tokens.json']);
	});

	it('drops what has ended', async () => {
		const store = createFileTokenStore(file);
		await store.set('old', token('x', Date.now() - 1));
		await store.set('new', token('y'));
		expect(await files.readFile(file, 'utf8')).not.toContain('old');
		expect(await reveal('new')).toBe('y');
	});

	it.each([0o640, 0o604, 0o660])('that others may read (%o) is refused, with what to do', async permissions => {
		const store = createFileTokenStore(file);
		await store.set('a', token('sesame'));
		await files.chmod(file, permissions);
		for (const error of [await failure(store.get('a')), await failure(store.set('b', token('x'))), await failure(store.delete('a'))]) {
			expect(isSdkError(error, 'unsafe-file')).toBe(true);
			expect(String(error)).toContain(`chmod 600 ${file}`);
			expect(String(error)).not.toContain('sesame');
		}

		expect(await files.readdir(join(directory, 'deep'))).toEqual(['tokens.json']);
	});

	it.each([
		'',
		'{"tokens": ',
		'[]',
		'{}',
		'null',
		'{"tokens": {"a": {"value": 1}}}',
		'{"tokens": {"a": "sesame"}}',
		'{"tokens": {"a": {"value": "x", "expiresAt": "y"}}}',
	])('that is something else, %j, is left as it is and not quoted', async text => {
		await files.mkdir(join(directory, 'deep'));
		await files.writeFile(file, text, {mode: 0o600});
		const store = createFileTokenStore(file);
		for (const error of [await failure(store.get('a')), await failure(store.set('a', token('x')))]) {
			expect(error).toMatchObject({name: 'DecodeError', message: expect.stringContaining(file)});
			expect(String(error)).not.toContain('sesame');
		}

		expect(await files.readFile(file, 'utf8')).toBe(text);
	});

	it('loses nothing when many write at the same time', async () => {
		const keys = Array.from({length: 20}, (_, index) => `key-${index}`);
		await Promise.all(keys.map(key => createFileTokenStore(file).set(key, token(key))));
		expect(await Promise.all(keys.map(reveal))).toEqual(keys);
	});

	it('loses nothing when several processes write at the same time', async () => {
		const script = (name: string) => `
			import {Secret} from ${JSON.stringify(new URL('../auth/secret.ts', import.meta.url).href)};
			import {createFileTokenStore} from ${JSON.stringify(new URL('file-token-store.ts', import.meta.url).href)};
			const store = createFileTokenStore(${JSON.stringify(file)});
			for (let index = 0; index < 10; index++) {
				await store.set('${name}' + index, {value: new Secret('x'), expiresAt: undefined});
			}`;
		const run = (name: string) => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script(name)]);
		await Promise.all(['a', 'b', 'c'].map(run));
		const {tokens}: {readonly tokens: object} = JSON.parse(await files.readFile(file, 'utf8'));
		expect(Object.keys(tokens)).toHaveLength(30);
	});

	it('takes over the lock of a process that died', async () => {
		const store = createFileTokenStore(file);
		await store.set('a', token('x'));
		await files.writeFile(`${file}.lock`, '');
		await files.utimes(`${file}.lock`, 0, 0);
		await store.set('a', token('y'));
		expect(await reveal('a')).toBe('y');
		expect(await files.readdir(join(directory, 'deep'))).toEqual(['tokens.json']);
	});

	it('says so when its directory cannot be made', async () => {
		await files.writeFile(join(directory, 'deep'), '');
		expect(isSdkError(await failure(createFileTokenStore(file).set('a', token('x'))), 'no-directory')).toBe(true);
	});
});
