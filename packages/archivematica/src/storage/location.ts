import type {LocationConditions} from './conditions.ts';
import type {ServerPath} from '../paths/server-path.ts';

/** What a location is for (reference 4.2). */
export type LocationPurpose = 'TS' | 'CP' | 'AS' | 'DS' | 'BL' | 'AR' | 'SS' | 'SD' | 'RP';

/** A place the Storage Service reads from or stores in (SS-10, SS-13). Only enabled ones exist for the API. */
export interface Location {
	readonly uuid: string;
	readonly description: string | undefined;
	/** A {@link LocationPurpose}, or whatever two letters somebody gave it: the server does not check. */
	readonly purpose: string;
	/** Absolute, on the host of the Storage Service. */
	readonly path: string;
	readonly relativePath: string;
	/** UUID of its space. */
	readonly space: string | undefined;
	/** UUIDs of the pipelines that use it. */
	readonly pipelines: readonly string[];
	/** Bytes; `undefined` where there is none. */
	readonly quota: number | undefined;
	/** Bytes. */
	readonly used: number | undefined;
	readonly enabled: boolean;
}

/** Which locations to list. Conditions are joined with AND; values are UUIDs, never URIs (reference 3.4). */
export interface LocationFilter {
	readonly purpose?: LocationPurpose | undefined;
	readonly pipeline?: string | undefined;
	readonly space?: string | undefined;
	readonly description?: string | undefined;
	readonly relativePath?: string | undefined;
	/** In the server's words, such as `{space__access_protocol: 'S3', description__icontains: 'film'}`. */
	readonly where?: LocationConditions | undefined;
}

/** One entry of a folder. */
export interface DirectoryEntry {
	/** Its name; hidden ones are never listed. */
	readonly name: ServerPath;
	/** Its path in the location, to browse or to start a transfer from. */
	readonly path: ServerPath;
	readonly isDirectory: boolean;
	/** Bytes of a file, where the location's protocol tells. */
	readonly size: number | undefined;
	/** How many files a folder holds, where the location's protocol tells. */
	readonly objectCount: number | undefined;
	/** Whether there are more than `objectCount`: the server stops counting at some number (`5000+`). */
	readonly objectCountIsMinimum: boolean;
}

/**
 * A folder in a location (SS-12).
 *
 * The server answers with an empty folder for a path that does not exist: emptiness proves nothing.
 */
export interface Directory {
	/** UUID of the location. */
	readonly location: string;
	readonly path: ServerPath;
	/** In server order. */
	readonly entries: readonly DirectoryEntry[];
}
