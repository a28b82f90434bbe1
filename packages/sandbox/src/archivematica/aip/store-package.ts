import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {quads} from '../identifiers.ts';
import type {ContentRecord, Entry, Location, State, StoredPackage} from '../state.ts';
import {entryKey, locationFor, locationPath, pipelineOf} from '../state.ts';
import {uncompressed} from '../workflow/decisions.ts';
import type {Unit, UnitFile} from '../workflow/unit.ts';
import type {PackedFile} from './bag.ts';
import {bag} from './bag.ts';
import {aipPayload, backlogPayload, packageName} from './contents.ts';
import {gzip} from './gzip.ts';
import {pointerFile} from './pointer.ts';
import {tar} from './tar.ts';

/** Makes the AIP of a transfer, a bag of the very bytes that were transferred, and stores it. */
export async function storeAip(
	context: SandboxContext,
	state: State,
	unit: Unit,
	chosen: ReadonlyMap<string, string>,
	storedAt: number,
): Promise<void> {
	const files = state.unitFiles.get(unit.uuid) ?? [];
	const name = packageName(unit, unit.sip);
	const location = aipLocation(state, chosen.get('store_aip_location'));
	const content = bag(aipPayload(context, unit, files, storedAt), unit.sip, storedAt);
	const shared = {uuid: unit.sip, type: 'AIP', location: location.uuid, storedAt, contents: records(unit, files)} as const;
	if (chosen.get('compression_algo') === uncompressed) {
		await storeFolder(context, state, content, {...shared, path: `${quads(unit.sip)}/${name}`});
		return;
	}
	const path = `${quads(unit.sip)}/${name}.tar.gz`;
	const {blob, size, sha256} = await writeArchive(context, name, content);
	const absolute = `${locationPath(state, location)}/${path}`;
	const pointer = pointerFile({uuid: unit.sip, name, path: absolute, sha256, size, created: storedAt});
	context.store.transaction(() => {
		putEntry(state, {location: location.uuid, path, blob, size, sha256, modified: storedAt});
		putPackage(state, {...shared, path, packed: true, size, checksum: sha256, pointer});
	});
}

/** Stores a transfer in the backlog: a bag that is a folder, without a pointer file. */
export async function storeBacklog(context: SandboxContext, state: State, unit: Unit, storedAt: number): Promise<void> {
	const files = state.unitFiles.get(unit.uuid) ?? [];
	await storeFolder(context, state, bag(backlogPayload(context, unit, files, storedAt), unit.uuid, storedAt), {
		uuid: unit.uuid,
		type: 'transfer',
		location: locationFor(state, 'BL').uuid,
		path: `originals/${packageName(unit, unit.uuid)}`,
		storedAt,
		contents: records(unit, files),
	});
}

type FolderPackage = Pick<StoredPackage, 'uuid' | 'type' | 'location' | 'path' | 'storedAt' | 'contents'>;

async function storeFolder({store}: SandboxContext, state: State, content: readonly PackedFile[], folder: FolderPackage): Promise<void> {
	const entries: Entry[] = [];
	for (const file of content) {
		const {id} = await store.blobs.write(file.open());
		const {path, size, sha256, modified} = file;
		entries.push({location: folder.location, path: `${folder.path}/${path}`, blob: id, size, sha256, modified});
	}
	const checksum = content.find(({path}) => path === 'tagmanifest-sha256.txt')?.sha256 ?? null;
	store.transaction(() => {
		for (const entry of entries) putEntry(state, entry);
		putPackage(state, {...folder, packed: false, size: entries.reduce((sum, {size}) => sum + size, 0), checksum, pointer: null});
	});
}

async function writeArchive(
	context: SandboxContext,
	name: string,
	content: readonly PackedFile[],
): Promise<{blob: string; size: number; sha256: string}> {
	const hash = createHash('sha256');
	const entries = content.map(file => ({...file, path: `${name}/${file.path}`}));
	const {id, size} = await context.store.blobs.write(hashed(gzip(tar(entries)), hash));
	return {blob: id, size, sha256: hash.digest('hex')};
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: {update(chunk: Uint8Array): unknown}): AsyncGenerator<Uint8Array> {
	for await (const chunk of bytes) {
		hash.update(chunk);
		yield chunk;
	}
}

/** Where an AIP goes: a location by its address, or the default one. */
function aipLocation(state: State, address: string | undefined): Location {
	const uuid = /^\/api\/v2\/location\/([0-9a-f-]{36})\/$/u.exec(address ?? '')?.[1];
	return (uuid !== undefined && state.locations.get(uuid)) || locationFor(state, 'AS');
}

function records({accession}: Unit, files: readonly UnitFile[]): readonly ContentRecord[] {
	return files.map(file => ({sourceId: file.uuid, name: file.path, checksum: file.sha256, accession}));
}

function putEntry(state: State, entry: Entry): void {
	state.entries.put(entryKey(entry.location, entry.path), entry);
}

function putPackage(state: State, stored: Omit<StoredPackage, 'status' | 'pipeline' | 'related'>): void {
	state.packages.put(stored.uuid, {...stored, status: 'UPLOADED', pipeline: pipelineOf(state).uuid, related: []});
}
