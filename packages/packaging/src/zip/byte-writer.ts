/** Writes little-endian numbers one after the other. */
export interface ByteWriter {
	u8(value: number): ByteWriter;
	u16(value: number): ByteWriter;
	u32(value: number): ByteWriter;
	u64(value: number): ByteWriter;
	bytes(value: Uint8Array): ByteWriter;
}

/** Makes a writer into memory that must be large enough. */
export function createByteWriter(target: Uint8Array<ArrayBuffer>): ByteWriter {
	const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
	let at = 0;
	const writer: ByteWriter = {
		u8(value) {
			view.setUint8(at, value);
			at += 1;
			return writer;
		},
		u16(value) {
			view.setUint16(at, value, true);
			at += 2;
			return writer;
		},
		u32(value) {
			view.setUint32(at, value, true);
			at += 4;
			return writer;
		},
		u64(value) {
			view.setBigUint64(at, BigInt(value), true);
			at += 8;
			return writer;
		},
		bytes(value) {
			target.set(value, at);
			at += value.length;
			return writer;
		},
	};
	return writer;
}
