import {empty, json} from '../http/answers.ts';
import {newUuid, parseUuid} from '../identifiers.ts';
import type {Location, Pipeline, Space, State} from '../state.ts';
import type {StorageCall} from './call.ts';
import {protocols} from './protocols.ts';
import type {Protocol} from './protocols.ts';
import {readBody} from './read-body.ts';
import {badRequest, listHeaders, Refusal, uncaught, uuidProblem} from './refusal.ts';
import {relatedUuid, uuidAt} from './related.ts';
import type {ResourceName, Shown} from './resources.ts';
import {resources, sorted, uriOf} from './resources.ts';
import {storageSettingsOf} from './settings.ts';
import type {View} from './view.ts';

/** SS-04: no field is required. */
export async function createPipeline({context, state, request, view}: StorageCall): Promise<Response> {
	const body = await readBody(request);
	const uuid = newUuidOf(state.pipelines, body);
	const pipeline: Pipeline = {
		uuid,
		description: textOrNull(body['description']),
		remoteName: textOrNull(body['remote_name']) ?? '127.0.0.1', // the caller's address: assumed to be this machine
		apiUsername: textOrNull(body['api_username']),
		apiKey: textOrNull(body['api_key']),
		disabled: storageSettingsOf(state).pipelinesDisabled,
	};
	context.store.transaction(() => {
		state.pipelines.put(uuid, pipeline);
		if (body['create_default_locations'] === true) createDefaultLocations(state, uuid, textOrNull(body['shared_path']));
	});
	const {api_key: _key, api_username: _name, ...echoed} = body;
	return created(view, 'pipeline', uuid, echoed);
}

/** What the settings of a fresh Storage Service name: the first location of each purpose. */
const defaultPurposes = ['TS', 'AS', 'DS', 'BL', 'AR'];

function createDefaultLocations(state: State, pipeline: string, sharedPath: string | null): void {
	const space = state.spaces.values().find(({path, protocol = 'FS'}) => path === '/' && protocol === 'FS') ?? newLocalSpace(state);
	const processing = state.locations.values().find(({purpose}) => purpose === 'CP') ?? {
		uuid: newUuid(),
		space: space.uuid,
		pipelines: [],
		purpose: 'CP',
		relativePath: (sharedPath ?? '/var/archivematica/sharedDirectory').replace(/^\/+/u, ''),
		description: null,
		isDefault: false,
	};
	attach(state, processing, pipeline);
	for (const purpose of defaultPurposes) {
		const location = state.locations.values().find(candidate => candidate.purpose === purpose);
		if (location) makeDefault(state, attach(state, location, pipeline));
	}
}

function newLocalSpace(state: State): Space {
	const space: Space = {uuid: newUuid(), path: '/', stagingPath: '/var/archivematica/storage_service'};
	state.spaces.put(space.uuid, space);
	return space;
}

function attach(state: State, location: Location, pipeline: string): Location {
	const attached = {...location, pipelines: [...new Set([...location.pipelines, pipeline])]};
	state.locations.put(attached.uuid, attached);
	return attached;
}

/** One location is the default for a purpose. */
function makeDefault(state: State, location: Location): void {
	for (const other of state.locations.values()) {
		if (other.purpose === location.purpose && other.isDefault && other.uuid !== location.uuid)
			state.locations.put(other.uuid, {...other, isDefault: false});
	}
	state.locations.put(location.uuid, {...location, isDefault: true});
}

/** SS-07: every field of the protocol has to be there, also where it has a default. Nothing is looked at on any disk. */
export async function createSpace({state, request, view}: StorageCall): Promise<Response> {
	const body = await readBody(request);
	const code = String(body['access_protocol']);
	const protocol = Object.hasOwn(protocols, code) ? protocols[code] : undefined;
	if (!protocol || Object.keys(protocol.fields).some(field => !Object.hasOwn(body, field))) return uncaught();
	const path = textOrNull(body['path']) ?? '';
	const problems = {
		...(textOrNull(body['staging_path']) === null && {staging_path: ['This field is required.']}),
		...(!protocol.objects && !path.startsWith('/') && {__all__: ['Path must begin with a /']}),
	};
	if (Object.keys(problems).length > 0) return json({space: problems}, 400, listHeaders);
	const uuid = newUuidOf(state.spaces, body);
	const details = detailsOf(protocol, body, uuid);
	state.spaces.put(uuid, {
		uuid,
		path,
		stagingPath: String(body['staging_path']),
		protocol: code,
		details,
		quota: typeof body['size'] === 'number' ? body['size'] : null,
	});
	return created(view, 'space', uuid, {});
}

function detailsOf({fields}: Protocol, body: Shown, uuid: string): Shown {
	const details = Object.fromEntries(Object.keys(fields).map(name => [name, body[name]]));
	return details['bucket'] === '' ? {...details, bucket: uuid} : details;
}

/** SS-11: neither purpose nor path is looked at, and no folder is made. */
export async function createLocation({context, state, request, view}: StorageCall): Promise<Response> {
	const body = await readBody(request);
	const space = relatedUuid(view, 'space', body, 'space');
	const pipelines = pipelinesOf(view, body['pipeline']);
	const uuid = newUuidOf(state.locations, body);
	const location: Location = {
		uuid,
		space,
		pipelines,
		purpose: textOrNull(body['purpose']) ?? '',
		relativePath: textOrNull(body['relative_path']) ?? '',
		description: textOrNull(body['description']),
		isDefault: false,
		quota: typeof body['quota'] === 'number' ? body['quota'] : null,
	};
	context.store.transaction(() => {
		state.locations.put(uuid, location);
		if (body['default'] === true) makeDefault(state, location);
	});
	return created(view, 'location', uuid, Object.hasOwn(body, 'default') ? {default: body['default']} : {});
}

function pipelinesOf(view: View, given: unknown): readonly string[] {
	if (given === undefined || given === null) {
		throw new Refusal(badRequest("The 'pipeline' field has no data and doesn't allow a null value."));
	}
	if (!Array.isArray(given)) throw new Refusal(uncaught(404));
	return [...new Set(given.map(uri => uuidAt(view, 'pipeline', uri)))];
}

/** What was made, with what was posted besides, and where it is. What an administrator has to allow first is shown all the same. */
export function created(view: View, resource: ResourceName, uuid: string, echoed: Shown): Response {
	const shown = resources[resource].one(view, uuid);
	if (!shown) return empty(404);
	return json(sorted({...echoed, ...shown}), 201, {...listHeaders, location: uriOf(view, resource, uuid)});
}

/** The UUID that was asked for, or a new one. @throws Refusal when it is taken, or none */
function newUuidOf(taken: {has(id: string): boolean}, body: Shown): string {
	const given = body['uuid'];
	if (given === undefined || given === null) return newUuid();
	const text = textOrNull(given) ?? '';
	const uuid = parseUuid(text);
	if (uuid === undefined) throw new Refusal(badRequest(uuidProblem(text)));
	if (taken.has(uuid)) throw new Refusal(uncaught());
	return uuid;
}

/** A text; numbers and truth values become one. */
export function textOrNull(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
