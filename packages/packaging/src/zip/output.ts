/** How much is collected before it is passed on. Thousands of small entries leave in few chunks. */
const chunkSize = 1024 * 1024;

/** Collects small pieces into chunks and counts what has been written. */
export interface Output {
	/** How many bytes have been written. */
	readonly position: number;
	/** Memory for the next `length` bytes, in one piece. */
	reserve(length: number): Uint8Array<ArrayBuffer>;
	write(bytes: Uint8Array): void;
	/** Writes a large chunk without copying it. */
	pass(chunk: Uint8Array<ArrayBuffer>): void;
	/** Gives and forgets the chunks that are full; with `all`, also the one that is not. */
	take(all?: boolean): Uint8Array<ArrayBuffer>[];
}

export function createOutput(): Output {
	let ready: Uint8Array<ArrayBuffer>[] = [];
	let chunk = new Uint8Array(0);
	let used = 0;
	let position = 0;

	const finishChunk = (): void => {
		if (used > chunk.length / 2) {
			ready.push(chunk.subarray(0, used));
			chunk = new Uint8Array(0);
		} else if (used > 0) {
			ready.push(chunk.slice(0, used));
		}
		used = 0;
	};
	const output: Output = {
		get position() {
			return position;
		},
		reserve(length) {
			if (used + length > chunk.length) {
				finishChunk();
				if (length > chunk.length) {
					chunk = new Uint8Array(Math.max(length, chunkSize));
				}
			}
			const piece = chunk.subarray(used, used + length);
			used += length;
			position += length;
			return piece;
		},
		write(bytes) {
			output.reserve(bytes.length).set(bytes);
		},
		pass(bytes) {
			finishChunk();
			ready.push(bytes);
			position += bytes.length;
		},
		take(all = false) {
			if (all) {
				finishChunk();
			}
			const taken = ready;
			ready = [];
			return taken;
		},
	};
	return output;
}
