/** Writes little-endian numbers one after the other into memory that must be large enough. */
export class ByteWriter {
	readonly #target: Uint8Array<ArrayBuffer>;
	readonly #view: DataView;
	#at = 0;

	constructor(target: Uint8Array<ArrayBuffer>) {
		this.#target = target;
		this.#view = new DataView(target.buffer, target.byteOffset, target.byteLength);
	}

	u8(value: number): this {
		this.#view.setUint8(this.#at, value);
		this.#at += 1;
		return this;
	}

	u16(value: number): this {
		this.#view.setUint16(this.#at, value, true);
		this.#at += 2;
		return this;
	}

	u32(value: number): this {
		this.#view.setUint32(this.#at, value, true);
		this.#at += 4;
		return this;
	}

	u64(value: number | bigint): this {
		this.#view.setBigUint64(this.#at, BigInt(value), true);
		this.#at += 8;
		return this;
	}

	bytes(value: Uint8Array): this {
		this.#target.set(value, this.#at);
		this.#at += value.length;
		return this;
	}
}
