import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {derivedUuid, quads} from '../identifiers.ts';
import type {ContentRecord, Entry, Location, State, StoredPackage} from '../state.ts';
import {entryKey, locationFor, locationPath, pipelineOf} from '../state.ts';
import {announce} from '../storage/announce.ts';
import {demandPlace} from '../storage/places.ts';
import {uncompressed} from '../workflow/decisions.ts';
import {packageFolder, readPackage} from '../workflow/read-package.ts';
import type {Unit, UnitFile} from '../workflow/unit.ts';
import type {PackedFile} from './bag.ts';
import {bag, payloadOf} from './bag.ts';
import type {Chosen, Contents} from './contents.ts';
import {aipContents, backlogPayload, dipPayload, packageName} from './contents.ts';
import {gzip} from './gzip.ts';
import {pointerFile} from './pointer.ts';
import {tar} from './tar.ts';

/** The package of a unit that is to be stored. */
export interface Storing {
	readonly unit: Unit;
	readonly chosen: Chosen;
	/** When it is stored: a moment that may be to come. */
	readonly at: number;
	/** Called in the transaction that makes it true. */
	readonly done: () => void;
}

/** Makes the AIP of a transfer, a bag of the very bytes that were transferred, and stores it. */
export async function storeAip(context: SandboxContext, state: State, {unit, chosen, at, done}: Storing): Promise<void> {
	const files = state.unitFiles.get(unit.uuid) ?? [];
	const {described, payload} = await aipContents(context, unit, files, chosen, at);
	const packed = isPacked(chosen);
	const row = {
		...newPackage(state, {uuid: unit.sip, type: 'AIP', storedAt: at}),
		location: (locationOf(state, chosen.get('store_aip_location')) ?? locationFor(state, 'AS')).uuid,
		path: `${quads(unit.sip)}/${packageName(unit, unit.sip)}${packed ? '.tar.gz' : ''}`,
		packed,
		contents: records(unit, files),
	};
	await storePackage(context, state, row, bag(payload, unit.sip, at), [], () => {
		state.described.put(unit.sip, described);
		state.announcements.put(unit.sip, {package: unit.sip});
		done();
	});
	announce(context, state);
}

/** Makes the DIP of a SIP, a folder, stores it, and relates it with the AIP. */
export async function storeDip(context: SandboxContext, state: State, {unit, chosen, at, done}: Storing): Promise<void> {
	const uuid = derivedUuid(unit.uuid, 'DIP');
	const contents = await contentsForDip(context, state, unit, chosen, at);
	const row = {
		...newPackage(state, {uuid, type: 'DIP', storedAt: at}),
		location: (locationOf(state, chosen.get('store_dip_location')) ?? locationFor(state, 'DS')).uuid,
		path: `${quads(uuid)}/${packageName(unit, unit.sip)}`,
		related: [unit.sip],
	};
	await storePackage(context, state, row, dipPayload(unit, contents, chosen, at), [], () => {
		const aip = state.packages.get(unit.sip);
		if (aip) state.packages.put(aip.uuid, {...aip, related: [...aip.related, uuid]});
		state.announcements.put(uuid, {package: uuid});
		done();
	});
	announce(context, state);
}

/** Stores a transfer in the backlog: a bag that is a folder, without a pointer file. */
export async function storeBacklog(context: SandboxContext, state: State, {unit, at, done}: Storing): Promise<void> {
	const files = state.unitFiles.get(unit.uuid) ?? [];
	const row = {
		...newPackage(state, {uuid: unit.uuid, type: 'transfer', storedAt: at}),
		location: locationFor(state, 'BL').uuid,
		path: `originals/${packageName(unit, unit.uuid)}`,
		contents: records(unit, files),
	};
	await storePackage(context, state, row, bag(backlogPayload(context, unit, files, at), unit.uuid, at), [], done);
}

/**
 * Stores the content of a package where its row says, as a gzipped tar with a pointer file or as a folder, in the place of what was there.
 * Size, checksum and pointer file of the row are made anew. `also` is done in the same transaction.
 *
 * @throws StorageProblem when there is no place for it
 */
