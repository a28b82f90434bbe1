import type {DigestBlock} from './inventory.ts';
import type {Tell} from './tell.ts';

/** How paths are called in findings, and the codes of what can be wrong with them. */
export interface PathRules {
	readonly what: string;
	/** A slash at the beginning or the end. */
	readonly edge: string;
	/** An element that is `.`, `..` or empty. */
	readonly element: string;
	/** The same path twice, or a path that is a folder of another. */
	readonly conflict: string;
}

/** Tells of paths that leave the folder they are in, or that cannot stand beside each other (OCFL 1.1, 3.5.2 and 3.5.3.1). */
export function checkPaths(block: DigestBlock, rules: PathRules, inventory: string, tell: Tell): void {
	const {what, edge, element, conflict} = rules;
	const files = new Set<string>();
	for (const path of [...block.values()].flat()) {
		if (path.startsWith('/') || path.endsWith('/')) {
			tell(edge, `The ${what} "${path}" begins or ends with a slash.`, inventory);
		}
		if (
			path
				.replaceAll(/^\/|\/$/g, '')
				.split('/')
				.some(part => part === '' || part === '.' || part === '..')
		) {
			tell(element, `The ${what} "${path}" has an element that is empty or a dot.`, inventory);
		}
		if (files.has(path)) {
			tell(conflict, `The ${what} "${path}" is there more than once.`, inventory);
		}
		files.add(path);
	}
	for (const [file, path] of conflicts(files)) {
		tell(conflict, `"${file}" is a file and also a folder of the ${what} "${path}".`, inventory);
	}
}

/** Paths and what is below them. Sorted by segments, what is below a path follows it: no more work for paths of many segments than for others. */
function* conflicts(paths: Iterable<string>): Generator<readonly [file: string, path: string]> {
	const sorted = Array.from(paths, path => path.replaceAll('/', '\0')).toSorted((a, b) => (a < b ? -1 : 1));
	const above: string[] = [];
	for (const key of sorted) {
		while (above.length > 0 && !key.startsWith(`${above.at(-1)}\0`)) {
			above.pop();
		}
		const [file = ''] = above.slice(-1);
		if (file !== '') {
			yield [file.replaceAll('\0', '/'), key.replaceAll('\0', '/')];
		}
		above.push(key);
	}
}
