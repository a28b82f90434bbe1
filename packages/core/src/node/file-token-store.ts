/// <reference types="node" />
import {randomUUID} from 'node:crypto';
import * as files from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {Secret} from '../auth/secret.ts';
import type {StoredToken, TokenStore} from '../auth/token-store.ts';
import {ConfigurationError} from '../errors/configuration-error.ts';
import {DecodeError} from '../errors/decode-error.ts';
import {withFileLock} from './file-lock.ts';
import {codeOf, explain, syncDirectory} from './file-system.ts';

interface Entry {
	readonly value: string;
	readonly expiresAt?: number | undefined;
}

type Entries = ReadonlyMap<string, Entry>;

/**
 * Keeps tokens in a file that only its owner may read, so that several scripts, also at the same time, share one sign-in. The file is replaced
 * as a whole under a lock; a reader never sees half of it. Its directory is made, for the owner only, if it is missing. Tokens that have ended
 * are dropped with the next write.
 *
 * On Windows, where files have no such mode, the permissions of the directory protect it.
 *
 * @throws ConfigurationError with code `unsafe-file` from every method when others may read the file
 * @throws DecodeError when the file is not a token store
 */
export function createFileTokenStore(path: string): TokenStore {
	const file = resolve(path);

	const change = async (edit: (entries: Map<string, Entry>) => void): Promise<void> => {
		try {
			await files.mkdir(dirname(file), {recursive: true, mode: 0o700});
			await withFileLock(file, async () => {
				const entries = new Map([...(await read(file))].filter(([, {expiresAt = Infinity}]) => expiresAt > Date.now()));
				edit(entries);
				await replace(file, entries);
			});
		} catch (error) {
			throw explain(error, file);
		}
	};

	return {
		async get(key) {
			const entry = (await read(file)).get(key);
			return entry && {value: new Secret(entry.value), expiresAt: entry.expiresAt};
		},
		set: (key, {value, expiresAt}: StoredToken) =>
			change(entries => {
				entries.set(key, {value: value.reveal(), expiresAt});
			}),
		delete: key =>
			change(entries => {
				entries.delete(key);
			}),
	};
}

async function read(file: string): Promise<Entries> {
	let handle: files.FileHandle;
	try {
		handle = await files.open(file, 'r');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return new Map();
		}

		throw error;
	}

	try {
		const {mode} = await handle.stat(); // Of the opened file: its name may lead elsewhere a moment later.
		if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
			throw new ConfigurationError(`Others may read the tokens in ${file}. Run: chmod 600 ${quoteForShell(file)}`, {code: 'unsafe-file'});
		}

		return parse(await handle.readFile('utf8'), file);
	} finally {
		await handle.close();
	}
}

const quoteForShell = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Whatever is wrong, the text is not quoted: it holds tokens. */
function parse(text: string, file: string): Entries {
	const entries = Object.entries(readTokens(text) ?? {'': undefined});
	const tokens = entries.flatMap(([key, entry]): [string, Entry][] => (isEntry(entry) ? [[key, entry]] : []));
	if (tokens.length < entries.length) {
		throw new DecodeError(`${file} is not a file of tokens. Delete it, or name another.`);
	}

	return new Map(tokens);
}

function readTokens(text: string): object | undefined {
	try {
		const content: unknown = JSON.parse(text);
		return isObject(content) && 'tokens' in content && isObject(content.tokens) ? content.tokens : undefined;
	} catch {
		return undefined;
	}
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isEntry = (value: unknown): value is Entry =>
	isObject(value) &&
	'value' in value &&
	typeof value.value === 'string' &&
	(!('expiresAt' in value) || typeof value.expiresAt === 'number');

async function replace(file: string, entries: Entries): Promise<void> {
	const temporary = `${file}.${randomUUID()}.part`;
	try {
		const handle = await files.open(temporary, 'wx', 0o600);
		try {
			await handle.writeFile(`${JSON.stringify({tokens: Object.fromEntries(entries)}, undefined, '\t')}\n`);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await files.rename(temporary, file);
		await syncDirectory(files, dirname(file));
	} catch (error) {
		await files.unlink(temporary).catch(() => {});
		throw error;
	}
}
