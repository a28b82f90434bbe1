import {ConfigurationError} from '@fonds/core';
import {entryFromFile, type BlobEntry} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {entriesOfDirectoryHandle} from '../sources/directory-handle.ts';
import {blobFile} from '../tree/tree-of-entries.ts';

/* oxlint-disable typescript/no-unsafe-type-assertion -- what comes from another thread has no types; both sides are of one version. */

/** Marks what stands for something that cannot be posted. */
const mark = '@fonds/packaging:stands-for';

/** What stands for an entry, an empty folder, or the entries of a directory handle. Its own fields stand beside the mark. */
interface StandIn {
	readonly [mark]: 'entry' | 'folder' | 'directory';
	readonly [field: string]: unknown;
}

/** What has been made of objects already: one that stands in two places stays one. */
type Known = Map<object, unknown>;

/**
 * Turns what a format is described with into what can be posted: entries become their `Blob` and their fields, entries of a directory handle become the
 * handle, what comes one by one is waited for. No bytes are read.
 *
 * @throws ConfigurationError for functions, and for entries that are neither.
 */
export async function encodeValue(value: unknown): Promise<unknown> {
	return await encode(value, 'the description', new Map());
}

async function encode(value: unknown, place: string, known: Known): Promise<unknown> {
	if (typeof value === 'function' || typeof value === 'symbol') {
		throw new ConfigurationError(`${place} is a ${typeof value}, which cannot be given to a worker.`);
	}
	if (typeof value !== 'object' || value === null || isPosted(value)) {
		return value;
	}
	return known.get(value) ?? (await encodeObject(value, place, known));
}

async function encodeObject(value: object, place: string, known: Known): Promise<unknown> {
	const directory: unknown = Reflect.get(value, 'directory');
	if (isEntry(value)) {
		return await fill({[mark]: checkEntry(value)}, fieldsOf(value), value, place, known);
	}
	if (typeof directory === 'object' && directory !== null && isAsyncIterable(value)) {
		return await fill({[mark]: 'directory'}, [['directory', directory]], value, place, known);
	}
	if (value instanceof Map) {
		const map = new Map<unknown, unknown>();
		known.set(value, map);
		for (const [key, item] of value) {
			map.set(key, await encode(item, `${place}.${String(key)}`, known));
		}
		return map;
	}
	if (isAsyncIterable(value) || isIterable(value)) {
		const list: unknown[] = [];
		known.set(value, list);
		for await (const item of value) {
			list.push(await encode(item, `${place}[${list.length}]`, known));
		}
		return list;
	}
	return isPlain(value) ? await fill({}, Object.entries(value), value, place, known) : value; // Cloning knows it, or says that it does not.
}

async function fill(
	target: Record<string, unknown>,
	fields: readonly (readonly [string, unknown])[],
	of: object,
	place: string,
	known: Known,
) {
	known.set(of, target);
	for (const [key, field] of fields) {
		target[key] = await encode(field, `${place}.${key}`, known);
	}
	return target;
}

/** Structured cloning takes these as they are. Handles are known by what they do: not every runtime has their class. */
function isPosted(value: object): boolean {
	return [Blob, Date, Set, ArrayBuffer].some(type => value instanceof type) || ArrayBuffer.isView(value) || 'isSameEntry' in value;
}

function isEntry(value: object): value is Partial<BlobEntry> {
	return 'open' in value && typeof value.open === 'function' && 'path' in value;
}

function checkEntry({path, blob, directory}: Partial<BlobEntry>): StandIn[typeof mark] {
	if (directory === true) {
		return 'folder';
	}
	if (blob === undefined) {
		throw new ConfigurationError(
			`The file "${path}" cannot be given to a worker: only files a user has chosen and Blobs can (entryFromFile).`,
		);
	}
	return 'entry';
}

function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || prototype === Object.prototype;
}

const ways = new Set(['open', 'openReader', 'access']);
const fieldsOf = (entry: object): [string, unknown][] => Object.entries(entry).filter(([key]) => !ways.has(key));

function isIterable(value: object): value is Iterable<unknown> {
	return Symbol.iterator in value;
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
	return Symbol.asyncIterator in value;
}

/** Makes of what was posted what a format is described with. */
export function decodeValue(value: unknown): unknown {
	return decode(value, new Map());
}

function decode(value: unknown, known: Known): unknown {
	return typeof value !== 'object' || value === null || isPosted(value) ? value : (known.get(value) ?? decodeObject(value, known));
}

function decodeObject(value: object, known: Known): unknown {
	if (value instanceof Map) {
		const map = new Map<unknown, unknown>();
		known.set(value, map);
		value.forEach((item, key) => void map.set(key, decode(item, known)));
		return map;
	}
	if (Array.isArray(value)) {
		const list: unknown[] = [];
		known.set(value, list);
		value.forEach(item => void list.push(decode(item, known)));
		return list;
	}
	if (!isPlain(value)) {
		return value;
	}
	const decoded: Record<string, unknown> = {};
	known.set(value, decoded);
	for (const [key, field] of Object.entries(value)) {
		decoded[key] = decode(field, known);
	}
	return Object.hasOwn(decoded, mark) ? restore(decoded, value, known) : decoded;
}

/** What it was: an entry of its Blob, with the fields that its maker gave it. */
function restore({[mark]: kind, ...fields}: Record<string, unknown>, of: object, known: Known): unknown {
	const {path, blob, directory} = fields;
	const restored =
		kind === 'entry' ? {...blobFile(entryFromFile(blob as Blob, String(path))), ...fields} : restoreFolder(kind, path, directory);
	known.set(of, restored);
	return restored;
}

function restoreFolder(kind: unknown, path: unknown, directory: unknown): unknown {
	return kind === 'folder' ? folderEntry(String(path)) : entriesOfDirectoryHandle(directory as FileSystemDirectoryHandle);
}
