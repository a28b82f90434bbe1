import {entryFromFile} from '../entries/file-entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {entriesOfDirectory} from '../sources/directory-handle.ts';
import {blobFile} from '../tree/tree-of-entries.ts';
import {isPosted, type Slot, type ValueKind, type ValueRecord} from './value-records.ts';

/* oxlint-disable typescript/no-unsafe-type-assertion -- what comes from another thread has no types; both sides are of one version. */

/** Makes of what `encodeValue` posts what a format is described with. */
export interface ValueDecoder {
	add(records: readonly ValueRecord[]): void;
	decode(slot: Slot): unknown;
}

interface Received {
	readonly kind: ValueKind;
	readonly items: Slot[];
}

export function createDecoder(): ValueDecoder {
	const received = new Map<number, Received>();
	return {
		add(records) {
			for (const {id, kind, items} of records) {
				const known = received.get(id);
				if (known === undefined) {
					received.set(id, {kind, items: [...items]});
				} else {
					known.items.push(...items);
				}
			}
		},
		decode(slot) {
			const made = new Map<number, object>();
			const valueOf = (item: Slot): unknown =>
				typeof item === 'object' && item !== null && !isPosted(item) ? made.get((item as {ref: number}).ref) : item;
			received.forEach((object, id) => void made.set(id, make(object)));
			received.forEach(({kind, items}, id) => fill(made.get(id)!, kind, items.map(valueOf)));
			return valueOf(slot);
		},
	};
}

/** All objects are made before they are filled, for they may lead to each other. */
function make({kind, items}: Received): object {
	const field = (name: string): unknown => items[items.findIndex((item, index) => index % 2 === 0 && item === name) + 1];
	switch (kind) {
		case 'entry':
			return blobFile(entryFromFile(field('blob') as Blob, String(field('path'))));
		case 'folder':
			return folderEntry(String(field('path')));
		case 'directory':
			return entriesOfDirectory(field('directory') as FileSystemDirectoryHandle);
		case 'list':
			return [];
		case 'map':
			return new Map();
		case 'set':
			return new Set();
		default:
			return {};
	}
}

function fill(made: object, kind: ValueKind, items: readonly unknown[]): void {
	if (Array.isArray(made)) {
		items.forEach(item => void made.push(item));
	} else if (made instanceof Set) {
		items.forEach(item => void made.add(item));
	} else if (kind !== 'directory') {
		for (let at = 0; at < items.length; at += 2) {
			const [key, value] = [items[at], items[at + 1]];
			if (made instanceof Map) {
				made.set(key, value);
			} else {
				// A field may be named `__proto__`.
				Object.defineProperty(made, String(key), {value, enumerable: true, writable: true, configurable: true});
			}
		}
	}
}
