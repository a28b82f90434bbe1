import type {Hono} from 'hono';
import {discard} from '../../store/blobs.ts';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {readBytes} from '../read-body.ts';
import {recordChange} from './record-change.ts';
import {since} from './since.ts';

/** 10 MB, as clients' documentation says (ENT-33). */
const largest = 10 * 1000 * 1000;

/** What the accepted kinds of picture begin with, in Latin-1. */
const beginnings: readonly (readonly [mediaType: string, beginning: RegExp])[] = [
	['image/png', /^\u0089PNG\r\n/u],
	['image/jpeg', /^\u00FF\u00D8\u00FF/u],
	['image/tiff', /^(?:II\*\0|MM\0\*)/u],
	['image/gif', /^GIF8[79]a/u],
	['image/bmp', /^BM/u],
];

/** Pictures that are put in place of the one an entity would have. */
export function previewRoutes(app: Hono, archive: Archive): void {
	const {repository, context} = archive;
	const {blobs} = context.store;

	operation(
		app,
		'ENT-33',
		handler(archive, async call => {
			since(call, '6.2');
			const entity = call.entity();
			call.demandWriter();
			const bytes = await readBytes(call.c.req.raw);
			if (bytes.length > largest) throw new Problem(422, 'The picture is larger than 10 MB.');
			const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
			const [mediaType] = beginnings.find(([, beginning]) => beginning.test(start)) ?? [];
			if (mediaType === undefined) throw new Problem(422, 'The body is no PNG, JPEG, TIFF, GIF or BMP.');
			const {id: blob} = await blobs.write(bytes);
			const before = repository.previews.get(entity.ref);
			context.store.transaction(() => {
				repository.previews.put(entity.ref, {entity: entity.ref, mediaType, blob});
				recordChange(call, entity, 'AddPreview');
			});
			if (before) discard(blobs, [before.blob]);
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'ENT-33 delete',
		handler(archive, call => {
			since(call, '6.2');
			const entity = call.entity();
			const before = repository.previews.get(entity.ref);
			if (!before) throw new Problem(404, `No picture was put in for ${entity.ref}.`);
			call.demandWriter();
			context.store.transaction(() => {
				repository.previews.delete(entity.ref);
				recordChange(call, entity, 'DeletePreview');
			});
			discard(blobs, [before.blob]);
			return call.c.body(null, 204);
		}),
	);
}
