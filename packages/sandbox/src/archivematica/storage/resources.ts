import {storageTime} from '../times.ts';
import type {Location, Pipeline, Space, State, StoredPackage} from '../state.ts';
import {locationPath} from '../state.ts';

/** How a field may be used in a filter (reference, 1.8 and 3.1). */
export type Filtering =
	| {readonly kind: 'text' | 'integer' | 'boolean' | 'date' | 'uuid'}
	/** A relation: by the related UUID, or by a field of the related resource. */
	| {readonly kind: 'related'; readonly resource: ResourceName}
	| {readonly kind: 'refused'; readonly because: 'no filtering' | 'no column'};

/** The kinds of things the Storage Service lists. */
export type ResourceName = 'pipeline' | 'space' | 'location' | 'file';

/** An object as the API shows it, in the order of the keys there, which is alphabetical. */
export type Shown = Readonly<Record<string, unknown>>;

/** A kind of thing the Storage Service lists. */
export interface Resource {
	/** What is not here is ignored as a filter. */
	readonly fields: Readonly<Record<string, Filtering>>;
	all(state: State, now: number): readonly Shown[];
}

const text = {kind: 'text'} as const;
const integer = {kind: 'integer'} as const;
const uuid = {kind: 'uuid'} as const;
const unfiltered = {kind: 'refused', because: 'no filtering'} as const;
const related = (resource: ResourceName) => ({kind: 'related', resource}) as const;

/** Everything the sandbox's Storage Service lists. */
export const resources: Readonly<Record<ResourceName, Resource>> = {
	pipeline: {
		fields: {description: text, uuid, remote_name: unfiltered},
		all: ({pipelines}) => [...pipelines.values()].map(showPipeline),
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
		all: ({spaces}) => [...spaces.values()].map(showSpace),
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
		all: state => [...state.locations.values()].map(location => showLocation(state, location)),
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
		all: (state, now) => [...state.packages.values()].map(stored => showPackage(state, stored, now)),
	},
};

function showPipeline({uuid: id, description, remoteName}: Pipeline): Shown {
	return {description, remote_name: remoteName, resource_uri: uriOf('pipeline', id), uuid: id};
}

function showSpace({uuid: id, path, stagingPath}: Space): Shown {
	return {
		access_protocol: 'FS',
		last_verified: null,
		path,
		resource_uri: uriOf('space', id),
		size: null,
		staging_path: stagingPath,
		used: 0,
		uuid: id,
		verified: false,
	};
}

function showLocation(state: State, location: Location): Shown {
	const stored = [...state.packages.values()].filter(candidate => candidate.location === location.uuid && candidate.status !== 'DELETED');
	return {
		description: location.description,
		enabled: true,
		path: locationPath(state, location),
		pipeline: location.pipelines.map(id => uriOf('pipeline', id)),
		purpose: location.purpose,
		quota: null,
		relative_path: location.relativePath,
		resource_uri: uriOf('location', location.uuid),
		space: uriOf('space', location.space),
		used: stored.reduce((sum, {size}) => sum + size, 0),
		uuid: location.uuid,
	};
}

/** A package as SS-20 shows it. */
function showPackage(state: State, stored: StoredPackage, now: number): Shown {
	const location = state.locations.get(stored.location);
	const pending = now < stored.storedAt;
	return {
		current_full_path: location ? `${locationPath(state, location)}/${stored.path}` : stored.path,
		current_location: uriOf('location', stored.location),
		current_path: stored.path,
		encrypted: false,
		misc_attributes: {},
		origin_pipeline: uriOf('pipeline', stored.pipeline),
		package_type: stored.type,
		related_packages: stored.related.map(id => uriOf('file', id)),
		replicas: [],
		replicated_package: null,
		resource_uri: uriOf('file', stored.uuid),
		size: stored.size,
		status: pending ? 'PENDING' : stored.status,
		stored_date: pending ? null : storageTime(stored.storedAt),
		uuid: stored.uuid,
	};
}

function uriOf(resource: ResourceName, id: string): string {
	return `/api/v2/${resource}/${id}/`;
}
