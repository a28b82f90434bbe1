import {content, namespace, optionalChild, type XmlElement} from '@fonds/core/xml';

const status = namespace('http://status.preservica.com');

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

/** Reads ENT-02. A missing status is an unknown one; the form of `Errors` is unpublished, so each text in it is one error. */
export function decodeProgress(response: XmlElement): ServerProgress {
	const found = optionalChild(response, status('Status'));
	const detail = (found && content(found).trim()) || 'UNKNOWN';
	const errors = optionalChild(response, status('Errors'));
	return {
		state: progressStateOf(detail),
		detail,
		errors: errors === undefined ? [] : texts(errors),
	};
}

/** Each text in an element and in what is in it. */
export function texts(source: XmlElement): string[] {
	return source.children.flatMap(node => (typeof node === 'string' ? node.trim() || [] : texts(node)));
}
