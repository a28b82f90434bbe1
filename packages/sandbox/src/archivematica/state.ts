import type {SandboxContext} from '../context.ts';
import type {Collection, Index} from '../store/collection.ts';
import type {Plan, Unit, UnitFile} from './workflow/unit.ts';

/** A pipeline: the dashboard, as the Storage Service knows it. */
export interface Pipeline {
	readonly uuid: string;
	readonly description: string;
	readonly remoteName: string;
}

/** A storage system. The sandbox has one, a local file system. */
export interface Space {
	readonly uuid: string;
	readonly path: string;
	readonly stagingPath: string;
}

/** The purposes of locations the sandbox has (reference, 4.2). */
export type Purpose = 'TS' | 'CP' | 'AS' | 'DS' | 'BL' | 'SS';

/** A folder of a space with one purpose. */
export interface Location {
	readonly uuid: string;
	readonly space: string;
	readonly pipelines: readonly string[];
	readonly purpose: Purpose;
	readonly relativePath: string;
	readonly description: string;
	/** The default for its purpose. */
	readonly isDefault: boolean;
}

/** A file in a location, or an empty folder (a path that ends in `/`, with no blob). */
export interface Entry {
	readonly location: string;
	/** Relative to the location, with `/`. */
	readonly path: string;
	readonly blob: string | null;
	readonly size: number;
	readonly sha256: string;
	readonly modified: number;
}

/** A stored package (reference, 3.5). */
export interface StoredPackage {
	readonly uuid: string;
	readonly type: 'AIP' | 'DIP' | 'transfer';
	/** The status it has from `storedAt` on; before that it is `PENDING`. */
	readonly status: 'UPLOADED' | 'FAIL' | 'DELETED';
	readonly location: string;
	/** Relative to the location. */
	readonly path: string;
	/** One archive file, not a folder of entries. */
	readonly packed: boolean;
	readonly size: number;
	readonly storedAt: number;
	readonly pipeline: string;
	readonly related: readonly string[];
	/** SHA-256 of the archive, or of a bag's tag manifest; `null` when there is none to compare with. */
	readonly checksum: string | null;
	/** The pointer file. */
	readonly pointer: string | null;
	/** The records of SS-31. */
	readonly contents: readonly ContentRecord[];
}

/** A file as the Storage Service's index of a package names it. */
export interface ContentRecord {
	readonly sourceId: string;
	readonly name: string;
	readonly checksum: string | null;
	readonly accession: string;
}

/** The releases of Archivematica the dashboard can be. From 1.19 on it knows idempotency keys. */
export type Release = '1.17.0' | '1.19.0';

/** A request that was sent with an idempotency key. */
export interface KeyedRequest {
	/** A digest of what was asked. */
	readonly request: string;
	/** The transfer it made; `null` while it is being made. */
	readonly transfer: string | null;
	readonly expires: number;
}

/** A processing configuration: the choice by link. */
export type ProcessingConfiguration = Readonly<Record<string, string>>;

/** All that the Archivematica half of the sandbox remembers. */
export interface State {
	readonly pipelines: Collection<Pipeline>;
	readonly spaces: Collection<Space>;
	readonly locations: Collection<Location>;
	readonly entries: Collection<Entry>;
	readonly entriesOf: Index<Entry>;
	readonly packages: Collection<StoredPackage>;
	readonly units: Collection<Unit>;
	/** The units of which something may still change. */
	readonly activeUnits: Index<Unit>;
	readonly unitBySip: Index<Unit>;
	readonly unitFiles: Collection<readonly UnitFile[]>;
	readonly configurations: Collection<ProcessingConfiguration>;
	/** What was asked with an idempotency key: by the key's digest. */
	readonly keyed: Collection<KeyedRequest>;
	/** `release`: the release of Archivematica, where it is not the usual one. */
	readonly settings: Collection<Release>;
	/** Plans for the next transfers, in order. */
	readonly plans: Collection<Plan>;
}

/** The key `activeUnits` knows unsettled units by. */
export const active = 'active';

const states = new WeakMap<object, State>();

/** The collections of a sandbox. The same store gives the same object. */
export function stateOf({store}: SandboxContext): State {
	const known = states.get(store);
	if (known) return known;
	const entries = store.collection<Entry>('archivematica.entries');
	const units = store.collection<Unit>('archivematica.units');
	const state: State = {
		pipelines: store.collection('archivematica.pipelines'),
		spaces: store.collection('archivematica.spaces'),
		locations: store.collection('archivematica.locations'),
		entries,
		entriesOf: entries.index(({location}) => [location]),
		packages: store.collection('archivematica.packages'),
		units,
		activeUnits: units.index(unit => (unit.settled ? [] : [active])),
		unitBySip: units.index(({sip}) => [sip]),
		unitFiles: store.collection('archivematica.unit-files'),
		configurations: store.collection('archivematica.configurations'),
		keyed: store.collection('archivematica.keyed'),
		settings: store.collection('archivematica.settings'),
		plans: store.collection('archivematica.plans'),
	};
	states.set(store, state);
	return state;
}

/** The pipeline, of which the sandbox has one. */
export function pipelineOf(state: State): Pipeline {
	const [pipeline] = state.pipelines.values();
	if (!pipeline) throw new Error('The sandbox has no pipeline: its store was not seeded.');
	return pipeline;
}

/** The absolute path of a location on the server. */
export function locationPath(state: State, {space, relativePath}: Location): string {
	return `${state.spaces.get(space)?.path ?? '/'}/${relativePath}`.replaceAll(/\/+/gu, '/');
}

/** The release the dashboard is. */
export function releaseOf({settings}: State): Release {
	return settings.get('release') ?? '1.17.0';
}

/** The location for a purpose, the default one first. */
export function locationFor(state: State, purpose: Purpose): Location {
	const locations = [...state.locations.values()].filter(location => location.purpose === purpose);
	const found = locations.find(({isDefault}) => isDefault) ?? locations[0];
	if (!found) throw new Error(`The sandbox has no location with the purpose ${purpose}: its store was not seeded.`);
	return found;
}

/** The key of an entry. */
export function entryKey(location: string, path: string): string {
	return `${location}:${path}`;
}