export async function storePackage(
	context: SandboxContext,
	state: State,
	row: StoredPackage,
	content: readonly PackedFile[],
	replaced: readonly Pick<Entry, 'location' | 'path'>[] = [],
	also: () => void = () => undefined,
): Promise<StoredPackage> {
	const entries = row.packed ? [await writeArchive(context, row, content)] : await writeFolder(context, row, content);
	const [archive] = entries;
	const manifest = content.find(({path}) => path === 'tagmanifest-sha256.txt');
	const stored: StoredPackage = {
		...row,
		size: entries.reduce((sum, {size}) => sum + size, 0),
		checksum: (row.packed ? archive : manifest)?.sha256 ?? null,
		pointer: row.packed && archive ? pointerOf(state, row, archive) : null,
	};
	demandPlace(state, row.location, stored.size);
	context.store.transaction(() => {
		for (const {location, path} of replaced) state.entries.delete(entryKey(location, path));
		for (const entry of entries) state.entries.put(entryKey(entry.location, entry.path), entry);
		state.packages.put(stored.uuid, stored);
		also();
	});
	return stored;
}

/** Whether the choice of how to compress packs an AIP. */
export function isPacked(chosen: Chosen): boolean {
	return chosen.get('compression_algo') !== uncompressed;
}

function newPackage(state: State, {uuid, type, storedAt}: Pick<StoredPackage, 'uuid' | 'type'> & {storedAt: number}): StoredPackage {
	return {
		uuid,
		type,
		status: 'UPLOADED',
		location: '',
		path: '',
		packed: false,
		size: 0,
		storedAt,
		pipeline: pipelineOf(state).uuid,
		related: [],
		checksum: null,
		pointer: null,
		contents: [],
	};
}

/** What the DIP is made from: the transfer's files or, in a reingest, the stored AIP's. */
async function contentsForDip(context: SandboxContext, state: State, unit: Unit, chosen: Chosen, at: number): Promise<Contents> {
	const described = state.described.get(unit.sip);
	const stored = state.packages.get(unit.sip);
	if (!unit.reingest || !described || !stored) return aipContents(context, unit, state.unitFiles.get(unit.uuid) ?? [], chosen, at);
	return {described, payload: payloadOf(context, await readPackage(context, state, stored))};
}

async function writeFolder(
	{store}: SandboxContext,
	{location, path: folder}: StoredPackage,
	content: readonly PackedFile[],
): Promise<Entry[]> {
	const entries: Entry[] = [];
	for (const {path, size, sha256, modified, open} of content) {
		const {id} = await store.blobs.write(open());
		entries.push({location, path: `${folder}/${path}`, blob: id, size, sha256, modified});
	}
	return entries;
}

async function writeArchive(context: SandboxContext, row: StoredPackage, content: readonly PackedFile[]): Promise<Entry> {
	const hash = createHash('sha256');
	const name = packageFolder(row);
	const entries = content.map(file => ({...file, path: `${name}/${file.path}`}));
	const {id, size} = await context.store.blobs.write(hashed(gzip(tar(entries)), hash));
	return {location: row.location, path: row.path, blob: id, size, sha256: hash.digest('hex'), modified: row.storedAt ?? context.now()};
}

function pointerOf(state: State, row: StoredPackage, {size, sha256, modified}: Entry): string {
	const location = state.locations.get(row.location);
	const path = `${location ? locationPath(state, location) : ''}/${row.path}`;
	return pointerFile({uuid: row.uuid, name: packageFolder(row), path, sha256, size, created: modified});
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: {update(chunk: Uint8Array): unknown}): AsyncGenerator<Uint8Array> {
	for await (const chunk of bytes) {
		hash.update(chunk);
		yield chunk;
	}
}

/** A location by its address, unless that is the address of the default one. */
function locationOf(state: State, address: string | undefined): Location | undefined {
	const uuid = /^\/api\/v2\/location\/([0-9a-f-]{36})\/$/u.exec(address ?? '')?.[1];
	return uuid === undefined ? undefined : state.locations.get(uuid);
}

function records({accession}: Unit, files: readonly UnitFile[]): readonly ContentRecord[] {
	return files.map(file => ({sourceId: file.uuid, name: file.path, checksum: file.sha256, accession}));
}
