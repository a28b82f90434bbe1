import {path} from '@fonds/core';
import {verifyStream} from '@fonds/core/hash';
import type {Session} from '../auth/session.ts';
import {contentId} from '../entities/content-id.ts';
import type {EntityReference} from '../entities/entity.ts';
import type {AccessCopyOptions} from './bitstreams.ts';
import {filenameIn} from './content-disposition.ts';
import {contentLengthOf} from './content-length.ts';
import {safeName} from './safe-path.ts';

/** What readers of an entity get. */
export interface AccessCopy {
	/** The name the server gives it, made safe for any file system; the reference of the entity when it gives none. */
	readonly filename: string;
	/** In bytes; undefined when the server does not announce it. */
	readonly size: number | undefined;
	readonly mediaType: string | undefined;
	/** Fails at its end when other than `size` bytes came. Nothing else about them can be checked. */
	readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Asks for what readers of an entity get (CON-02). */
export async function openAccessCopy(session: Session, entity: EntityReference, options: AccessCopyOptions): Promise<AccessCopy> {
	const {onProgress, ...requestOptions} = options;
	const query = {id: contentId(entity)};
	const response = await session.http.send('GET', path`api/content/download`, {...requestOptions, query, identity: true});
	const filename = safeName(filenameIn(response.headers.get('content-disposition')) ?? entity.ref);
	const size = contentLengthOf(response);
	const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() || undefined;
	const body = response.body ?? new Blob([]).stream();
	const bytes = verifyStream(body, {size, fixities: []}, {path: filename, phase: 'download', signal: options.signal, onProgress});
	return {filename, size, mediaType, bytes};
}
