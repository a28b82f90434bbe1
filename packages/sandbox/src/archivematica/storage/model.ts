/** A pipeline: a dashboard, as the Storage Service knows it. */
export interface Pipeline {
	readonly uuid: string;
	readonly description: string | null;
	readonly remoteName: string | null;
	/** The account the Storage Service has there. Nobody is shown it. */
	readonly apiUsername?: string | null | undefined;
	readonly apiKey?: string | null | undefined;
	/** A disabled one does not exist for the API. */
	readonly disabled?: boolean | undefined;
}

/** A storage system. The sandbox keeps bytes for those with the protocol `FS` and, in deposits, `FEDORA` only. */
export interface Space {
	readonly uuid: string;
	readonly path: string;
	readonly stagingPath: string;
	/** The access protocol's code. @default 'FS' */
	readonly protocol?: string | undefined;
	/** What the protocol has besides, secrets included. */
	readonly details?: Readonly<Record<string, unknown>> | undefined;
	/** The most it may hold, in bytes. */
	readonly quota?: number | null | undefined;
}

/** The purposes of locations the sandbox itself uses (reference, 4.2). */
export type Purpose = 'TS' | 'CP' | 'AS' | 'DS' | 'BL' | 'AR' | 'SS' | 'RP' | 'SD';

/** A folder of a space with one purpose. */
export interface Location {
	readonly uuid: string;
	readonly space: string;
	readonly pipelines: readonly string[];
	/** One of the codes, or whatever else somebody called it: nobody looks. */
	readonly purpose: string;
	readonly relativePath: string;
	readonly description: string | null;
	/** The default for its purpose. */
	readonly isDefault: boolean;
	/** The most it may hold, in bytes. */
	readonly quota?: number | null | undefined;
	/** A disabled one does not exist for the API. */
	readonly disabled?: boolean | undefined;
	/** Where what is stored here is copied to as well: locations with the purpose `RP`. */
	readonly replicators?: readonly string[] | undefined;
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

/** The states of a package that calls of the API lead to, or look at (reference, 4.5). */
export type PackageStatus = 'PENDING' | 'UPLOADED' | 'FAIL' | 'DELETED' | 'DEL_REQ' | 'RECOVER_REQ' | 'MOVING' | (string & {});

/** A stored package (reference, 3.5). */
export interface StoredPackage {
	readonly uuid: string;
	/** `AIP`, `AIC`, `DIP`, `transfer`, `deposit`, or whatever else somebody called it: nobody looks. */
	readonly type: string;
	/** The status it has from `storedAt` on; before that it is `PENDING`. */
	readonly status: PackageStatus;
	readonly location: string;
	/** Relative to the location. */
	readonly path: string;
	/** One archive file, not a folder of entries. */
	readonly packed: boolean;
	readonly size: number;
	/** `null` for what was never stored. */
	readonly storedAt: number | null;
	/** `null` makes a row that cannot be shown (reference, 3.5). */
	readonly pipeline: string | null;
	readonly related: readonly string[];
	/** SHA-256 of the archive, or of a bag's tag manifest; `null` when there is none to compare with. */
	readonly checksum: string | null;
	/** The pointer file. */
	readonly pointer: string | null;
	/** The records of SS-31. */
	readonly contents: readonly ContentRecord[];
	/** `misc_attributes`. */
	readonly misc?: Readonly<Record<string, unknown>> | undefined;
	/** The package this one is a copy of. */
	readonly replicaOf?: string | undefined;
}

/** A file as the Storage Service's index of a package names it. */
export interface ContentRecord {
	readonly sourceId: string | null;
	readonly name: string | null;
	readonly checksum: string | null;
	readonly accession: string | null;
	/** The SIP it belongs to. */
	readonly sip?: string | null | undefined;
	/** Where it comes from; a pipeline's UUID. */
	readonly origin?: string | null | undefined;
}

/** A request to delete or to recover a package, which a person decides. */
export interface PackageRequest {
	readonly id: number;
	readonly kind: 'delete' | 'recover';
	readonly package: string;
	readonly pipeline: string;
	readonly reason: string;
	readonly userId: number;
	readonly userEmail: unknown;
	readonly status: 'SUBMIT' | 'APPROVE' | 'REJECT';
	/** What the package's status was. */
	readonly before: PackageStatus;
	readonly decisionReason: string | null;
}

/** What a task is to do. */
export type TaskWork =
	| {
			readonly kind: 'move-files';
			readonly origin: string;
			readonly location: string;
			readonly files: readonly {readonly source: string; readonly destination: string}[];
	  }
	| {readonly kind: 'move-package'; readonly package: string; readonly location: string}
	| {readonly kind: 'store'; readonly posted: Readonly<Record<string, unknown>>};

/** Something that goes on behind an answer (reference, SS-37). */
export interface AsyncTask {
	readonly id: number;
	readonly work: TaskWork;
	readonly created: number;
	/** When the watchdog notices that it is over: not before it is. */
	readonly due: number;
	/** `null` while it runs. */
	readonly outcome: {readonly at: number; readonly result: unknown} | {readonly at: number; readonly error: string} | null;
}

/** What the Storage Service calls when something was stored (reference, 4.9). */
export interface Callback {
	readonly id: number;
	readonly event: string;
	readonly uri: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly expectedStatus: number;
	readonly enabled: boolean;
}

/** How the Storage Service answers: as releases before 0.14 did, as 0.23, or as what comes after it (reference, appendix E). */
export type StorageProfile = 'older' | '0.23.0' | 'newer';

/** What an administrator of the Storage Service can set, and which release it is. */
export interface StorageSettings {
	readonly profile: StorageProfile;
	/** New pipelines cannot be used until somebody allows them to. */
	readonly pipelinesDisabled: boolean;
	/** Folders are not counted when they are browsed. */
	readonly objectCountingDisabled: boolean;
	/** Who is told of decided requests: an address. */
	readonly notificationUrl: string | null;
}
