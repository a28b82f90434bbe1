import type {Fault} from './fault.ts';

/** A fault of the plan, and what became of it. */
export interface PlannedFault {
	readonly fault: Fault;
	/** Requests it matched so far. */
	readonly seen: number;
	/** Requests it happened to so far. */
	readonly used: number;
}

/** What is to go wrong, in the order in which it was asked for. Lives in memory: a restart has no faults. */
export class FaultPlan {
	readonly #faults: {fault: Fault; seen: number; used: number; pattern: RegExp}[] = [];

	add(fault: Fault): void {
		this.#faults.push({fault, seen: 0, used: 0, pattern: typeof fault.path === 'string' ? glob(fault.path) : fault.path});
	}

	clear(): void {
		this.#faults.length = 0;
	}

	list(): readonly PlannedFault[] {
		return this.#faults.map(({fault, seen, used}) => ({fault, seen, used}));
	}

	/** The fault that happens to a request: the first of the plan that matches it and is neither still to come nor used up. */
	take(request: Request): Fault | undefined {
		const {pathname, search} = new URL(request.url);
		for (const entry of this.#faults) {
			const {fault, pattern} = entry;
			if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) continue;
			if (!matches(pattern, pathname, search)) continue;
			entry.seen++;
			if (entry.seen <= (fault.after ?? 0) || entry.used >= (fault.times ?? 1)) continue;
			entry.used++;
			return fault;
		}
		return undefined;
	}
}

function matches(pattern: RegExp, pathname: string, search: string): boolean {
	return new RegExp(pattern.source, pattern.flags.replace(/[gy]/gu, '')).test(
		pattern.source.includes('\\?') ? pathname + search : pathname,
	);
}

function glob(path: string): RegExp {
	const parts = path.split('*').map(part => part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 'u');
}
