import {ConfigurationError} from '@fonds/core';
import {untilAbort} from '../entries/until-abort.ts';
import type {BlobEntry} from '../entries/file-entry.ts';
import {isPosted, type Slot, type ValueKind, type ValueRecord, type ValueReference} from './value-records.ts';

/** How long a page is held up at a time, in milliseconds. Browsers call a task long from 50 on. */
const turn = 8;

/** How much is posted at a time: what that takes counts, too. */
const batchSize = 1000;

/** An object that is still to be posted. */
interface Waiting {
	readonly value: object;
	readonly id: number;
	/** Where it is, for messages. */
	readonly place: string;
}

type SlotOf = (value: unknown, place: string) => Slot;

/**
 * Posts what a format is described with, part by part, so that the page has its turns in between: entries become their `Blob` and their fields, entries of a
 * directory handle become the handle, what comes one by one is waited for. An object that stands in two places is posted once. No bytes are read.
 *
 * @returns what stands for it.
 * @throws ConfigurationError for functions, for entries without a `Blob`, and for objects that would lose something; the reason of the signal.
 */
export async function encodeValue(
	value: unknown,
	send: (records: readonly ValueRecord[]) => void,
	signal: AbortSignal = new AbortController().signal,
): Promise<Slot> {
	const ids = new Map<object, number>();
	const waiting: Waiting[] = [];
	const slotOf: SlotOf = (item, place) => {
		if (typeof item === 'function' || typeof item === 'symbol') {
			throw new ConfigurationError(`${place} is a ${typeof item}, which cannot be given to a worker.`);
		}
		if (typeof item !== 'object' || item === null || isPosted(item)) {
			return item;
		}
		const id = ids.get(item) ?? ids.size;
		if (id === ids.size) {
			ids.set(item, id);
			waiting.push({value: item, id, place});
		}
		return {ref: id} satisfies ValueReference;
	};
	const outbox = createOutbox(send, signal);
	const root = slotOf(value, 'the description');
	for (const object of waiting) {
		await encodeObject(object, slotOf, outbox, signal);
	}
	outbox.flush();
	return root;
}

async function encodeObject({value, id, place}: Waiting, slotOf: SlotOf, outbox: Outbox, signal: AbortSignal): Promise<void> {
	const kind = kindOf(value, place);
	if (kind !== 'list' && kind !== 'map' && kind !== 'set') {
		const items = fieldsOf(value, kind).flatMap(([key, field]) => [key, slotOf(field, `${place}.${key}`)]);
		await outbox.add({id, kind, items});
		return;
	}
	let items: Slot[] = [];
	let count = 0;
	for await (const element of untilAbort(elementsOf(value), signal)) {
		items.push(slotOf(element, `${place}[${count++}]`));
		if (items.length === batchSize) {
			await outbox.add({id, kind, items});
			items = [];
		}
	}
	await outbox.add({id, kind, items});
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- what is described has no types here; it was looked at. */

function kindOf(value: object, place: string): ValueKind {
	if (isEntry(value)) {
		return checkEntry(value);
	}
	const directory: unknown = Reflect.get(value, 'directory');
	if (typeof directory === 'object' && directory !== null && Symbol.asyncIterator in value) {
		return 'directory';
	}
	if (value instanceof Map || value instanceof Set) {
		return value instanceof Map ? 'map' : 'set';
	}
	if (Symbol.iterator in value || Symbol.asyncIterator in value) {
		return 'list';
	}
	if (!isPlain(value)) {
		throw new ConfigurationError(`${place} cannot be given to a worker: it is neither data nor a file. Make a plain object of it.`);
	}
	return 'object';
}

function isEntry(value: object): value is Partial<BlobEntry> {
	return 'open' in value && typeof value.open === 'function' && 'path' in value;
}

function checkEntry({path, blob, directory}: Partial<BlobEntry>): ValueKind {
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

/** Objects of classes are cloned without what their class gives them. Those of another frame have another `Object`. */
function isPlain(value: object): boolean {
	const prototype: object | null = Object.getPrototypeOf(value);
	return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
}

/** Ways to the bytes, which stay behind. */
const ways = new Set(['open', 'openReader', 'access']);
const entryFields = ['path', 'size', 'modified', 'compress', 'directory', 'blob'];

function fieldsOf(value: object, kind: ValueKind): readonly (readonly [string, unknown])[] {
	switch (kind) {
		case 'directory':
			return [['directory', Reflect.get(value, 'directory')]];
		case 'object':
			return Object.entries(value);
		default: {
			const inherited = isPlain(value) ? [] : entryFields.filter(key => key in value && !Object.hasOwn(value, key));
			return [...inherited, ...Object.keys(value)].filter(key => !ways.has(key)).map(key => [key, Reflect.get(value, key)]);
		}
	}
}

function elementsOf(value: object): Iterable<unknown> | AsyncIterable<unknown> {
	return value instanceof Map ? [...value].flat() : (value as Iterable<unknown> | AsyncIterable<unknown>);
}

interface Outbox {
	/** Takes a record, and lets the page have its turn if it has waited long enough. */
	add(record: ValueRecord): Promise<void> | undefined;
	flush(): void;
}

function createOutbox(send: (records: readonly ValueRecord[]) => void, signal: AbortSignal): Outbox {
	let records: ValueRecord[] = [];
	let size = 0;
	let began = performance.now();
	const flush = (): void => {
		send(records);
		records = [];
		size = 0;
	};
	const pause = async (): Promise<void> => {
		await new Promise(resolve => {
			setTimeout(resolve);
		});
		signal.throwIfAborted();
		began = performance.now();
	};
	return {
		add(record) {
			records.push(record);
			size += record.items.length + 1;
			if (size >= batchSize) {
				flush();
			}
			return performance.now() - began > turn ? pause() : undefined;
		},
		flush,
	};
}
