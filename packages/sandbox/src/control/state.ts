import type {PreservicaStandIn} from '../preservica/preservica.ts';
import type {Store} from '../store/store.ts';

/** A look inside, for tests. */
export interface SandboxState {
	/** The sandbox's time, ISO 8601. */
	readonly now: string;
	readonly version: string;
	/** Entities by kind. */
	readonly entities: Readonly<Record<'SO' | 'IO' | 'CO', number>>;
	/** Multipart uploads that were neither completed nor aborted. */
	readonly openUploads: readonly {readonly uploadId: string; readonly key: string; readonly parts: number; readonly size: number}[];
	/** What goes on after its request was answered: going on, completed, failed, rejected. */
	readonly jobs: Readonly<Record<'open' | 'COMPLETED' | 'FAILED' | 'ABORTED', number>>;
	readonly activeTokens: number;
	readonly blobs: number;
	/** Documents by collection, of both systems. */
	readonly collections: Readonly<Record<string, number>>;
}

/** Counts what there is. */
export function readState(
	store: Store,
	{repository, uploads, sources, jobs, sessions}: PreservicaStandIn,
	now: number,
	version: string,
): SandboxState {
	const entities = {SO: 0, IO: 0, CO: 0};
	for (const {kind} of repository.entities.values()) entities[kind]++;
	return {
		now: new Date(now).toISOString(),
		version,
		entities,
		openUploads: [...uploads.open(), ...sources.bucket.open()].map(({id, key, parts}) => {
			const received = Object.values(parts);
			return {uploadId: id, key, parts: received.length, size: received.reduce((sum, part) => sum + part.size, 0)};
		}),
		jobs: jobs.counts(),
		activeTokens: sessions.active(),
		blobs: store.blobs.count(),
		collections: store.sizes(),
	};
}
