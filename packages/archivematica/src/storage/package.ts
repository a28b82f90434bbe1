import type {PackageConditions} from './conditions.ts';
import type {ListOptions, UnlistablePackage} from './list.ts';

/** The kinds of packages (reference 4.4). */
export type PackageType = 'AIP' | 'AIC' | 'SIP' | 'DIP' | 'transfer' | 'file' | 'deposit';

/** Where a package is in its life (reference 4.5); `UNKNOWN` is a word that is not listed there, kept in `statusText`. */
export type PackageStatus =
	| 'PENDING'
	| 'STAGING'
	| 'UPLOADED'
	| 'VERIFIED'
	| 'MOVING'
	| 'DEL_REQ'
	| 'DELETED'
	| 'RECOVER_REQ'
	| 'FAIL'
	| 'FINALIZE'
	| 'UNKNOWN';

/** What the Storage Service knows of a package (SS-17, SS-20). References to other things are their UUIDs. */
export interface StoragePackage {
	readonly uuid: string;
	/** A {@link PackageType}. */
	readonly type: string;
	readonly status: PackageStatus;
	/** The server's own word for `status`. */
	readonly statusText: string;
	/** Bytes; `undefined` where the server does not know (it says 0). */
	readonly size: number | undefined;
	/** The server's text, without a zone; `undefined` before Storage Service 0.20. */
	readonly storedDate: string | undefined;
	readonly location: string | undefined;
	/** Relative to the location. */
	readonly path: string;
	/** Absolute on the host of the Storage Service. */
	readonly fullPath: string;
	readonly pipeline: string | undefined;
	readonly encrypted: boolean;
	/** An AIP's DIPs and a DIP's AIP, where the pipeline told. */
	readonly related: readonly string[];
	readonly replicas: readonly string[];
	/** The package this one is a copy of. */
	readonly replicaOf: string | undefined;
	/** Free form, as the server has it. */
	readonly attributes: Readonly<Record<string, unknown>>;
}

/** Which packages to list. Conditions are joined with AND (reference 3.5). */
export interface PackageFilter {
	/** One type, or several. A list of everything fails on servers with SWORD deposits: name the types you want. */
	readonly type?: PackageType | readonly PackageType[] | undefined;
	readonly status?: Exclude<PackageStatus, 'UNKNOWN'> | undefined;
	readonly uuids?: readonly string[] | undefined;
	/** UUID of the location the package is in. */
	readonly location?: string | undefined;
	/** UUID of a related package: with `type: 'DIP'` the DIPs of an AIP. */
	readonly relatedTo?: string | undefined;
	/** In the server's zone, such as `2024-01-01T00:00:00`. */
	readonly storedFrom?: string | undefined;
	/** In the server's zone; not included. */
	readonly storedBefore?: string | undefined;
	/**
	 * In the server's words, such as `{status__in: ['UPLOADED', 'DEL_REQ'], current_location__purpose: 'AS'}`. Only what the server honours is
	 * there: what it does not know it would ignore, and list everything.
	 */
	readonly where?: PackageConditions | undefined;
}

/** Options of {@link StorageService.packages}. */
export interface PackageListOptions extends ListOptions {
	/**
	 * Told of each package that no list can show, a SWORD deposit perhaps. With it they are left out, which costs some requests around each;
	 * without it the first ends the walk with the code `unlistable-package`.
	 */
	readonly onUnlistable?: ((row: UnlistablePackage) => void) | undefined;
}
