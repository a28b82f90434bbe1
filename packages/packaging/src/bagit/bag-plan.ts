import type {Entries, PackageEntry} from '../entries/entry.ts';
import type {BagAlgorithm, BagInfoElement, FetchItem} from './bag.ts';
import type {BagProfile} from './profile.ts';

/** A file that a bag has without bringing it. */
export interface RemoteFile extends Omit<FetchItem, 'size'> {
	/** Bytes. */
	readonly size: number;
	/** Its digests in hexadecimal, for every algorithm of the bag. */
	readonly digests: Readonly<Partial<Record<BagAlgorithm, string>>>;
}

/** What a bag will be made of. */
export interface BagPlan {
	readonly profile: BagProfile | undefined;
	readonly serialization: string | undefined;
	readonly files: Entries;
	readonly algorithms: readonly BagAlgorithm[];
	readonly fetch: readonly RemoteFile[];
	readonly tagFiles: readonly PackageEntry[];
	readonly info: readonly BagInfoElement[];
}
