/** Finds the folders in which there is nothing, in the order of the entries, each once. */
export function findEmptyFolders(entries: readonly {readonly path: string; readonly directory: boolean}[]): ReadonlySet<string> {
	const empty = new Set(entries.filter(({directory}) => directory).map(({path}) => path));
	if (empty.size > 0) {
		// Sorted, what is in a folder comes directly behind it. To go through the folders of every path would take long for deep ones.
		const sorted = entries.map(({path}) => `${path}/`).toSorted();
		sorted.forEach((path, index) => {
			const next = sorted[index + 1];
			if (next !== undefined && next !== path && next.startsWith(path)) {
				empty.delete(path.slice(0, -1));
			}
		});
	}
	return empty;
}
