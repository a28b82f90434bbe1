import type {Fault} from './fault.ts';

/** A fault of the plan, and what became of it. */
export interface PlannedFault {
	readonly fault: Fault;
	/** Requests it matched until it was used up. */
	readonly seen: number;
	/** Requests it happened to so far. */
	readonly used: number;
}

interface Entry {
	/** Its place in the plan. */
	readonly place: number;
	readonly fault: Fault;
	readonly pattern: RegExp;
	/** Is the pattern compared with the query as well? */
	readonly withQuery: boolean;
	seen: number;
	used: number;
}

/** How many used-up faults are still listed. */
const mostUsedUp = 100;

/** What is to go wrong, in the order in which it was asked for. Lives in memory: a restart has the faults the sandbox is made with, and no others. */
export class FaultPlan {
	readonly #first: readonly Fault[];
	/** Those that may still happen. */
	#faults: Entry[] = [];
	/** The latest of those that will not, for the list alone. */
	#usedUp: Entry[] = [];
	#places = 0;

	/** @param first What is to go wrong from the start. */
	constructor(first: readonly Fault[] = []) {
		this.#first = [...first];
		this.reset();
	}

	add(fault: Fault): void {
		const {source, flags} = typeof fault.path === 'string' ? glob(fault.path) : fault.path;
		const pattern = new RegExp(source, flags.replace(/[gy]/gu, ''));
		this.#keep({place: this.#places++, fault, pattern, withQuery: source.includes('\\?'), seen: 0, used: 0});
	}

	clear(): void {
		this.#faults = [];
		this.#usedUp = [];
	}

	/** Goes back to what was to go wrong from the start. */
	reset(): void {
		this.clear();
		for (const fault of this.#first) this.add(fault);
	}

	/** All that may still happen, and the latest of those that are used up. */
	list(): readonly PlannedFault[] {
		const all = [...this.#usedUp, ...this.#faults].toSorted((a, b) => a.place - b.place);
		return all.map(({fault, seen, used}) => ({fault, seen, used}));
	}

	/** The fault that happens to a request: the first of the plan that matches it and is neither still to come nor used up. */
	take(request: Request): Fault | undefined {
		const {pathname, search} = new URL(request.url);
		for (const entry of this.#faults) {
			const {fault, pattern, withQuery} = entry;
			if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) continue;
			if (!pattern.test(withQuery ? pathname + search : pathname)) continue;
			entry.seen++;
			if (entry.seen <= (fault.after ?? 0)) continue;
			entry.used++;
			if (isUsedUp(entry)) {
				this.#faults = this.#faults.filter(each => each !== entry);
				this.#keep(entry);
			}
			return fault;
		}
		return undefined;
	}

	#keep(entry: Entry): void {
		if (!isUsedUp(entry)) this.#faults.push(entry);
		else this.#usedUp = [...this.#usedUp, entry].slice(-mostUsedUp);
	}
}

function isUsedUp({fault, used}: Entry): boolean {
	return used >= (fault.times ?? 1);
}

function glob(path: string): RegExp {
	const parts = path.split('*').map(part => part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 'u');
}
