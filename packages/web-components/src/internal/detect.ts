import {extension} from './safe-name.ts';

/** How a file is shown. `other`: not at all. */
export type FileKind = 'image' | 'pdf' | 'audio' | 'video' | 'text' | 'other';

/** What a file is. */
export interface FileFormat {
	readonly kind: FileKind;
	/** Given to the blob that is shown. Never a type that a browser opens as a document with scripts. */
	readonly mediaType: string;
	/** As people call it: `JPEG image`. */
	readonly label: string;
}

const format = (kind: FileKind, mediaType: string, label: string): FileFormat => ({kind, mediaType, label});

const jpeg = format('image', 'image/jpeg', 'JPEG image');
const png = format('image', 'image/png', 'PNG image');
const gif = format('image', 'image/gif', 'GIF image');
const webp = format('image', 'image/webp', 'WebP image');
const avif = format('image', 'image/avif', 'AVIF image');
const bmp = format('image', 'image/bmp', 'BMP image');
const vector = format('image', 'image/svg+xml', 'SVG image');
const tiff = format('other', 'image/tiff', 'TIFF image');
const jpeg2000 = format('other', 'image/jp2', 'JPEG 2000 image');
const heic = format('other', 'image/heic', 'HEIC image');
const pdf = format('pdf', 'application/pdf', 'PDF document');
const mp3 = format('audio', 'audio/mpeg', 'MP3 audio');
const flac = format('audio', 'audio/flac', 'FLAC audio');
const wave = format('audio', 'audio/wav', 'WAV audio');
const ogg = format('audio', 'audio/ogg', 'Ogg audio');
const oggVideo = format('video', 'video/ogg', 'Ogg video');
const m4a = format('audio', 'audio/mp4', 'MPEG-4 audio');
const mp4 = format('video', 'video/mp4', 'MPEG-4 video');
const quicktime = format('video', 'video/quicktime', 'QuickTime video');
const webm = format('video', 'video/webm', 'WebM video');
const matroska = format('video', 'video/x-matroska', 'Matroska video');
const aac = format('audio', 'audio/aac', 'AAC audio');
const avi = format('other', 'video/x-msvideo', 'AVI video');
const zip = format('other', 'application/zip', 'ZIP archive');
const gzip = format('other', 'application/gzip', 'gzip archive');
const sevenZip = format('other', 'application/x-7z-compressed', '7-Zip archive');
const ole = format('other', 'application/x-ole-storage', 'Microsoft Office document');
const text = (label: string): FileFormat => format('text', 'text/plain', label);
const unknown = format('other', 'application/octet-stream', 'file');

const byExtension: ReadonlyMap<string, FileFormat> = new Map(
	Object.entries({
		txt: text('text'),
		md: text('Markdown text'),
		csv: text('CSV table'),
		tsv: text('TSV table'),
		json: text('JSON text'),
		xml: text('XML text'),
		html: text('HTML source'),
		htm: text('HTML source'),
		xhtml: text('HTML source'),
		css: text('CSS source'),
		js: text('JavaScript source'),
		eml: text('e-mail message'),
		vtt: text('WebVTT captions'),
		srt: text('SubRip captions'),
		log: text('log'),
		yaml: text('YAML text'),
		yml: text('YAML text'),
		ini: text('text'),
		tex: text('TeX source'),
		xsd: text('XML schema'),
		opex: text('OPEX metadata'),
		xip: text('XIP metadata'),
		jpg: jpeg,
		jpeg,
		png,
		gif,
		webp,
		avif,
		bmp,
		svg: vector,
		tif: tiff,
		tiff,
		jp2: jpeg2000,
		j2k: jpeg2000,
		heic,
		heif: heic,
		pdf,
		mp3,
		flac,
		wav: wave,
		ogg,
		oga: ogg,
		opus: ogg,
		ogv: oggVideo,
		m4a,
		mp4,
		m4v: mp4,
		mov: quicktime,
		webm,
		mkv: matroska,
		aac,
		avi,
		zip,
		gz: gzip,
		'7z': sevenZip,
		doc: ole,
		xls: ole,
		ppt: ole,
		docx: format('other', 'application/octet-stream', 'Word document'),
		xlsx: format('other', 'application/octet-stream', 'Excel workbook'),
		pptx: format('other', 'application/octet-stream', 'PowerPoint presentation'),
		odt: format('other', 'application/octet-stream', 'OpenDocument text'),
		ods: format('other', 'application/octet-stream', 'OpenDocument spreadsheet'),
		epub: format('other', 'application/octet-stream', 'EPUB book'),
		warc: format('other', 'application/warc', 'web archive'),
		mbox: text('mailbox'),
		tar: format('other', 'application/x-tar', 'tar archive'),
	}),
);

