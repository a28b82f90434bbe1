/** A name with only what Archivematica keeps: letters, digits and `-_.()` of ASCII; accents are dropped, everything else becomes `_`. */
export function cleanName(name: string): string {
	return name
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.replaceAll(/[^\w.()-]/gu, '_');
}

/** Cleans each segment of paths. Two paths never become one: the later one is numbered. */
export function createPathCleaner(): (path: string) => string {
	const taken = new Set<string>();
	return path => {
		const clean = path.split('/').map(cleanName).join('/');
		let unique = clean;
		for (let number = 1; taken.has(unique); number++) unique = clean.replace(/(\.[^./]*)?$/u, `_${number}$1`);
		taken.add(unique);
		return unique;
	};
}
