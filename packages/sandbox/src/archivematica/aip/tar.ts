/** A file to be put into a tar. */
export interface TarEntry {
	readonly path: string;
	readonly size: number;
	/** Milliseconds since 1970. */
	readonly modified: number;
	readonly open: () => AsyncIterable<Uint8Array>;
}

const block = 512;
const longestExtension = 1024 * 1024;
const encoder = new TextEncoder();

/** Files as a tar archive (POSIX.1-2001): plain ustar headers, and extended ones for what does not fit into them. */
export async function* tar(entries: Iterable<TarEntry>): AsyncGenerator<Uint8Array> {
	for (const entry of entries) {
		yield headersOf(entry);
		let written = 0;
		for await (const chunk of entry.open()) {
			written += chunk.length;
			yield chunk;
		}
		if (written !== entry.size) throw new Error(`${entry.path} has ${written} bytes instead of ${entry.size}.`);
		yield new Uint8Array(padding(entry.size));
	}
	yield new Uint8Array(2 * block);
}

/** How long the archive of these files will be. */
export function tarLength(entries: Iterable<TarEntry>): number {
	let length = 2 * block;
	for (const entry of entries) length += headersOf(entry).length + entry.size + padding(entry.size);
	return length;
}

/** A file of a tar being read. Its bytes must be read, or left, before the next one is asked for. */
export interface TarFile {
	readonly path: string;
	readonly size: number;
	readonly modified: number;
	readonly bytes: AsyncIterable<Uint8Array>;
}

/** The files of a tar, in order. @throws Error when the archive is damaged or ends early. */
export async function* untar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
	const input = new Input(source);
	try {
		let extended: ReadonlyMap<string, string> = new Map();
		for (;;) {
			const bytes = await input.take(block);
			if (bytes.every(byte => byte === 0)) return;
			const {type, path, size, modified} = parseHeader(bytes);
			if (type === 'x' || type === 'L') {
				extended = await readExtension(input, type, size);
				continue;
			}
			const length = extended.has('size') ? Number(extended.get('size')) : size;
			const content = input.part(length);
			if (type === '0' || type === '\0') yield {path: extended.get('path') ?? path, size: length, modified, bytes: content};
			await drain(content);
			await input.take(padding(length));
			extended = new Map();
		}
	} finally {
		await input.close();
	}
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
	const iterator = bytes[Symbol.asyncIterator]();
	while (!(await iterator.next()).done);
}

async function readExtension(input: Input, type: 'x' | 'L', size: number): Promise<ReadonlyMap<string, string>> {
	if (size > longestExtension) throw new Error(`The tar archive has an extended header of ${size} bytes.`);
	const body = (await input.take(size + padding(size))).subarray(0, size);
	return type === 'L' ? new Map([['path', new TextDecoder().decode(body).replace(/\0.*$/su, '')]]) : parseRecords(body);
}

function padding(size: number): number {
	return (block - (size % block)) % block;
}

function headersOf({path, size, modified}: TarEntry): Uint8Array {
	const split = splitPath(path);
	const mtime = Math.trunc(modified / 1000);
	if (split && size < 8 ** 11) return header(split.name, split.prefix, size, mtime, '0');
	const records = encoder.encode(record('path', path) + (size < 8 ** 11 ? '' : record('size', String(size))));
	const short = path.replaceAll(/[^\u0020-\u007E]/gu, '').slice(-90);
	return concat(
		header('PaxHeader', '', records.length, mtime, 'x'),
		records,
		new Uint8Array(padding(records.length)),
		header(short, '', size < 8 ** 11 ? size : 0, mtime, '0'),
	);
}

/** The two fields a path of plain ASCII fits into, if it does. */
function splitPath(path: string): {name: string; prefix: string} | undefined {
	if (/[^\u0020-\u007E]/u.test(path)) return undefined;
	if (path.length <= 100) return {name: path, prefix: ''};
	const slash = path.indexOf('/', path.length - 101);
	return slash > 0 && slash <= 155 ? {name: path.slice(slash + 1), prefix: path.slice(0, slash)} : undefined;
}

