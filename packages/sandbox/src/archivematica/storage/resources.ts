import {storageTime} from '../times.ts';
import type {Location, Pipeline, Space, StoredPackage} from '../state.ts';
import {locationPath} from '../state.ts';
import type {AsyncTask} from './model.ts';
import type {View} from './view.ts';

/** How a field may be used in a filter (reference, 1.8 and 3.1). */
export type Filtering =
	| {readonly kind: 'text' | 'integer' | 'boolean' | 'date' | 'uuid'}
	/** A relation: by the related UUID, or by a field of the related resource. */
	| {readonly kind: 'related'; readonly resource: ResourceName}
	| {readonly kind: 'refused'; readonly because: 'no filtering' | 'no column'};

/** The kinds of things the Storage Service lists by UUID. */
export type ResourceName = 'pipeline' | 'space' | 'location' | 'file';

/** An object as the API shows it, in the order of the keys there, which is alphabetical. */
export type Shown = Readonly<Record<string, unknown>>;

/** A kind of thing the Storage Service lists. */
export interface Resource {
	/** What is not here is ignored as a filter. */
	readonly fields: Readonly<Record<string, Filtering>>;
	/** Everything, that which does not exist for the API included: relations go through it. */
	readonly all: (view: View) => readonly Shown[];
	/** Whether it exists for the API. */
	readonly exists: (view: View, uuid: string) => boolean;
	readonly one: (view: View, uuid: string) => Shown | undefined;
}

const text = {kind: 'text'} as const;
const integer = {kind: 'integer'} as const;
const uuid = {kind: 'uuid'} as const;
const unfiltered = {kind: 'refused', because: 'no filtering'} as const;
const related = (resource: ResourceName) => ({kind: 'related', resource}) as const;

/** Everything the Storage Service lists by UUID. */
export const resources: Readonly<Record<ResourceName, Resource>> = {
	pipeline: {
		fields: {description: text, uuid, remote_name: unfiltered},
		all: view => view.state.pipelines.values().map(pipeline => showPipeline(view, pipeline)),
		exists: ({state}, id) => state.pipelines.has(id) && state.pipelines.get(id)?.disabled !== true,
		one: (view, id) => shown(view.state.pipelines.get(id), pipeline => showPipeline(view, pipeline)),
	},
	space: {
		fields: {
			access_protocol: text,
			path: text,
			size: integer,
			staging_path: text,
			used: integer,
			uuid,
			verified: {kind: 'boolean'},
			last_verified: unfiltered,
		},
		all: view => view.state.spaces.values().map(space => showSpace(view, space)),
		exists: ({state}, id) => state.spaces.has(id),
		one: (view, id) => shown(view.state.spaces.get(id), space => showSpace(view, space)),
	},
	location: {
		fields: {
			description: text,
			purpose: text,
			quota: integer,
			relative_path: text,
			used: integer,
			uuid,
			pipeline: related('pipeline'),
			space: related('space'),
			enabled: unfiltered,
			path: {kind: 'refused', because: 'no column'},
		},
		all: view => view.state.locations.values().map(location => showLocation(view, location)),
		exists: ({state}, id) => state.locations.has(id) && state.locations.get(id)?.disabled !== true,
		one: (view, id) => shown(view.state.locations.get(id), location => showLocation(view, location)),
	},
	file: {
		fields: {
			package_type: text,
			status: text,
			stored_date: {kind: 'date'},
			uuid,
			current_location: related('location'),
			related_packages: related('file'),
			current_path: unfiltered,
			origin_pipeline: unfiltered,
			size: unfiltered,
			replicated_package: unfiltered,
		},
		all: view => view.state.packages.values().map(stored => showPackage(view, stored)),
		exists: ({state}, id) => state.packages.has(id),
		one: (view, id) => shown(view.state.packages.get(id), stored => showPackage(view, stored)),
	},
};

function shown<T>(found: T | undefined, show: (found: T) => Shown): Shown | undefined {
	return found === undefined ? undefined : show(found);
}

function showPipeline(view: View, {uuid: id, description, remoteName}: Pipeline): Shown {
	return {description, remote_name: remoteName, resource_uri: uriOf(view, 'pipeline', id), uuid: id};
}

function showSpace(view: View, {uuid: id, path, stagingPath, protocol = 'FS', details = {}, quota = null}: Space): Shown {
	const {state, profile} = view;
	const places = new Set(state.locations.values().flatMap(location => (location.space === id ? [location.uuid] : [])));
	const older = profile === 'older';
	const names = older && protocol === 'FS' ? {id: state.spaces.values().findIndex(space => space.uuid === id) + 1, space: id} : {};
	return sorted({
		...details,
		...names,
		...(!older && {staging_path: stagingPath}),
		access_protocol: protocol,
		last_verified: null,
		path,
		resource_uri: uriOf(view, 'space', id),
		size: amount(view, quota),
		used: amount(view, usedIn(view, places)),
		uuid: id,
		verified: false,
	});
}

