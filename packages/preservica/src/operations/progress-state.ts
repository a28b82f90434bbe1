/** How work on the server stands (reference 1.11). `unknown` is what this release has no word for; such work still goes on. */
export type ProgressState = 'pending' | 'running' | 'suspended' | 'succeeded' | 'failed' | 'mixed' | 'cancelled' | 'unknown';

/** An answer about progress. */
export interface ServerProgress {
	readonly state: ProgressState;
	/** The server's own word. */
	readonly detail: string;
	readonly errors: readonly string[];
}

const states: Readonly<Record<string, ProgressState>> = {
	ABORTED: 'cancelled',
	ACTIVE: 'running',
	CANCELLED: 'cancelled',
	COMPLETED: 'succeeded',
	FAILED: 'failed',
	FINISHED_MIXED_OUTCOME: 'mixed',
	PENDING: 'pending',
	RUNNING: 'running',
	SUSPENDED: 'suspended',
	SUSPENDING: 'suspended',
};

/** The state behind a word of the server, in any case. */
export function progressStateOf(word: string): ProgressState {
	return states[word.trim().toUpperCase()] ?? 'unknown';
}

/** Will the state never change again? */
export function isFinished(state: ProgressState): boolean {
	return state === 'succeeded' || state === 'failed' || state === 'mixed' || state === 'cancelled';
}
