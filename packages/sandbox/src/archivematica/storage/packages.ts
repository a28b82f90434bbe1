import {streamFrom} from '@fonds/core/streams';
import type {SandboxContext} from '../../context.ts';
import type {Blobs} from '../../store/blobs.ts';
import type {TarEntry, TarFile} from '../aip/tar.ts';
import {tar, tarLength, untar} from '../aip/tar.ts';
import {json, text} from '../http/answers.ts';
import type {PackageCall} from './call.ts';
import {fileAt} from './files.ts';
import {findFixity} from './fixity.ts';
import {contentOf, tarBytes} from './package-files.ts';
import {listHeaders, uncaught} from './refusal.ts';
import {sendFile} from './sending.ts';

/** SS-27: an archive as it is stored, a folder as a tar made for this answer. */
export function download({context: {store}, state, request, stored}: PackageCall): Response {
	const name = lastSegment(stored.path);
	if (stored.packed) {
		const file = fileAt(state, stored.location, stored.path);
		const blob = file?.blob;
		if (typeof blob !== 'string') return uncaught();
		return sendFile({name, size: file?.size ?? 0, open: () => store.blobs.read(blob)}, request.method);
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

/** SS-27 for LOCKSS, of which there is none here: an archive whole, of a folder nothing. */
export function downloadChunk(call: PackageCall): Response {
	return call.stored.packed ? download(call) : uncaught();
}

/** SS-26: one file. The path is percent-decoded once more than it should be, as the server does; it cannot leave the package. */
export async function extractFile(call: PackageCall): Promise<Response> {
	const {context, state, request, stored} = call;
	const given = request.url.searchParams.get('relative_path_to_file');
	if (given === null || given === '') return text('All of these fields must be provided: relative_path_to_file', 400);
	const wanted = decodeOnce(given);
	if (!stored.packed) return extractFromFolder(call, wanted);
	if (stored.type !== 'AIP' && stored.type !== 'AIC') return text(`Unable to extract package of type: ${stored.type}`, 501);
	const bytes = tarBytes(context, state, stored);
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

/** SS-29: reads what is stored, now. */
export async function checkFixity({context, state, stored}: PackageCall): Promise<Response> {
	const report = await findFixity(context, state, stored);
	return report ? json(report, 200, listHeaders) : uncaught();
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
