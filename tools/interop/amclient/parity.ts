import {readFile} from 'node:fs/promises';

const page = new URL('../../../docs/archivematica/amclient.md', import.meta.url);

/** Says which public methods of amclient have no row in `docs/archivematica/amclient.md`, have two, or are only there. */
export async function unequalMethods(methods: readonly string[]): Promise<readonly string[]> {
	const listed = (await readFile(page, 'utf8')).split('\n').flatMap(methodsOfRow);
	const known = new Set(methods);
	const there = new Set(listed);
	return [
		...methods.filter(name => !there.has(name)).map(name => `docs/archivematica/amclient.md lacks ${name}`),
		...listed.filter(name => !known.has(name)).map(name => `docs/archivematica/amclient.md has ${name}, which amclient does not`),
		...listed.filter((name, at) => listed.indexOf(name) !== at).map(name => `docs/archivematica/amclient.md has ${name} twice`),
	];
}

/** The names in the first cell: `name`, or `name(parameters)`. */
function methodsOfRow(line: string): readonly string[] {
	const [, cell = ''] = /^\|([^|]*)\|/u.exec(line) ?? [];
	return [...cell.matchAll(/`(\w+)(?:\([^`]*\))?`/gu)].map(([, name = '']) => name);
}
