import type {SandboxContext} from '../context.ts';
import {commitIngest} from '../preservica/ingest/commit.ts';
import {prepareFolder} from '../preservica/ingest/prepare.ts';
import type {Repository} from '../preservica/repository.ts';
import {openDiskFolder} from './disk-folder.ts';

/**
 * Puts a folder of this machine into the archive, as if it had come in a zip: its name is that of the topmost folder.
 *
 * @param dataFolder Where the state is kept; it must not lie in the folder.
 * @throws Error that names the folder and says what is wrong with it; nothing of it is kept.
 */
export async function loadFolder(
	folder: string,
	{store, credentials, now, signal}: SandboxContext,
	repository: Repository,
	dataFolder: string | undefined,
): Promise<void> {
	try {
		const prepared = await prepareFolder(await openDiskFolder(folder, dataFolder), repository, store.blobs, signal);
		const user = credentials.preservica.users.archivist.username;
		store.transaction(() => commitIngest(prepared, repository, user, now()));
	} catch (error) {
		throw new Error(`The sandbox cannot begin with the folder ${folder}: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}
}
