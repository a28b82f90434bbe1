import {ConfigurationError, NotFoundError, path, type Job, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {wireNames, type EntityReference} from './entity.ts';

/** What the server calls the place above all folders. */
const root = '@root@';

/** Asks for another place of an asset or a folder (ENT-15): the server moves it in its own time. */
export async function moveEntity(
	session: Session,
	entity: EntityReference,
	folder: string | null,
	options: RequestOptions,
): Promise<Job<ServerProgress, void>> {
	checkMove(entity, folder);
	const {path: place, words} = wireNames[entity.type];
	const target = path`api/entity/${place}/${entity.ref}/parent-ref`;
	const response = await session.http
		.send('PUT', target, {...options, headers: {'content-type': 'text/plain'}, body: folder ?? root})
		.catch((error: unknown) => {
			throw folder !== null && error instanceof NotFoundError ? eitherMissing(error, `${words} ${entity.ref}`, folder) : error;
		});
	return followOperation(session, response, {
		kind: 'preservica-move',
		what: `The move of the ${words} ${entity.ref} ${folder === null ? 'to the root' : `into the folder ${folder}`}`,
		data: null,
		result: () => {},
	});
}

/** The answer does not tell which of the two it did not find. */
function eitherMissing(cause: NotFoundError, entity: string, folder: string): NotFoundError {
	const {status, method, url, body} = cause;
	const message = `There is no ${entity}, or no folder ${folder} to move it to, or this account has no right to see one of them.`;
	return new NotFoundError(message, {status, method, url, body, cause});
}

function checkMove({type, ref}: EntityReference, folder: string | null): void {
	if (type === 'contentObject') {
		throw new ConfigurationError(`The content object ${ref} cannot be moved: it belongs to its asset.`);
	}
	if (folder === null && type !== 'folder') {
		throw new ConfigurationError(`The asset ${ref} cannot be at the root: only folders can.`);
	}
	if (folder?.trim() === '' || folder === root) {
		throw new ConfigurationError('Name the folder to move to by its reference, or null for the root.');
	}
	if (folder === ref) {
		throw new ConfigurationError(`The folder ${ref} cannot be moved into itself.`);
	}
}
