import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';

/** What the Storage Service knows of a deposit besides its row among the packages. */
export interface Deposit {
	readonly uuid: string;
	/** The name it was given, without the number its folder may have. */
	readonly label: string;
	readonly created: number;
	/** To be handed to a pipeline when its downloads are complete. */
	readonly wanted: boolean;
	/** What pipelines were given of it. There is more than one when METS is sent once more while the first is being taken. */
	readonly handing: readonly Handing[];
}

/** A transfer made of a deposit. */
export interface Handing {
	readonly transfer: string;
	/** When to look for it next; `null` once it is approved. */
	readonly look: number | null;
}

/** Where a file of a deposit comes from. */
export interface Download {
	readonly id: string;
	readonly deposit: string;
	/** The task that fetches it: there are two for each deposit. */
	readonly group: 'OBJ' | 'MODS';
	readonly url: string;
	/** Below the deposit's folder. */
	readonly path: string;
	readonly md5: string | null;
	readonly state: DownloadState;
}

/** How far downloads are, in the words of SW-05. */
export type DownloadState = 'complete' | 'incomplete' | 'failed';

/** Somebody who signed in at the login form. */
export interface Session {
	readonly username: string;
	readonly csrfToken: string;
	readonly expires: number;
}

/** What SWORD and the login form remember. */
export interface SwordState {
	readonly deposits: Collection<Deposit>;
	/** Deposits that are to be, or are being, handed to a pipeline. */
	readonly wantedDeposits: Index<Deposit>;
	readonly downloads: Collection<Download>;
	readonly downloadsOf: Index<Download>;
	readonly unfinishedDownloads: Index<Download>;
	readonly sessions: Collection<Session>;
	/** Collections whose folder is not on the disk. */
	readonly missingFolders: Collection<{readonly at: number}>;
}

/** The key `wantedDeposits` and `unfinishedDownloads` know everything by. */
export const all = 'all';

const states = new WeakMap<object, SwordState>();

/** The collections of SWORD. The same store gives the same object. */
export function swordStateOf({store}: SandboxContext): SwordState {
	const known = states.get(store);
	if (known) return known;
	const deposits = store.collection<Deposit>('archivematica.deposits');
	const downloads = store.collection<Download>('archivematica.deposit-downloads');
	const state: SwordState = {
		deposits,
		wantedDeposits: deposits.index(({wanted, handing}) => (wanted || handing.some(({look}) => look !== null) ? [all] : [])),
		downloads,
		downloadsOf: downloads.index(({deposit}) => [deposit]),
		unfinishedDownloads: downloads.index(download => (download.state === 'incomplete' ? [all] : [])),
		sessions: store.collection('archivematica.storage-sessions'),
		missingFolders: store.collection('archivematica.missing-folders'),
	};
	states.set(store, state);
	return state;
}
