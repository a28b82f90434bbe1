import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {parseUuid, quads} from '../identifiers.ts';
import {pointerFile} from '../aip/pointer.ts';
import {compressionEvent} from '../aip/premis-lists.ts';
import type {Entry, State, StoredPackage} from '../state.ts';
import type {StorageCall} from './call.ts';
import {announce} from './announce.ts';
import {created, textOrNull} from './create.ts';
import {fileAt, pathWithin, transfer} from './files.ts';
import {indexTransfer} from './index-transfer.ts';
import {contentAtOrigin, copiesFrom, demandPlace, StorageProblem} from './places.ts';
import {readBody} from './read-body.ts';
import {badRequest, Refusal, uncaught, uuidProblem} from './refusal.ts';
import {relatedUuid} from './related.ts';
import type {Shown} from './resources.ts';
import {fullPath} from './resources.ts';
import {accepted, startTask} from './start-task.ts';
import type {View} from './view.ts';

/** A package as somebody posts it. */
export interface PostedPackage {
	readonly uuid: string;
	readonly type: string;
	readonly origin: string;
	readonly originPath: string;
	readonly location: string;
	readonly path: string;
	readonly pipeline: string;
	readonly related: string | undefined;
	readonly body: Shown;
}

/** SS-18: the content is where it should be when the answer comes. */
export async function createPackage(call: StorageCall): Promise<Response> {
	const {context, state, request, view} = call;
	const posted = readPosted(view, await readBody(request));
	putRow(context, state, posted);
	try {
		await storeContent(context, state, posted);
	} catch (error) {
		if (error instanceof StorageProblem) return uncaught();
		throw error;
	}
	return created(view, 'file', posted.uuid, posted.body);
}

/** SS-19: the row is made at once, the content comes later. */
export async function createPackageLater(call: StorageCall): Promise<Response> {
	const {context, state, request, view} = call;
	const posted = readPosted(view, await readBody(request));
	putRow(context, state, posted);
	return accepted(startTask(context, state, {kind: 'store', posted: posted.body}));
}

/** @throws Refusal when something is missing or wrong */
export function readPosted(view: View, body: Shown): PostedPackage {
	const origin = relatedUuid(view, 'location', body, 'origin_location');
	const location = relatedUuid(view, 'location', body, 'current_location');
	const pipeline = relatedUuid(view, 'pipeline', body, 'origin_pipeline');
	const {state} = view;
	if (typeof body['uuid'] !== 'string') throw new Refusal(uncaught());
	const uuid = parseUuid(body['uuid']);
	if (uuid === undefined) throw new Refusal(badRequest(uuidProblem(body['uuid'])));
	const path = textOrNull(body['current_path']);
	const type = textOrNull(body['package_type']);
	if (path === null || type === null) throw new Refusal(uncaught());
	const related = textOrNull(body['related_package_uuid']);
	if (related !== null && !state.packages.has(parseUuid(related) ?? '')) throw new Refusal(uncaught(404));
	return {
		uuid,
		type,
		origin,
		originPath: textOrNull(body['origin_path']) ?? '',
		location,
		path,
		pipeline,
		related: related === null ? undefined : parseUuid(related),
		body,
	};
}

/** Makes the row. What is of no use to the Storage Service stays a row, with the status that a column has of itself. */
function putRow({store}: SandboxContext, state: State, posted: PostedPackage): void {
	const {uuid, type, location, path, pipeline, related} = posted;
	if (state.packages.has(uuid)) throw new Refusal(uncaught());
	const row: StoredPackage = {
		uuid,
		type,
		status: effectOf(state, posted) === undefined ? 'FAIL' : 'PENDING',
		location,
		path,
		packed: false,
		size: 0,
		storedAt: null,
		pipeline,
		related: related === undefined ? [] : [related],
		checksum: null,
		pointer: null,
		contents: [],
	};
	store.transaction(() => {
		state.packages.put(uuid, row);
		const other = related === undefined ? undefined : state.packages.get(related);
		if (other) state.packages.put(other.uuid, {...other, related: [...other.related, uuid]});
	});
}

/** What becomes of a package of some type in a location of some purpose: `undefined` is nothing. */
function effectOf(state: State, {type, location}: Pick<PostedPackage, 'type' | 'location'>): 'store' | 'backlog' | undefined {
	const purpose = state.locations.get(location)?.purpose;
	if (['AIP', 'AIC', 'DIP'].includes(type)) return purpose === 'AS' || purpose === 'DS' ? 'store' : undefined;
	return type === 'transfer' && purpose === 'BL' ? 'backlog' : undefined;
}

/** Puts the content of a posted package where it belongs. @throws StorageProblem when that cannot be done; the row stays */
export async function storeContent(context: SandboxContext, state: State, posted: PostedPackage): Promise<void> {
	const effect = effectOf(state, posted);
	if (effect === undefined) return;
	const {source, files} = contentAtOrigin(state, posted.origin, posted.originPath);
	const location = demandPlace(
		state,
		posted.location,
		files.reduce((sum, {size}) => sum + size, 0),
	);
	const name = pathWithin(state, location, posted.path.replace(/^\/+/u, ''));
	if (name === undefined || name === '') throw new StorageProblem(`"${posted.path}" leads out of the location.`);
	const path = effect === 'store' ? `${quads(posted.uuid)}/${name}` : name;
	const packed = fileAt(state, posted.origin, source) !== undefined;
	const checksum = await checksumOf(context, files, packed, source);
	const moving = {origin: posted.origin, source, location: location.uuid, destination: path};
	context.store.transaction(() => {
		transfer(state, moving, copiesFrom(state, posted.origin));
		const row = state.packages.get(posted.uuid);
		if (!row) return;
		const size = files.reduce((sum, file) => sum + file.size, 0);
		const stored = {...row, path, packed, size, checksum, status: 'UPLOADED', storedAt: context.now()};
		state.packages.put(posted.uuid, {...stored, pointer: pointerOf(context, state, posted, stored)});
		if (effect === 'store') state.announcements.put(posted.uuid, {package: posted.uuid});
	});
	if (effect === 'backlog') await indexTransfer(context, state, posted.uuid);
	const stored = state.packages.get(posted.uuid);
	announce(context, state);
	if (packed && posted.type !== 'DIP' && stored?.pointer === null)
		throw new StorageProblem('No event says how the package was compressed.');
}

/** Of an archive its own SHA-256, of a bag that of its tag manifest. */
async function checksumOf({store}: SandboxContext, files: readonly Entry[], packed: boolean, source: string): Promise<string | null> {
	const wanted = packed ? files[0] : files.find(({path}) => path === `${source}/tagmanifest-sha256.txt`);
	if (typeof wanted?.blob !== 'string') return null;
	const hash = createHash('sha256');
	for await (const chunk of store.blobs.read(wanted.blob)) hash.update(chunk);
	return hash.digest('hex');
}

function pointerOf(context: SandboxContext, state: State, {type, body}: PostedPackage, stored: StoredPackage): string | null {
	const compression = compressionEvent(body['events']);
	if (!stored.packed || type === 'DIP' || !compression || stored.checksum === null) return null;
	return pointerFile({
		uuid: stored.uuid,
		name: (stored.path.split('/').at(-1) ?? '').replace(/(?:\.(?:7z|bz2|gz|tar))+$/u, ''),
		path: fullPath({state}, stored),
		sha256: stored.checksum,
		size: stored.size,
		created: context.now(),
		given: {compression, events: body['events'], agents: body['agents'], subtype: textOrNull(body['aip_subtype'])},
	});
}
