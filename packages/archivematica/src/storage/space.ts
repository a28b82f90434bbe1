import type {Secret} from '@fonds/core';
import type {SpaceConditions} from './conditions.ts';
import type {DirectoryEntry} from './location.ts';
import type {SpaceProtocol} from './space-protocols.ts';
import type {ServerPath} from '../paths/server-path.ts';

/** A setting of a protocol. Passwords and keys are wrapped: they print as `[redacted]`. */
export type SpaceSetting = string | number | boolean | Secret | undefined;

/** How to reach a storage system (SS-06, SS-08). The server has no disabled spaces, whatever its document says. */
export interface Space {
	readonly uuid: string;
	/** A {@link SpaceProtocol}, or one this release does not know. */
	readonly protocol: SpaceProtocol | (string & {});
	/** Absolute on the host of the Storage Service; object stores may have none. */
	readonly path: string;
	/** `undefined` before Storage Service 0.20. */
	readonly stagingPath: string | undefined;
	/** Bytes it may hold; `undefined` where there is no limit. */
	readonly size: number | undefined;
	/** Bytes. */
	readonly used: number | undefined;
	/** The server never checks: this says nothing. */
	readonly verified: boolean;
	/**
	 * What the protocol needs, by the names of {@link SpaceProtocolSettings}. The server shows passwords to every user: here they are wrapped,
	 * as is everything of an unknown name that looks like one.
	 */
	readonly settings: Readonly<Record<string, SpaceSetting>>;
}

/** Which spaces to list. Conditions are joined with AND (reference 3.3). */
export interface SpaceFilter {
	readonly protocol?: SpaceProtocol | undefined;
	/** In the server's words, such as `{access_protocol__in: ['S3', 'SWIFT']}`. */
	readonly where?: SpaceConditions | undefined;
}

/** A folder in a space (SS-09). A path that does not exist is an empty folder to the server: emptiness proves nothing. */
export interface SpaceDirectory {
	/** UUID of the space. */
	readonly space: string;
	readonly path: ServerPath;
	/** In server order. */
	readonly entries: readonly DirectoryEntry[];
}
