/** Bytes of a ZIP's last record without its comment. */
const recordSize = 22;

/** As far from the end as the last record can start: its comment has 65,535 bytes at most. */
const farthest = recordSize + 0xffff;

/** Looks for the end of a ZIP in bytes that pass by. Copies of the last ones are kept, 64 KiB and the rest of a chunk. */
export class ZipEnd {
	readonly #kept: Uint8Array[] = [];
	#keptSize = 0;
	#size = 0;

	/** Takes the next bytes in. They may be written over or given away afterwards. */
	update(bytes: Uint8Array): void {
		const last = bytes.slice(-farthest);
		this.#kept.push(last);
		this.#keptSize += last.length;
		this.#size += bytes.length;
		for (let [first] = this.#kept; first && this.#keptSize - first.length >= farthest; [first] = this.#kept) {
			this.#kept.shift();
			this.#keptSize -= first.length;
		}
	}

	/** Did a whole ZIP pass: its last record, a comment as long as that says, and before it room for the directory that it points to? */
	isWhole(): boolean {
		const tail = this.#tail();
		const view = new DataView(tail.buffer);
		for (let at = tail.length - recordSize; at >= 0; at--) {
			if (view.getUint32(at) === 0x504b0506 && at + recordSize + view.getUint16(at + 20, true) === tail.length) {
				return hasDirectory(view.getUint32(at + 12, true), view.getUint32(at + 16, true), this.#size - tail.length + at);
			}
		}
		return false;
	}

	#tail(): Uint8Array<ArrayBuffer> {
		const tail = new Uint8Array(this.#keptSize);
		let at = 0;
		for (const chunk of this.#kept) {
			tail.set(chunk, at);
			at += chunk.length;
		}
		return tail;
	}
}

/** ZIP64 keeps the real numbers in a record of its own before the last one. */
function hasDirectory(size: number, offset: number, end: number): boolean {
	return size === 0xffffffff || offset === 0xffffffff || offset + size <= end;
}
