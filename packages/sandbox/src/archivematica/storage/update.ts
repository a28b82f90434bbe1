import type {SandboxContext} from '../../context.ts';
import {discard} from '../../store/blobs.ts';
import {bag} from '../aip/bag.ts';
import type {PackedFile} from '../aip/bag.ts';
import {storePackage} from '../aip/store-package.ts';
import type {State, StoredPackage} from '../state.ts';
import {readPackage} from '../workflow/read-package.ts';
import {announce} from './announce.ts';
import type {PackageCall} from './call.ts';
import {textOrNull} from './create.ts';
import {fileAt, filesAt} from './files.ts';
import {sendable} from './lists.ts';
import {contentAtOrigin, copiesFrom, StorageProblem} from './places.ts';
import {readBody} from './read-body.ts';
import {uncaught} from './refusal.ts';
import {relatedUuid} from './related.ts';
import {reingestedOn} from './reingest.ts';
import type {Shown} from './resources.ts';
import {resources} from './resources.ts';

/** SS-21: the end of a reingest, where the body has `reingest`; otherwise it overwrites the row with what was sent. */
export async function putPackage(call: PackageCall): Promise<Response> {
	const {context, state, request, stored, view} = call;
	const body = await readBody(request);
	const row = overwritten(call, body);
	const shown = () => sendable([resources.file.one(view, stored.uuid) ?? {}], ([object]) => object);
	if (!Object.hasOwn(body, 'reingest')) {
		state.packages.put(stored.uuid, row);
		return shown();
	}
	const path = textOrNull(body['origin_path']);
	const purpose = state.locations.get(row.location)?.purpose;
	if (body['origin_location'] === undefined || path === null || purpose !== 'AS' || !['AIP', 'AIC'].includes(stored.type)) return shown();
	const origin = relatedUuid(view, 'location', body, 'origin_location');
	if (reingestedOn(stored.misc) !== row.pipeline) return uncaught();
	try {
		await finishReingest(context, state, stored, origin, path);
	} catch (error) {
		if (error instanceof StorageProblem) return uncaught();
		throw error;
	}
	return shown();
}

function overwritten({stored, view}: PackageCall, body: Shown): StoredPackage {
	const has = (field: string) => Object.hasOwn(body, field);
	return {
		...stored,
		location: has('current_location') ? relatedUuid(view, 'location', body, 'current_location') : stored.location,
		pipeline: has('origin_pipeline') ? relatedUuid(view, 'pipeline', body, 'origin_pipeline') : stored.pipeline,
		path: textOrNull(body['current_path']) ?? stored.path,
		type: textOrNull(body['package_type']) ?? stored.type,
		status: textOrNull(body['status']) ?? stored.status,
		size: typeof body['size'] === 'number' ? body['size'] : stored.size,
	};
}

/** Puts reingested content over what is stored: what has the same path is replaced, what is new is added, the bag is made anew. */
async function finishReingest(context: SandboxContext, state: State, stored: StoredPackage, origin: string, path: string): Promise<void> {
	const {source} = contentAtOrigin(state, origin, path);
	const posted = {...stored, location: origin, path: source, packed: fileAt(state, origin, source) !== undefined};
	const payload = new Map<string, PackedFile>();
	const unpacked: string[] = [];
	for (const from of [stored, posted]) {
		for (const {path: inside, blob, size, sha256, modified} of await readPackage(context, state, from).catch(unreadable)) {
			if (from.packed) unpacked.push(blob);
			if (!inside.startsWith('data/')) continue;
			const name = inside.slice('data/'.length);
			payload.set(name, {path: name, size, sha256, modified, open: () => context.store.blobs.read(blob)});
		}
	}
	const misc = {...stored.misc, reingest_pipeline: null};
	const replaced = [...filesAt(state, stored.location, stored.path), ...(copiesFrom(state, origin) ? [] : filesAt(state, origin, source))];
	await storePackage(context, state, {...stored, misc}, bag([...payload.values()], stored.uuid, context.now()), replaced, () =>
		state.announcements.put(stored.uuid, {package: stored.uuid}),
	);
	discard(context.store.blobs, unpacked); // what is stored was written anew
	announce(context, state);
}

function unreadable(error: unknown): never {
	throw new StorageProblem(error instanceof Error ? error.message : String(error));
}
