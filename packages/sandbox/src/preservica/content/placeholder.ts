import {crc32, deflateSync} from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

const colours: Readonly<Record<string, Colour>> = {
	image: [62, 120, 92],
	audio: [140, 94, 40],
	video: [120, 62, 110],
	application: [154, 58, 52],
	text: [58, 92, 140],
};
const other: Colour = [92, 96, 104];
const paper: Colour = [250, 249, 246];
const ground: Colour = [232, 230, 225];
const edge: Colour = [196, 192, 184];

/** Draws a sheet of paper with a band in the colour of a media type, as PNG. */
export function drawPlaceholder(mediaType: string, size: number): Uint8Array<ArrayBuffer> {
	const colour = colours[mediaType.split('/')[0] ?? ''] ?? other;
	const rows = Buffer.alloc(size * (1 + size * 3));
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) rows.set(pixel((x + 0.5) / size, (y + 0.5) / size, colour), y * (1 + size * 3) + 1 + x * 3);
	}
	return png(size, rows);
}

/** Coordinates from 0 to 1. The sheet has its upper right corner turned down, and lines of writing above the band. */
function pixel(x: number, y: number, colour: Colour): Colour {
	const left = 0.24;
	const right = 0.76;
	const top = 0.14;
	const bottom = 0.86;
	const fold = 0.16;
	if (x < left || x > right || y < top || y > bottom || x - (right - fold) > y - top) return ground;
	if (x > right - fold && y < top + fold) return edge;
	if (y > 0.62 && y < 0.76) return colour;
	const line = (y - 0.36) / 0.08;
	const written = line > 0 && line < 3 && line % 1 < 0.35 && x > left + 0.07 && x < right - (line >= 2 ? 0.22 : 0.07);
	return written ? edge : paper;
}

/** Writes eight-bit RGB rows, each after its filter byte 0, as PNG (W3C PNG, 5). */
function png(size: number, rows: Buffer): Uint8Array<ArrayBuffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(size, 0);
	header.writeUInt32BE(size, 4);
	header.set([8, 2], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return new Uint8Array(
		Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
	);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