function showLocation(view: View, location: Location): Shown {
	const path = locationPath(view.state, location);
	return {
		description: view.version === 'v1' ? location.description || path : location.description,
		enabled: location.disabled !== true,
		path,
		pipeline: location.pipelines.map(id => uriOf(view, 'pipeline', id)),
		purpose: location.purpose,
		quota: amount(view, location.quota ?? null),
		relative_path: location.relativePath,
		resource_uri: uriOf(view, 'location', location.uuid),
		space: uriOf(view, 'space', location.space),
		used: amount(view, usedIn(view, new Set([location.uuid]))),
		uuid: location.uuid,
	};
}

/** What the packages in some locations take up. */
export function usedIn({state}: Pick<View, 'state'>, locations: ReadonlySet<string>): number {
	const stored = state.packages.values().filter(({location, status}) => locations.has(location) && status !== 'DELETED');
	return stored.reduce((sum, {size}) => sum + size, 0);
}

/** Integers were texts once (reference, 1.10). */
function amount({profile}: View, value: number | null): number | string | null {
	return profile === 'older' && value !== null ? String(value) : value;
}

/** A package as SS-20 shows it. The one without a pipeline has `null` here, and cannot be sent: `unsendable` says why. */
function showPackage(view: View, stored: StoredPackage): Shown {
	const {state, profile} = view;
	const status = statusOf(view, stored);
	const storedDate = status === 'PENDING' || stored.storedAt === null ? null : storageTime(stored.storedAt);
	return {
		current_full_path: fullPath(view, stored),
		current_location: uriOf(view, 'location', stored.location),
		current_path: stored.path,
		encrypted: false,
		misc_attributes: stored.misc ?? {},
		origin_pipeline: stored.pipeline === null ? null : uriOf(view, 'pipeline', stored.pipeline),
		package_type: stored.type,
		related_packages: stored.related.map(id => uriOf(view, 'file', id)),
		replicas: state.replicasOf.get(stored.uuid).map(replica => uriOf(view, 'file', replica.uuid)),
		replicated_package: stored.replicaOf === undefined ? null : uriOf(view, 'file', stored.replicaOf),
		resource_uri: uriOf(view, 'file', stored.uuid),
		size: stored.size,
		status,
		...(profile !== 'older' && {stored_date: storedDate}),
		uuid: stored.uuid,
	};
}

/** The status of a package now: what is stored only in a moment is not there yet. */
export function statusOf({now}: Pick<View, 'now'>, {status, storedAt}: StoredPackage): string {
	return storedAt !== null && now < storedAt ? 'PENDING' : status;
}

/** Why an object cannot be sent, and with it every list that has it (reference, 3.5). `undefined` for all but poison rows. */
export function unsendable(object: Shown): string | undefined {
	if (object['origin_pipeline'] !== null) return undefined;
	const name = `<Package: ${String(object['uuid'])}: ${String(object['current_full_path'])}>`;
	return `The object '${name}' has an empty attribute 'origin_pipeline' and doesn't allow a default or null value.`;
}

/** A task as SS-37 shows it. */
export function showTask({version}: View, {id, created, outcome}: AsyncTask): Shown {
	const shared = {id, resource_uri: `/api/${version}/async/${id}/`, created_time: storageTime(created)};
	if (outcome === null)
		return sorted({...shared, completed: false, completed_time: null, updated_time: storageTime(created), was_error: false});
	const at = storageTime(outcome.at);
	const ended = {...shared, completed: true, completed_time: at, updated_time: at};
	return sorted(
		'error' in outcome ? {...ended, was_error: true, error: outcome.error} : {...ended, was_error: false, result: outcome.result},
	);
}

/** The absolute path of a package on the server. */
export function fullPath({state}: Pick<View, 'state'>, {location, path}: Pick<StoredPackage, 'location' | 'path'>): string {
	const found = state.locations.get(location);
	return found ? `${locationPath(state, found)}/${path}` : path;
}

/** The address of something. */
export function uriOf({version}: Pick<View, 'version'>, resource: ResourceName, id: string): string {
	return `/api/${version}/${resource}/${id}/`;
}

/** The same object with its keys in order. */
export function sorted(object: Shown): Shown {
	return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
