import {pipeline, Readable} from 'node:stream';
import {crc32, createDeflateRaw, deflateRawSync} from 'node:zlib';

/** A file of a zip file to be written. */
export interface ZipItem {
	readonly name: string;
	readonly content: Uint8Array | (() => AsyncIterable<Uint8Array>);
	/** How large a streamed content is at most; from 4 GB on it is written in ZIP64 form. */
	readonly atMost?: number | undefined;
	/** Does it hold what is compressed already? It is deflated all the same, without effort, for readers that cannot seek. */
	readonly compressed?: boolean | undefined;
}

interface Written {
	readonly name: Buffer;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	readonly offset: number;
	readonly flags: number;
}

/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const utf8 = 0x800;
/** Sizes and CRC-32 follow the content (bit 3). */
const described = 0x8;
const deflated = 8;
const largest = 0xffff_ffff;
/** Above this, a streamed content may reach 4 GB once it is packed. */
const nearlyLargest = 0xf000_0000;

/**
 * Writes a zip file as a stream. The next item is asked for when the one before has been written to its end.
 *
 * @param time When its files are said to have been changed, in milliseconds since 1970.
 */
export async function* writeZip(items: Iterable<ZipItem> | AsyncIterable<ZipItem>, time: number): AsyncGenerator<Uint8Array> {
	const stamp = dosTime(time);
	const written: Written[] = [];
	let offset = 0;
	for await (const item of items) {
		const start = offset;
		const {name, content} = item;
		const entry = typeof content === 'function' ? writeStream(item, content(), start, stamp) : writeBytes(name, content, start, stamp);
		for (;;) {
			const step = await entry.next();
			if (step.done) {
				written.push(step.value);
				break;
			}
			offset += step.value.length;
			yield step.value;
		}
	}
	const directory = Buffer.concat(written.map(entry => directoryEntry(entry, stamp)));
	yield directory;
	yield end(written.length, directory.length, offset);
}

/** How large a zip file of these files is at most: deflating what cannot be deflated adds a little. */
export function zipSizeAtMost(files: readonly {readonly name: string; readonly size: number}[]): number {
	return files.reduce((sum, {name, size}) => sum + size + Math.ceil(size / 1000) + 2 * Buffer.byteLength(name) + 250, 100);
}

async function* writeBytes(name: string, bytes: Uint8Array, offset: number, stamp: Buffer): AsyncGenerator<Uint8Array, Written> {
	const packed = deflateRawSync(bytes);
	const entry = {name: Buffer.from(name), crc: crc32(bytes), packed: packed.length, size: bytes.length, offset, flags: utf8};
	yield localHeader(entry, stamp, false);
	yield packed;
	return entry;
}

async function* writeStream(
	item: ZipItem,
	content: AsyncIterable<Uint8Array>,
	offset: number,
	stamp: Buffer,
): AsyncGenerator<Uint8Array, Written> {
	const name = Buffer.from(item.name);
	const large = (item.atMost ?? 0) >= nearlyLargest;
	const flags = utf8 | described;
	let crc = 0;
	let size = 0;
	let packed = 0;
	async function* counted(): AsyncGenerator<Uint8Array> {
		for await (const chunk of content) {
			crc = crc32(chunk, crc);
			size += chunk.length;
			yield chunk;
		}
	}
	yield localHeader({name, crc: 0, packed: 0, size: 0, offset, flags}, stamp, large);
	const deflate = createDeflateRaw({level: item.compressed ? 0 : 1});
	pipeline(Readable.from(counted(), {objectMode: false}), deflate, () => undefined); // an error ends the loop below
	for await (const chunk of deflate as AsyncIterable<Uint8Array>) {
		packed += chunk.length;
		yield chunk;
	}
	if (!large && (size > largest || packed > largest)) throw new Error(`${item.name} is larger than it was said to be.`);
	yield Buffer.concat([u32(0x0807_4b50, crc), large ? u64(packed, size) : u32(packed, size)]);
	return {name, crc, packed, size, offset, flags};
}

function localHeader({name, crc, packed, size, flags}: Written, stamp: Buffer, large: boolean): Buffer {
	const extra = large ? Buffer.concat([u16(1, 16), u64(0, 0)]) : Buffer.alloc(0);
	const sizes = large ? u32(crc, largest, largest) : u32(crc, packed, size);
	const versionNeeded = large ? 45 : 20;
	return Buffer.concat([u32(0x0403_4b50), u16(versionNeeded, flags, deflated), stamp, sizes, u16(name.length, extra.length), name, extra]);
}

function directoryEntry({name, crc, packed, size, offset, flags}: Written, stamp: Buffer): Buffer {
	const long = [size, packed, offset].filter(value => value >= largest);
	const extra = long.length > 0 ? Buffer.concat([u16(1, long.length * 8), u64(...long)]) : Buffer.alloc(0);
	return Buffer.concat([
		u32(0x0201_4b50),
		u16(0x032d, long.length > 0 ? 45 : 20, flags, deflated),
		stamp,
		u32(crc, Math.min(packed, largest), Math.min(size, largest)),
		u16(name.length, extra.length, 0, 0, 0),
		u32(0o100644 * 0x10000, Math.min(offset, largest)),
		name,
		extra,
	]);
}

function end(count: number, size: number, offset: number): Buffer {
	const large = count >= 0xffff || offset >= largest || size >= largest;
	const long = Buffer.concat([
		u32(0x0606_4b50),
		u64(44),
		u16(45, 45),
		u32(0, 0),
		u64(count, count, size, offset),
		u32(0x0706_4b50, 0),
		u64(offset + size),
		u32(1),
	]);
	const short = Math.min(count, 0xffff);
	const record = Buffer.concat([
		u32(0x0605_4b50),
		u16(0, 0, short, short),
		u32(Math.min(size, largest), Math.min(offset, largest)),
		u16(0),
	]);
	return large ? Buffer.concat([long, record]) : record;
}

/** Time and date as a zip file has them (APPNOTE 4.4.6), which is from 1980 on. */
function dosTime(time: number): Buffer {
	const date = new Date(Math.max(time, Date.UTC(1980, 0, 1)));
	return u16(
		(date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
		((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
	);
}

function u16(...values: readonly number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, index * 2);
	return buffer;
}

function u32(...values: readonly number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 4);
	for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
	return buffer;
}

function u64(...values: readonly number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 8);
	for (const [index, value] of values.entries()) buffer.writeBigUInt64LE(BigInt(value), index * 8);
	return buffer;
}