function header(name: string, prefix: string, size: number, mtime: number, type: string): Uint8Array {
	const bytes = new Uint8Array(block);
	const put = (text: string, offset: number) => bytes.set(encoder.encode(text), offset);
	put(name, 0);
	put(octal(0o644, 7), 100);
	put(octal(0, 7), 108);
	put(octal(0, 7), 116);
	put(octal(size, 11), 124);
	put(octal(Math.max(0, mtime), 11), 136);
	put('        ', 148);
	put(type, 156);
	put('ustar\u000000', 257);
	put(prefix, 345);
	put(
		`${bytes
			.reduce((sum, byte) => sum + byte, 0)
			.toString(8)
			.padStart(6, '0')}\0 `,
		148,
	);
	return bytes;
}

function octal(value: number, digits: number): string {
	return `${value.toString(8).padStart(digits, '0')}\0`;
}

/** One record of an extended header: its length, which counts itself, a key and a value. */
function record(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	const bytes = encoder.encode(rest).length;
	let length = bytes + 1;
	while (String(length).length + bytes !== length) length = String(length).length + bytes;
	return `${length}${rest}`;
}

function parseHeader(bytes: Uint8Array): {type: string; path: string; size: number; modified: number} {
	const field = (start: number, length: number) =>
		new TextDecoder('latin1').decode(bytes.subarray(start, start + length)).replace(/\0.*$/su, '');
	const number = (start: number, length: number) => Number.parseInt(field(start, length).trim() || '0', 8);
	const sum = bytes.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
	if (sum !== number(148, 8)) throw new Error('The tar archive is damaged: a header does not match its checksum.');
	const prefix = field(257, 5) === 'ustar' ? field(345, 155) : '';
	const name = new TextDecoder().decode(bytes.subarray(0, 100)).replace(/\0.*$/su, '');
	return {
		type: String.fromCharCode(bytes[156] ?? 0),
		path: prefix === '' ? name : `${prefix}/${name}`,
		size: number(124, 12),
		modified: number(136, 12) * 1000,
	};
}

function parseRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
	const records = new Map<string, string>();
	for (let offset = 0; offset < bytes.length;) {
		const length = Number.parseInt(new TextDecoder().decode(bytes.subarray(offset, offset + 12)), 10);
		if (!(length > 0)) break;
		const [, key, value] = /^\d+ ([^=]+)=(.*)\n$/su.exec(new TextDecoder().decode(bytes.subarray(offset, offset + length))) ?? [];
		if (key !== undefined && value !== undefined) records.set(key, value);
		offset += length;
	}
	return records;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(parts));
}

/** Bytes of a stream, in the amounts they are asked for. */
class Input {
	readonly #iterator: AsyncIterator<Uint8Array>;
	#rest: Uint8Array = new Uint8Array();

	constructor(source: AsyncIterable<Uint8Array>) {
		this.#iterator = source[Symbol.asyncIterator]();
	}

	async take(length: number): Promise<Uint8Array> {
		const parts: Uint8Array[] = [];
		for await (const part of this.part(length)) parts.push(part);
		return concat(...parts);
	}

	/** The next bytes. What has not been read of them stays to be read by going on with the same object. */
	part(length: number): AsyncIterable<Uint8Array> {
		let left = length;
		const next = async (): Promise<IteratorResult<Uint8Array>> => {
			if (left === 0) return {done: true, value: undefined};
			if (this.#rest.length === 0) await this.#fill();
			const value = this.#rest.subarray(0, left);
			this.#rest = this.#rest.subarray(value.length);
			left -= value.length;
			return {done: false, value};
		};
		return {[Symbol.asyncIterator]: () => ({next})};
	}

	async close(): Promise<void> {
		await this.#iterator.return?.();
	}

	async #fill(): Promise<void> {
		while (this.#rest.length === 0) {
			const {done, value} = await this.#iterator.next();
			if (done) throw new Error('The tar archive ends too early.');
			this.#rest = value;
		}
	}
}
