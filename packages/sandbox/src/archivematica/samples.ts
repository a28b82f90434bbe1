import {createHash} from 'node:crypto';
import {crc32, deflateSync} from 'node:zlib';
import {zipSync} from 'fflate';

/** A file of the sample transfer source. */
export interface SampleFile {
	readonly path: string;
	readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const root = 'archivematica/samples';

/**
 * The folders of the sample transfer source, made here and owed to nobody: pictures, a folder with metadata and checksums, names that need
 * cleaning, a good bag, a damaged bag, a zip, a zip within a folder, access copies, checksums that are wrong, and folders whose names make the
 * workflow fail or wait.
 */
export function sampleFiles(): readonly SampleFile[] {
	const pictures = [
		{path: 'objects/sunrise.png', bytes: gradient(160, 100, [255, 140, 40], [40, 60, 160])},
		{path: 'objects/harbour.png', bytes: gradient(120, 90, [30, 90, 110], [200, 230, 240])},
		{path: 'objects/notes/about.txt', bytes: encoder.encode('Two pictures that nobody took.\n')},
	];
	const letters = [
		text('objects/letter-1887-03-02.txt', 'Dear sister,\nthe river is frozen and we walk to the mill across it.\n'),
		text('objects/letter-1887-04-11.txt', 'Dear sister,\nthe ice went out on Tuesday with a noise like thunder.\n'),
	];
	const bagged = bagOf([text('data/ledger.csv', 'date,amount\n1901-01-02,12.50\n'), text('data/cover.txt', 'Ledger of the year 1901.\n')]);
	const zipped = zipSync(Object.fromEntries(pictures.map(({path, bytes}) => [`pictures/${path}`, bytes])));
	return [
		...under('pictures', pictures),
		...under('letters', [...letters, ...metadataOf(letters)]),
		...under('names', [
			text('Übersicht & Plan (1).txt', 'A name with an umlaut and an ampersand.\n'),
			text('100%25 wool.txt', 'A name with a percent sign.\n'),
		]),
		...under('bag', bagged),
		...under(
			'damaged-bag',
			bagged.map(file => (file.path === 'data/cover.txt' ? text(file.path, 'Ledger of the year 1902.\n') : file)),
		),
		{path: `${root}/pictures.zip`, bytes: zipped},
		...under('parcels', [text('objects/cover.txt', 'One parcel is enclosed.\n'), {path: 'objects/pictures.zip', bytes: zipped}]),
		...under('access-copies', [...pictures, {path: 'access/sunrise.png', bytes: gradient(80, 50, [255, 140, 40], [40, 60, 160])}]),
		...under('wrong-checksums', [
			...letters.map(({path}) => text(path, 'Dear sister,\nsomebody has changed this letter.\n')),
			...metadataOf(letters),
		]),
		...under('fails-at-scan-for-viruses', [text('suspicious.txt', 'Not really.\n')]),
		...under('fails-at-store-the-aip', [text('unlucky.txt', 'This one never arrives.\n')]),
		...under('waits-for-normalize', [text('undecided.txt', 'Somebody has to say what to do.\n')]),
		...under('repairs-compliance', [text('untidy.txt', 'Tidied on the way.\n')]),
	];
}

function under(folder: string, files: readonly SampleFile[]): readonly SampleFile[] {
	return files.map(({path, bytes}) => ({path: `${root}/${folder}/${path}`, bytes}));
}

function text(path: string, content: string): SampleFile {
	return {path, bytes: encoder.encode(content)};
}

function metadataOf(files: readonly SampleFile[]): readonly SampleFile[] {
	const rows = files.map(({path}, index) => `${path},Letter ${index + 1},1887\n`).join('');
	const checksums = files.map(({path, bytes}) => `${sha256(bytes)}  ${path.replace(/^objects\//u, '')}\n`).join('');
	return [text('metadata/metadata.csv', `filename,dc.title,dc.date\n${rows}`), text('metadata/checksum.sha256', checksums)];
}

function bagOf(payload: readonly SampleFile[]): readonly SampleFile[] {
	const octets = payload.reduce((sum, {bytes}) => sum + bytes.length, 0);
	return [
		text('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
		text('bag-info.txt', `Payload-Oxum: ${octets}.${payload.length}\n`),
		text('manifest-sha256.txt', payload.map(({path, bytes}) => `${sha256(bytes)}  ${path}\n`).join('')),
		...payload,
	];
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

type Colour = readonly [number, number, number];

/** A PNG of 8 bits a channel that goes from one colour at the top to another at the bottom. */
function gradient(width: number, height: number, from: Colour, to: Colour): Uint8Array {
	const row = 1 + width * 3;
	const pixels = new Uint8Array(row * height);
	for (let y = 0; y < height; y++) {
		const colour = from.map((start, channel) => Math.round(start + (((to[channel] ?? 0) - start) * y) / (height - 1)));
		for (let x = 0; x < width; x++) pixels.set(colour, y * row + 1 + x * 3);
	}
	const header = new DataView(new ArrayBuffer(13));
	header.setUint32(0, width);
	header.setUint32(4, height);
	header.setUint8(8, 8);
	header.setUint8(9, 2);
	const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
	const chunks = [
		pngChunk('IHDR', new Uint8Array(header.buffer)),
		pngChunk('IDAT', deflateSync(pixels)),
		pngChunk('IEND', new Uint8Array()),
	];
	return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
	const chunk = new DataView(new ArrayBuffer(data.length + 12));
	const bytes = new Uint8Array(chunk.buffer);
	chunk.setUint32(0, data.length);
	bytes.set(encoder.encode(type), 4);
	bytes.set(data, 8);
	chunk.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
	return bytes;
}
