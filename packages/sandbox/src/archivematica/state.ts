import type {SandboxContext} from '../context.ts';
import type {Collection, Index} from '../store/collection.ts';
import type {DescribedPackage} from './aip/mets.ts';
import type {DashboardSettings} from './dashboard/settings.ts';
import type {
	AsyncTask,
	Callback,
	Entry,
	Location,
	PackageRequest,
	Pipeline,
	Purpose,
	Space,
	StorageSettings,
	StoredPackage,
} from './storage/model.ts';
import type {Plan, Unit, UnitFile} from './workflow/unit.ts';

export type {ContentRecord, Entry, Location, Pipeline, Purpose, Space, StoredPackage} from './storage/model.ts';

/** The releases of Archivematica the dashboard can be. Up to 1.13 transfers may be complete before they name their SIP. From 1.19 on it knows idempotency keys. */
export type Release = '1.13.2' | '1.17.0' | '1.19.0';

/** A request that was sent with an idempotency key. */
export interface KeyedRequest {
	/** A digest of what was asked. */
	readonly request: string;
	/** The transfer it made. */
	readonly transfer: string;
	readonly expires: number;
}

/** A folder in which a SIP is arranged. */
export interface ArrangedFolder {
	/** The UUID of its level of description. */
	readonly level: string | null;
	/** Its SIP has been made: the folder is not to be arranged any more. */
	readonly used: boolean;
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
	readonly replicasOf: Index<StoredPackage>;
	readonly requests: Collection<PackageRequest>;
	readonly tasks: Collection<AsyncTask>;
	readonly callbacks: Collection<Callback>;
	/** Packages that are stored now or in a moment, and of which nobody was told yet. */
	readonly announcements: Collection<{readonly package: string}>;
	/** `storage`: what is set, where it is not the usual. */
	readonly storageSettings: Collection<StorageSettings>;
	/** The last number given out, by what it numbers. */
	readonly numbers: Collection<number>;
	readonly units: Collection<Unit>;
	/** The units of which something may still change. */
	readonly activeUnits: Index<Unit>;
	readonly unitBySip: Index<Unit>;
	readonly unitFiles: Collection<readonly UnitFile[]>;
	/** Processing configurations by name. `null`: a built-in one that was deleted. */
	readonly configurations: Collection<ProcessingConfiguration | null>;
	/** Names of files among the processing configurations that are none. */
	readonly strayFiles: Collection<string>;
	/** `dashboard`: what an administrator of the dashboard can set, and what surrounds it. */
	readonly dashboardSettings: Collection<DashboardSettings>;
	/** Levels of description: names by UUID. */
	readonly levels: Collection<string>;
	/** The arrangement: folders by path. */
	readonly arrangement: Collection<ArrangedFolder>;
	/** What the METS documents of AIPs say, by the AIP's UUID: a reingest adds to it. */
	readonly described: Collection<DescribedPackage>;
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
	const packages = store.collection<StoredPackage>('archivematica.packages');
	const state: State = {
		pipelines: store.collection('archivematica.pipelines'),
		spaces: store.collection('archivematica.spaces'),
		locations: store.collection('archivematica.locations'),
		entries,
		entriesOf: entries.index(({location}) => [location]),
		packages,
		replicasOf: packages.index(({replicaOf}) => (replicaOf === undefined ? [] : [replicaOf])),
		requests: store.collection('archivematica.package-requests'),
		tasks: store.collection('archivematica.async-tasks'),
		callbacks: store.collection('archivematica.callbacks'),
		announcements: store.collection('archivematica.announcements'),
		storageSettings: store.collection('archivematica.storage-settings'),
		numbers: store.collection('archivematica.numbers'),
		units,
		activeUnits: units.index(unit => (unit.settled ? [] : [active])),
		unitBySip: units.index(({sip, sipGone}) => (sipGone ? [] : [sip])),
		unitFiles: store.collection('archivematica.unit-files'),
		configurations: store.collection('archivematica.configurations'),
		strayFiles: store.collection('archivematica.stray-files'),
		dashboardSettings: store.collection('archivematica.dashboard-settings'),
		levels: store.collection('archivematica.levels'),
		arrangement: store.collection('archivematica.arrangement'),
		described: store.collection('archivematica.described'),
		keyed: store.collection('archivematica.keyed'),
		settings: store.collection('archivematica.settings'),
		plans: store.collection('archivematica.plans'),
	};
	states.set(store, state);
	return state;
}

/** The pipeline that the dashboard is: the first. Others can be registered, but have no dashboard behind them. */
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
	const locations = [...state.locations.values()].filter(location => location.purpose === purpose && !location.disabled);
	const found = locations.find(({isDefault}) => isDefault) ?? locations[0];
	if (!found) throw new Error(`The sandbox has no location with the purpose ${purpose}: its store was not seeded.`);
	return found;
}

/** The key of an entry. */
export function entryKey(location: string, path: string): string {
	return `${location}:${path}`;
}
