/** What is known of an asset from what was sent. Where an answer was lost, several things may be true. */
export interface KnownAsset {
	readonly ref: string;
	/** SHA-256 by file name. */
	readonly digests: ReadonlyMap<string, string>;
	titles: readonly string[];
	parents: readonly string[];
	/** Values of identifiers that must be there. */
	readonly identifiers: Set<string>;
	/** Values of identifiers that may be there. */
	readonly perhaps: Set<string>;
	/** `perhaps`: an upload or a deletion whose end nobody saw. */
	existence: 'yes' | 'perhaps' | 'no';
	/** Somebody is changing it. */
	busy: boolean;
}

/** Everything that was sent, what came of it, and what disagreed. */
export class Ledger {
	readonly folders: string[] = [];
	readonly assets = new Map<string, KnownAsset>();
	readonly disagreements: string[] = [];
	/** Actions that succeeded, by name. */
	readonly done = new Map<string, number>();
	/** Actions that failed in a way the client announces, by name and code. */
	readonly failed = new Map<string, number>();

	/** Assets that are there for sure and free. */
	free(): readonly KnownAsset[] {
		return [...this.assets.values()].filter(({existence, busy}) => existence === 'yes' && !busy);
	}

	disagree(what: string): void {
		this.disagreements.push(what);
	}

	count(counts: Map<string, number>, name: string): void {
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
}
