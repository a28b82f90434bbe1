/// <reference types="node" />

/** Milliseconds. What takes longer comes from a network, or from a disk that has to look for it. */
const slow = 4;
/** Milliseconds after which others get their turn. */
const turn = 10;
/** So many files are then left to the threads of Node before this thread tries again. */
const detour = 64;

let leftToThreads = 0;
let turnBegan = 0;

/**
 * Does something short with a disk on this thread, as long as the disk answers at once; gives undefined where it does not.
 *
 * To ask a thread of Node for a small file, and to wait for the answer, takes several times as long as to read it. A disk that is slow is asked through
 * threads all the same: everything else would have to wait for it here.
 */
export async function promptly<T>(work: () => T): Promise<{readonly result: T} | undefined> {
	if (leftToThreads > 0) {
		leftToThreads--;
		return undefined;
	}
	if (performance.now() - turnBegan > turn) {
		await new Promise(resolve => setImmediate(resolve));
		turnBegan = performance.now();
	}
	const start = performance.now();
	try {
		return {result: work()};
	} finally {
		if (performance.now() - start > slow) {
			leftToThreads = detour;
		}
	}
}
