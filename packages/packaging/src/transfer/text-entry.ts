import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';

/** A small file of a text. */
export function textEntry(path: string, text: string): PackageEntry {
	const bytes = new TextEncoder().encode(text);
	return {path, size: bytes.length, open: () => streamFrom([bytes])};
}
