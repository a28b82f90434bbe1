import {ConfigurationError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {CleaningError} from './cleaning-error.ts';
import type {LocationStore, StoredObject} from './location-store.ts';
import type {UploadLocation} from './location.ts';
import {findLocation} from './locations.ts';
import {openStore} from './open-store.ts';

/** What cleaning takes. */
export interface CleanLocationOptions extends Pick<RequestOptions, 'signal'> {
	/** Objects older than this many days go. @default 90 */
	readonly olderThanDays?: number | undefined;
	/** Only tell what would go? To delete, say `false`. @default true */
	readonly dryRun?: boolean | undefined;
}

/** What was cleaned away, or would be. */
export interface CleanedLocation {
	readonly location: UploadLocation;
	/** Was nothing deleted? */
	readonly dryRun: boolean;
	/** Objects changed before this moment are old, as ISO 8601. */
	readonly before: string;
	/** The objects that were deleted; in a dry run, those that would be. */
	readonly objects: readonly StoredObject[];
	/** Bytes of them all. */
	readonly size: number;
}

const day = 86_400_000;

/** Objects deleted at the same time. */
const concurrency = 4;

/** Deletes what has lain in a location for long (UPL-12, UPL-13, and the storage's own protocol). */
export async function cleanLocation(
	session: Session,
	wanted: string | UploadLocation,
	{olderThanDays = 90, dryRun = true, signal}: CleanLocationOptions,
	now: number,
): Promise<CleanedLocation> {
	if (!(olderThanDays >= 0 && Number.isFinite(olderThanDays))) {
		throw new ConfigurationError(`olderThanDays is ${olderThanDays}; it must be a number of days, 0 or more.`);
	}
	const before = new Date(now - olderThanDays * day).toISOString();
	const location = await findLocation(session, wanted, {signal});
	const store = await openStore(session, location);
	const objects: StoredObject[] = [];
	for await (const object of store.list({signal})) {
		if (Date.parse(object.modified) < Date.parse(before)) {
			objects.push(object);
		}
	}
	if (!dryRun) {
		await removeAll(store, location, objects, signal);
	}
	return {location, dryRun, before, objects, size: objects.reduce((sum, {size}) => sum + size, 0)};
}

async function removeAll(
	store: LocationStore,
	{containerName}: UploadLocation,
	objects: readonly StoredObject[],
	signal: AbortSignal | undefined,
): Promise<void> {
	const deleted = new Set<StoredObject>();
	let failure: {readonly cause: unknown} | undefined;
	const waiting = objects.values();
	const work = async (): Promise<void> => {
		for (const object of waiting) {
			try {
				signal?.throwIfAborted();
				await store.removeObject(object.key, {signal});
				deleted.add(object);
			} catch (cause) {
				signal?.throwIfAborted();
				failure ??= {cause};
			}
		}
	};
	await Promise.all(Array.from({length: concurrency}, work));
	if (failure !== undefined) {
		const remaining = objects.filter(object => !deleted.has(object));
		const names = `${remaining
			.slice(0, 5)
			.map(({key}) => key)
			.join(', ')}${remaining.length > 5 ? ', …' : ''}`;
		throw new CleaningError(
			`${deleted.size} of ${objects.length} old objects of ${containerName} were deleted; ${remaining.length} remain: ${names}. ${String(failure.cause)}`,
			{deleted: [...deleted], remaining, ...failure},
		);
	}
}
