import {createHash} from 'node:crypto';
import type {SandboxContext} from '../context.ts';
import {sandboxCredentials} from '../credentials.ts';
import {sampleFiles} from './samples.ts';
import type {Location, Purpose, State} from './state.ts';
import {entryKey, locationFor, stateOf} from './state.ts';

const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
const space = '5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11';

const places: readonly {purpose: Purpose; uuid: string; relativePath: string; description: string}[] = [
	{purpose: 'TS', uuid: sandboxCredentials.archivematica.source.location, relativePath: 'home', description: 'Default transfer source'},
	{purpose: 'CP', uuid: '0b1c7e52-6f34-4d8a-b9e1-3a5d7c9f1e20', relativePath: 'var/archivematica/sharedDirectory', description: ''},
	{
		purpose: 'AS',
		uuid: '6286affb-6a2b-4ac7-b81e-192d84ede4c6',
		relativePath: 'var/archivematica/sharedDirectory/www/AIPsStore',
		description: 'Store AIP in standard Archivematica Directory',
	},
	{
		purpose: 'DS',
		uuid: '9f47c1b0-2d36-4e58-a7c9-5b8e0d1f3a62',
		relativePath: 'var/archivematica/sharedDirectory/www/DIPsStore',
		description: 'Store DIP in standard Archivematica Directory',
	},
	{
		purpose: 'BL',
		uuid: 'c2a97d6e-4b81-4f05-8e3d-7f6a9c0b1d54',
		relativePath: 'var/archivematica/sharedDirectory/www/AIPsStore/transferBacklog',
		description: 'Default transfer backlog',
	},
	{
		purpose: 'AR',
		uuid: '71d0e5a8-3c9f-4b62-8a14-6e2f9b7c5d03',
		relativePath: 'var/archivematica/storage_service/recover',
		description: 'Default AIP recovery',
	},
	{purpose: 'SS', uuid: 'e58b3f90-7a1c-4d26-9b4f-0c6d8e2a5f73', relativePath: 'var/archivematica/storage_service', description: ''},
];

/** Puts what a freshly installed pair of dashboard and Storage Service has into an empty store, and sample folders to transfer. */
export async function seedArchivematica(context: SandboxContext): Promise<void> {
	const state = stateOf(context);
	const {username, apiKey} = context.credentials.archivematica.dashboard;
	state.pipelines.put(pipeline, {
		uuid: pipeline,
		description: 'Archivematica on the sandbox',
		remoteName: '127.0.0.1',
		apiUsername: username,
		apiKey,
	});
	state.spaces.put(space, {uuid: space, path: '/', stagingPath: '/var/archivematica/storage_service'});
	for (const place of places) {
		const location: Location = {...place, space, pipelines: [pipeline], isDefault: place.purpose !== 'CP' && place.purpose !== 'SS'};
		state.locations.put(location.uuid, location);
	}
	seedDeposits(state);
	const location = locationFor(state, 'TS').uuid;
	for (const {path, bytes} of sampleFiles()) await addSourceFile(context, state, location, path, [bytes]);
}

/** Where repositories make deposits: a space that speaks SWORD, with one collection. */
function seedDeposits(state: State): void {
	const fedora = '3f6a1d90-8c2e-4b57-a1f4-9d0c7e2b5a68';
	state.spaces.put(fedora, {
		uuid: fedora,
		path: '/var/archivematica/fedora',
		stagingPath: '/var/archivematica/storage_service',
		protocol: 'FEDORA',
		details: {fedora_user: 'fedora', fedora_password: 'left-at-the-side-door', fedora_name: 'Fedora'},
	});
	const collection = '8e2c4b7f-51d6-4a93-b0c8-6f1a9d3e7250';
	state.locations.put(collection, {
		uuid: collection,
		space: fedora,
		pipelines: [pipeline],
		purpose: 'SD',
		relativePath: 'deposits',
		description: 'Deposits of the repository',
		isDefault: false,
	});
}

/** Puts a file into a location, or replaces the one that is there. */
export async function addSourceFile(
	context: SandboxContext,
	state: State,
	location: string,
	path: string,
	bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{size: number; sha256: string}> {
	const hash = createHash('sha256');
	const {id, size} = await context.store.blobs.write(
		(async function* () {
			for await (const chunk of bytes) {
				hash.update(chunk);
				yield chunk;
			}
		})(),
	);
	const sha256 = hash.digest('hex');
	state.entries.put(entryKey(location, path), {location, path, blob: id, size, sha256, modified: context.now()});
	return {size, sha256};
}
