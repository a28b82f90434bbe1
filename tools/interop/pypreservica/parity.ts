import {readFile} from 'node:fs/promises';

const page = new URL('../../../docs/pypreservica.md', import.meta.url);

/** Says which public names of pyPreservica are missing in `docs/pypreservica.md`, twice there, or there and not in pyPreservica. */
export async function unequalNames(names: readonly string[]): Promise<readonly string[]> {
	const listed = [...(await readFile(page, 'utf8')).matchAll(/^\|\s*`([\w.]+)`\s*\|/gmu)].map(([, name = '']) => name);
	const known = new Set(names);
	const there = new Set(listed);
	return [
		...names.filter(name => !there.has(name)).map(name => `docs/pypreservica.md lacks ${name}`),
		...listed.filter(name => !known.has(name)).map(name => `docs/pypreservica.md has ${name}, which pyPreservica does not`),
		...listed.filter((name, at) => listed.indexOf(name) !== at).map(name => `docs/pypreservica.md has ${name} twice`),
	];
}
