import {ConfigurationError, DecodeError} from '@fonds/core';
import {decodeBase64, encodeBase64} from './base64.ts';

/**
 * A path or a name on a server, where names are bytes and not always text.
 *
 * `base64` is the record: it holds exactly the bytes the server has, in the form the server takes them. It is plain data, so it can be kept
 * in a file or a job and used again.
 */
export interface ServerPath {
	/** The bytes, in base64. Compare and store this one. */
	readonly base64: string;
	/** The bytes read as UTF-8, to show to people. */
	readonly text: string;
	/** Whether `text` stands for exactly these bytes. `false`: they are not UTF-8, and `text` has replacement characters in it. */
	readonly exact: boolean;
}

/**
 * Makes a path from text, taken as it is (`é` as one character and `é` as two stay different), or from bytes.
 */
export function serverPath(path: string | Uint8Array): ServerPath {
	return describe(typeof path === 'string' ? new TextEncoder().encode(path) : path);
}

/** The path of something in a folder. */
export function joinServerPath(folder: ServerPath, name: ServerPath): ServerPath {
	const head = serverPathBytes(folder);
	const separator = head.length === 0 || head.at(-1) === slash ? [] : [slash];
	return describe(concat(head, Uint8Array.from(separator), serverPathBytes(name)));
}

/** The last name of a path, and the path without it; both keep their bytes. A trailing slash is no name. */
export function splitServerPath(path: ServerPath): {readonly folder: ServerPath; readonly name: ServerPath} {
	const bytes = serverPathBytes(path);
	let end = bytes.length;
	while (end > 0 && bytes[end - 1] === slash) {
		end--;
	}
	const cut = bytes.subarray(0, end).lastIndexOf(slash);
	return {folder: describe(bytes.subarray(0, Math.max(cut, 0))), name: describe(bytes.subarray(cut + 1, end))};
}

/** The bytes a path stands for. */
export function serverPathBytes(path: ServerPath): Uint8Array<ArrayBuffer> {
	const bytes = decodeBase64(path.base64);
	if (bytes === undefined) {
		throw new ConfigurationError(`The path '${path.text}' has no valid base64 form. Take paths from serverPath() or from browse().`);
	}
	return bytes;
}

/** Reads a name from an answer. @throws {@link DecodeError} when it is not base64. */
export function decodeServerName(base64: string): ServerPath {
	const bytes = decodeBase64(base64);
	if (bytes === undefined) {
		throw new DecodeError(`The Storage Service listed a name that is not base64: '${base64.slice(0, 60)}'.`);
	}
	return describe(bytes, base64);
}

/**
 * What the caller gave, as a path that stays inside its location.
 *
 * @throws {@link ConfigurationError} for `..` segments and for NUL, which no path on a server can mean honestly.
 */
export function insidePath(path: string | ServerPath): ServerPath {
	const inside = serverPath(typeof path === 'string' ? path : serverPathBytes(path));
	if (inside.text.includes('\0') || inside.text.split('/').includes('..')) {
		throw new ConfigurationError(`The path '${inside.text.replaceAll('\0', '\\0')}' leaves its location. Give a path without '..'.`);
	}
	return inside;
}

/** `<location uuid>:<path>` in base64, the way both ways of starting a transfer name a source (reference 1.7). */
export function encodeSource(location: string, path: ServerPath): string {
	return encodeBase64(concat(new TextEncoder().encode(`${location}:`), serverPathBytes(path)));
}

const slash = 0x2f;

function describe(bytes: Uint8Array, base64 = encodeBase64(bytes)): ServerPath {
	const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
	const again = new TextEncoder().encode(text);
	return {base64, text, exact: again.length === bytes.length && again.every((byte, index) => byte === bytes[index])};
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}
