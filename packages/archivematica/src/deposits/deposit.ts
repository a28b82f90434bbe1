/** Places for deposits, as the server's service document names them (SW-01). */
export interface DepositService {
	/** The version of SWORD. */
	readonly version: string | undefined;
	readonly collections: readonly DepositCollection[];
}

/** A location that takes deposits. */
export interface DepositCollection {
	/** UUID of the location. */
	readonly uuid: string;
	/** The description of the location. */
	readonly title: string | undefined;
	/** Its address for other SWORD clients. */
	readonly url: string;
}

/** A deposit that is neither deleted nor handed to a pipeline. */
export interface DepositEntry {
	readonly uuid: string;
	/** The name it was given. A folder of that name may have been there before, and its own then has `_1` at the end. */
	readonly title: string | undefined;
}

/** What the server says of a deposit it takes. */
export interface DepositReceipt extends DepositEntry {
	/** What it says in words. */
	readonly summary: string | undefined;
	/** Addresses for other SWORD clients, always of this server. `undefined` where the receipt has none. */
	readonly links: {
		readonly edit: string | undefined;
		readonly media: string | undefined;
		readonly add: string | undefined;
		readonly statement: string | undefined;
	};
}

/** How far downloads are. */
export type DownloadState = 'complete' | 'incomplete' | 'failed' | (string & {});

/** How a deposit stands (SW-05). */
export interface DepositState {
	/** Of all downloads together. `complete` as long as none has begun, also when some were just asked for. */
	readonly state: DownloadState;
	/** The server's words. */
	readonly text: string;
	/** Whether an attempt to hand it to a pipeline failed. Once true it stays so until an attempt succeeds. */
	readonly finalisationFailed: boolean;
	/** Downloads that have begun. */
	readonly downloads: readonly DepositDownload[];
}

/** A file the server fetches. */
export interface DepositDownload {
	readonly name: string | undefined;
	readonly url: string | undefined;
	readonly state: DownloadState | undefined;
}
