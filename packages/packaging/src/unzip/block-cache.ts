/** Keeps the parts of a file that were read last, and reads more than is asked for where it is read on. */
export interface BlockCache {
	read(offset: number, length: number): Promise<Uint8Array>;
	/** Says that this part will be read soon. */
	expect(offset: number, length: number): void;
	/** Keeps a part that is there already, for good. */
	put(offset: number, bytes: Uint8Array): void;
}

interface Block {
	readonly start: number;
	readonly length: number;
	readonly bytes: Promise<Uint8Array>;
}

const firstLength = 64 * 1024;
const maxLength = 2 * 1024 * 1024;
const maxBlocks = 4;

export function createBlockCache(size: number, load: (offset: number, length: number) => Promise<Uint8Array>): BlockCache {
	let kept: Block | undefined;
	let blocks: readonly Block[] = [];

	const find = (offset: number, length: number): Block | undefined =>
		[...blocks, ...(kept === undefined ? [] : [kept])].find(
			block => block.start <= offset && offset + length <= block.start + block.length,
		);

	const begin = (offset: number, length: number): Block => {
		const last = blocks.at(-1);
		const isNext = last !== undefined && offset >= last.start && offset <= last.start + last.length;
		const wanted = isNext ? Math.min(maxLength, last.length * 2) : firstLength;
		const most = Math.min(Math.max(length, wanted), size - offset);
		// What is kept need not be read again.
		const until =
			kept !== undefined && offset < kept.start && offset + length <= kept.start ? Math.min(offset + most, kept.start) : offset + most;
		const bytes = load(offset, until - offset);
		const block = {start: offset, length: until - offset, bytes};
		bytes.catch(() => {
			blocks = blocks.filter(each => each !== block); // The next one who wants it asks again.
		});
		if (block.length <= maxLength) {
			blocks = [...blocks, block].slice(-maxBlocks);
		}
		return block;
	};
	return {
		async read(offset, length) {
			if (length === 0) {
				return new Uint8Array(0);
			}
			const block = find(offset, length) ?? begin(offset, length);
			const bytes = await block.bytes;
			return bytes.subarray(offset - block.start, offset - block.start + length);
		},
		expect(offset, length) {
			if (find(offset, length) === undefined) {
				begin(offset, length);
			}
		},
		put(offset, bytes) {
			kept = {start: offset, length: bytes.length, bytes: Promise.resolve(bytes)};
		},
	};
}
