import type {AssetSource, OpenOptions, SourceFile} from '../../context/asset-source.ts';
import {decodeText} from '../../internal/decode-text.ts';
import {detectFormat, type FileFormat} from '../../internal/detect.ts';
import {peek, readBlob, readStart} from '../../internal/read-file.ts';

/** How much of a text is shown. More would make the page slow, and is better read in an editor. */
const textLimit = 256_000;

/** Enough for every signature, and for telling text from bytes. */
const startSize = 4096;

/** What can be shown of a file. */
type FileContent =
	| {readonly type: 'blob'; readonly blob: Blob}
	| {readonly type: 'text'; readonly text: string; readonly encoding: string; readonly shown: number; readonly complete: boolean}
	| {readonly type: 'unsupported'}
	| {readonly type: 'large'};

/** A file as far as it was loaded. */
export interface LoadedFile {
	readonly file: SourceFile;
	readonly format: FileFormat;
	readonly content: FileContent;
}

/** Options of loading a file. */
export interface LoadOptions extends OpenOptions {
	/** Larger files are only looked at, not loaded; text is always loaded in part. */
	readonly limit: number;
}

/** Finds out what a file is, and loads it if a browser can show it. */
export async function loadFile(source: AssetSource, file: SourceFile, {limit, ...options}: LoadOptions): Promise<LoadedFile> {
	const {start, stream} = await peek(await source.open(file, options), startSize);
	const format = detectFormat(start, file.name, file.mediaType);
	return {file, format, content: await contentOf(format, stream, (file.size ?? 0) > limit)};
}

async function contentOf(format: FileFormat, stream: ReadableStream<Uint8Array<ArrayBuffer>>, large: boolean): Promise<FileContent> {
	if (format.kind === 'text') {
		const {bytes, complete} = await readStart(stream, textLimit);
		return {type: 'text', ...decodeText(bytes, complete), shown: bytes.length, complete};
	}
	if (format.kind === 'other' || large) {
		await stream.cancel();
		return {type: format.kind === 'other' ? 'unsupported' : 'large'};
	}
	return {type: 'blob', blob: await readBlob(stream, format.mediaType)};
}

/** Loads a whole file to keep it. Its stream has verified it when this resolves. */
export async function loadWhole(source: AssetSource, file: SourceFile, options: OpenOptions): Promise<Blob> {
	const {stream} = await peek(await source.open(file, options), 0);
	return readBlob(stream, 'application/octet-stream');
}