/** Zip containers whose extension says more than their first bytes. */
const zipBased = new Set(['docx', 'xlsx', 'pptx', 'odt', 'ods', 'epub']);

const latin = (bytes: Uint8Array, start: number, end: number): string => String.fromCharCode(...bytes.subarray(start, end));

/** Brands of ISO base media files, ISO/IEC 14496-12 section 4.3. */
function isoMedia(brand: string, name: string): FileFormat {
	if (brand.startsWith('avi')) return avif;
	if (['heic', 'heix', 'mif1', 'msf1'].includes(brand)) return heic;
	if (brand.startsWith('M4A') || brand.startsWith('M4B') || extension(name) === 'm4a') return m4a;
	return brand === 'qt  ' ? quicktime : mp4;
}

function riff(type: string): FileFormat {
	if (type === 'WEBP') return webp;
	if (type === 'WAVE') return wave;
	return type === 'AVI ' ? avi : unknown;
}

function bySignature(bytes: Uint8Array, name: string): FileFormat | undefined {
	const start = latin(bytes, 0, 16);
	const is = (signature: string) => start.startsWith(signature);
	if (is('\xFF\xD8\xFF')) return jpeg;
	if (is('\x89PNG\r\n\x1A\n')) return png;
	if (is('GIF87a') || is('GIF89a')) return gif;
	if (is('RIFF')) return riff(latin(bytes, 8, 12));
	if (latin(bytes, 4, 8) === 'ftyp') return isoMedia(latin(bytes, 8, 12), name);
	if (is('II*\0') || is('MM\0*') || is('II+\0') || is('MM\0+')) return tiff;
	if (is('\0\0\0\x0CjP  ') || is('\xFF\x4F\xFF\x51')) return jpeg2000;
	if (latin(bytes, 0, 1024).includes('%PDF-')) return pdf; // ISO 32000: readers accept it within the first 1024 bytes
	if (is('ID3')) return mp3;
	if (is('fLaC')) return flac;
	if (is('OggS')) return latin(bytes, 0, 64).includes('theora') ? oggVideo : ogg;
	if (is('\x1A\x45\xDF\xA3')) return latin(bytes, 0, 64).includes('webm') ? webm : matroska;
	if (is('PK\x03\x04') || is('PK\x05\x06')) return zipBased.has(extension(name)) ? byExtension.get(extension(name)) : zip;
	if (is('\x1F\x8B')) return gzip;
	if (is("7z\xBC\xAF'\x1C")) return sevenZip;
	if (is('\xD0\xCF\x11\xE0')) return ole;
	if (is('BM') && bytes.length > 14 && bytes[6] === 0 && bytes[7] === 0) return bmp;
	if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) return mp3; // MPEG audio layer III without an ID3 tag
	if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return aac;
	return undefined;
}

function byMediaType(mediaType: string): FileFormat | undefined {
	const [essence = ''] = mediaType.toLowerCase().split(';');
	if (essence === 'image/svg+xml') return vector;
	if (essence.startsWith('text/') || /[/+](?:json|xml)$/u.test(essence)) return text('text');
	return undefined;
}

/** Could these bytes, the start of a file, be text? Not if they hold a zero byte outside UTF-16. */
function looksLikeText(bytes: Uint8Array): boolean {
	const byteOrderMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	return byteOrderMark || !bytes.includes(0);
}

const isSvg = (bytes: Uint8Array): boolean =>
	/^(?:\uFEFF|\xEF\xBB\xBF)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/u.test(latin(bytes, 0, 1024));

/**
 * Finds out what a file is from its first bytes, then from its name, then from what the system says. Names lie more often than bytes:
 * a web page called `photo.jpg` is text here, and shown as text.
 */
export function detectFormat(start: Uint8Array, name: string, mediaType: string | undefined): FileFormat {
	const signed = bySignature(start, name);
	if (signed !== undefined) return signed;
	if (!looksLikeText(start)) return unnamed(name);
	const named = byExtension.get(extension(name));
	if (isSvg(start) && (named === undefined || named === vector)) return vector;
	if (named?.kind === 'text') return named;
	return (mediaType === undefined ? undefined : byMediaType(mediaType)) ?? text('text');
}

/** Binary without a signature we know: its name may still say what to call it, but not that a browser can show it. */
function unnamed(name: string): FileFormat {
	const named = byExtension.get(extension(name));
	return named?.kind === 'other' ? named : unknown;
}

/** A guess from the name alone, for lists, before anything of the file was read. */
export function guessKind(name: string): FileKind {
	return byExtension.get(extension(name))?.kind ?? 'other';
}
