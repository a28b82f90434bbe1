import type {Hono} from 'hono';
import {writeZip} from '../../zip/zip-writer.ts';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {since} from '../entities/since.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {receiveFile} from '../receive-file.ts';

/** Ingests of what is sent to a folder directly (UPL-10, UPL-11). */
export function ingestRoutes(app: Hono, archive: Archive): void {
	operation(
		app,
		'UPL-10',
		handler(archive, async call => call.c.text(await ingest(call, filenameOf(call), call.entity('SO').ref, true))),
	);
	operation(
		app,
		'UPL-11',
		handler(archive, async call => {
			since(call, '7.5');
			const filename = filenameOf(call);
			const folder = call.c.req.param('ref') === undefined ? undefined : call.entity('SO').ref;
			return call.accepted(await ingest(call, filename, folder, /\.zip$/iu.test(filename)));
		}),
	);
}

function filenameOf(call: Call): string {
	call.demandWriter();
	const filename = call.c.req.query('filename') ?? '';
	if (filename === '') throw new Problem(400, 'The parameter filename is missing.');
	return filename;
}

/** Takes a package, or a single file as the only one of a package. Returns the progress token of its ingest. */
async function ingest(call: Call, filename: string, folder: string | undefined, isPackage: boolean): Promise<string> {
	const {jobs, processes, context} = call.archive;
	const {blobs} = context.store;
	if (!processes.takesPackages) throw new Problem(409, 'No ingest process is active.');
	const received = await receiveFile(call, filename);
	let part = {blob: received.blob, size: received.size};
	if (!isPackage) {
		const item = {name: filename, content: () => blobs.read(received.blob), atMost: received.size};
		const {id, size} = await blobs.write(writeZip([item], context.now()));
		await blobs.delete(received.blob);
		part = {blob: id, size};
	}
	return jobs.start({kind: 'ingest', package: {parts: [part], key: filename, folder, source: 'request'}}, call.user.username);
}
