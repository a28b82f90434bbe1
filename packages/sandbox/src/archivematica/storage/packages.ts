import {createHash} from 'node:crypto';
import {streamFrom} from '@fonds/core/streams';
import type {SandboxContext} from '../../context.ts';
import type {Blobs} from '../../store/blobs.ts';
import {gunzip} from '../aip/gzip.ts';
import type {TarEntry, TarFile} from '../aip/tar.ts';
import {tar, tarLength, untar} from '../aip/tar.ts';
import {validateBag} from '../aip/validate-bag.ts';
import {json, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {Entry, State, StoredPackage} from '../state.ts';
import {uncaught} from './browse.ts';
import {fileAt, filesBelow} from './files.ts';
import {listHeaders} from './lists.ts';
import {sendFile} from './sending.ts';

/** What the calls on one package work with. */
export interface PackageCall {
	readonly context: SandboxContext;
	readonly state: State;
	readonly request: Asked;
	readonly stored: StoredPackage;
}

/** SS-27: an archive as it is stored, a folder as a tar made for this answer. */
export function download({context: {store}, state, request, stored}: PackageCall): Response {
	const name = lastSegment(stored.path);
	if (stored.packed) {
		const blob = fileAt(state, stored.location, stored.path)?.blob;
		if (typeof blob !== 'string') return uncaught();
		return sendFile({name, size: stored.size, open: () => store.blobs.read(blob)}, request.method);
	}
	const entries = contentOf(state, stored).map(({path, size, modified, blob}): TarEntry => ({
		path: `${name}/${path}`,
		size,
		modified,
		open: () => store.blobs.read(blob),
	}));
	if (entries.length === 0) return uncaught();
	return sendFile({name: `${name}.tar`, size: tarLength(entries), open: () => streamFrom(tar(entries))}, request.method);
}

/** SS-26: one file. The path is percent-decoded once more than it should be, as the server does; it cannot leave the package. */
export async function extractFile(call: PackageCall): Promise<Response> {
	const {context, request, stored} = call;
	const given = request.url.searchParams.get('relative_path_to_file');
	if (given === null || given === '') return text('All of these fields must be provided: relative_path_to_file', 400);
	const wanted = decodeOnce(given);
	if (!stored.packed) return extractFromFolder(call, wanted);
	if (stored.type !== 'AIP') return text(`Unable to extract package of type: ${stored.type}`, 501);
	const bytes = archiveBytes(call);
	if (!bytes) return uncaught();
	let folder = false;
	try {
		for await (const file of untar(bytes)) {
			if (file.path === wanted) return await sendExtracted(context, file, request.method);
			folder ||= file.path.startsWith(`${wanted.replace(/\/$/u, '')}/`);
		}
	} catch {
		return uncaught(); // the archive is damaged
	}
	return folder ? uncaught() : text('File not found', 404);
}

function extractFromFolder({context: {store}, state, request, stored}: PackageCall, wanted: string): Response {
	const base = `${lastSegment(stored.path)}/`;
	const path = wanted.startsWith(base) ? wanted.slice(base.length) : wanted;
	const content = contentOf(state, stored);
	const file = content.find(entry => entry.path === path);
	if (file) return sendFile({name: lastSegment(path), size: file.size, open: () => store.blobs.read(file.blob)}, request.method);
	if (content.some(entry => entry.path.startsWith(`${path.replace(/\/$/u, '')}/`))) return uncaught();
	return text(`Requested file, ${wanted}, not found in AIP`, 404);
}

/** SS-28. */
export function pointerFile({stored}: PackageCall): Response {
	if (stored.pointer === null) return text(`Resource with UUID ${stored.uuid} does not have a pointer file`, 404);
	const headers = {'content-type': 'application/xml', 'content-disposition': `attachment; filename="pointer.${stored.uuid}.xml"`};
	return new Response(stored.pointer, {status: 200, headers});
}

/** SS-29: reads what is stored, now. An archive is compared with its checksum and not opened. */
export async function checkFixity(call: PackageCall): Promise<Response> {
	const {context, state, stored} = call;
	const failures = {files: {changed: [], missing: [], untracked: []}};
	const answer = (success: boolean | null, message: string, found: object = failures) =>
		json({failures: found, message, success, timestamp: null}, 200, listHeaders);
	if (stored.type !== 'AIP') return answer(null, 'Unable to scan; package is not a bag (AIP or AIC)');
	if (stored.packed) {
		const bytes = storedBytes(call);
		if (!bytes) return uncaught();
		return (await sha256(bytes)) === stored.checksum ? answer(true, '') : answer(false, 'Incorrect package checksum');
	}
	const content = contentOf(state, stored).map(({path, size, blob}) => ({path, size, open: () => context.store.blobs.read(blob)}));
	const manifest = content.find(({path}) => path === 'tagmanifest-sha256.txt');
	if (content.length === 0) return uncaught();
	if (!manifest || (await sha256(manifest.open())) !== stored.checksum) return answer(false, 'Incorrect package checksum');
	const report = await validateBag(content);
	if (!report) return answer(true, '');
	const {message, changed, missing, untracked} = report;
	return answer(false, message, {files: {changed, missing, untracked}});
}

/** SS-31, reading. */
export function readContents({stored}: PackageCall): Response {
	const files = stored.contents.map(({sourceId, name, checksum, accession}) => ({
		source_id: sourceId,
		name,
		source_package: stored.uuid,
		checksum,
		accessionid: accession,
		origin: stored.pipeline,
	}));
	return json({success: true, package: stored.uuid, files}, 200, listHeaders);
}

/** The files of a package that is a folder, with paths relative to it. */
export function contentOf(state: State, stored: StoredPackage): readonly (Entry & {readonly blob: string})[] {
	return filesBelow(state, stored.location, stored.path).flatMap(entry => (entry.blob === null ? [] : [{...entry, blob: entry.blob}]));
}

function storedBytes({context: {store}, state, stored}: PackageCall): ReadableStream<Uint8Array> | undefined {
	const blob = fileAt(state, stored.location, stored.path)?.blob;
	return typeof blob === 'string' ? store.blobs.read(blob) : undefined;
}

function archiveBytes(call: PackageCall): AsyncIterable<Uint8Array> | undefined {
	const bytes = storedBytes(call);
	return bytes && gunzip(bytes);
}

/** Sends a file of an archive as the server does: from a copy that is complete before the answer begins, and gone after it. */
async function sendExtracted({store: {blobs}}: SandboxContext, {path, bytes}: TarFile, method: string): Promise<Response> {
	const {id, size} = await blobs.write(bytes);
	if (method === 'HEAD') await blobs.delete(id);
	return sendFile({name: lastSegment(path), size, open: () => readOnce(blobs, id)}, method);
}

/** The bytes of a blob that is deleted when they are read, or nobody wants to read them any more. */
function readOnce(blobs: Blobs, id: string): ReadableStream<Uint8Array> {
	const reader = blobs.read(id).getReader();
	const underlying: UnderlyingDefaultSource<Uint8Array> = {
		async pull(controller) {
			const {done, value} = await reader.read();
			if (!done) return controller.enqueue(value);
			await blobs.delete(id);
			controller.close();
		},
		async cancel(reason) {
			await reader.cancel(reason);
			await blobs.delete(id);
		},
	};
	return new ReadableStream(underlying, {highWaterMark: 0});
}

async function sha256(bytes: AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of bytes) hash.update(chunk);
	return hash.digest('hex');
}

function decodeOnce(encoded: string): string {
	try {
		return decodeURIComponent(encoded);
	} catch {
		return encoded;
	}
}

function lastSegment(path: string): string {
	return path.split('/').at(-1) ?? '';
}
