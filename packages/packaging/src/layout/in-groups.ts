/** How many files are handed over at a time. */
export const groupSize = 256;

/** Gives items in groups, as layouts hand over files; the last one may be smaller, or empty. */
export async function* inGroups<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<readonly T[], undefined> {
	let group: T[] = [];
	for await (const item of items) {
		group.push(item);
		if (group.length === groupSize) {
			yield group;
			group = [];
		}
	}
	yield group;
	return undefined;
}
