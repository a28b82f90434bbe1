import {ConfigurationError, NotFoundError, path, type Path, type RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {contentId} from './content-id.ts';
import {wireNames, type EntityReference} from './entity.ts';

/** 10 MB. */
const limit = 10 * 1024 * 1024;

/** How the images begin that the server takes: PNG, JPEG, TIFF in both byte orders, GIF, BMP. */
const beginnings: readonly string[] = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'II*\0', 'MM\0*', 'GIF87a', 'GIF89a', 'BM'];

/** Puts an image in the place of the thumbnail that the server made (ENT-33). */
export async function setThumbnail(
	session: Session,
	entity: EntityReference,
	image: Blob | BufferSource,
	options: RequestOptions,
): Promise<void> {
	const place = placeOf(entity);
	const body = image instanceof Blob ? image : new Blob([image]);
	await checkImage(body);
	await requireServer(session, '6.2', 'Setting a thumbnail', options);
	await session.http.send('PUT', place, {...options, headers: {'content-type': 'application/octet-stream'}, body});
}

/** Takes the image away again (ENT-33). */
export async function removeThumbnail(session: Session, entity: EntityReference, options: RequestOptions): Promise<void> {
	const place = placeOf(entity);
	await requireServer(session, '6.2', 'Removing a thumbnail', options);
	await session.http.send('DELETE', place, options);
}

/** Is there a thumbnail (CON-03)? The image is not read. */
export async function hasThumbnail({http}: Session, entity: EntityReference, options: RequestOptions): Promise<boolean> {
	const query = {id: contentId(entity), size: 'small'};
	try {
		const {body} = await http.send('GET', path`api/content/thumbnail`, {...options, query, headers: {accept: 'image/*'}});
		body?.cancel().catch(() => {}); // Lets the connection go.
		return true;
	} catch (error) {
		if (error instanceof NotFoundError) {
			return false;
		}
		throw error;
	}
}

function placeOf({type, ref}: EntityReference): Path {
	if (type === 'contentObject') {
		throw new ConfigurationError(`The content object ${ref} has no thumbnail of its own to set: only assets and folders have.`);
	}
	return path`api/entity/${wireNames[type].path}/${ref}/preview`;
}

async function checkImage(image: Blob): Promise<void> {
	if (image.size > limit) {
		throw new ConfigurationError(`A thumbnail is at most 10 MB; this image has ${image.size} bytes.`, {code: 'image-size'});
	}
	const start = String.fromCharCode(...new Uint8Array(await image.slice(0, 8).arrayBuffer()));
	if (!beginnings.some(beginning => start.startsWith(beginning))) {
		throw new ConfigurationError('A thumbnail is an image in PNG, JPEG, TIFF, GIF or BMP; this is none of them.', {code: 'image-type'});
	}
}
