import type {Finding} from '../findings/finding.ts';
import {infoValues, isModern, type Bag, type Manifest, type ManifestEntry} from './bag.ts';

type Tell = (finding: Finding) => void;

/** Which file a line of a manifest is about, and what it has to have. */
export interface ListedFile {
	readonly manifest: Manifest;
	readonly entry: ManifestEntry;
	/** Path of the file in the bag. */
	readonly path: string;
}

/** Compares what manifests and `fetch.txt` list with what is there (RFC 8493, 3). Gives the lines whose files are there. */
export function checkBag(bag: Bag, tell: Tell): readonly ListedFile[] {
	if (bag.manifests.length === 0) {
		tell({code: 'no-manifest', severity: 'error', message: 'The bag has no payload manifest with a digest that is known here.'});
	}
	const missing = new Set<string>();
	const names = new KnownNames(bag);
	const payload = bag.manifests.map(manifest => names.match(manifest));
	const matches = [...payload, ...bag.tagManifests.map(manifest => names.match(manifest))];
	for (const match of matches) {
		checkManifest(match, bag, names, missing, tell);
	}
	checkEveryFileIsListed(bag, payload, tell);
	checkFetch(bag, tell);
	if ([...missing].every(path => names.isElsewhere(path))) {
		checkOxum(bag, tell);
	}
	return matches.flatMap(({listed}) => listed);
}

function checkManifest({manifest, listed, absent}: Matched, bag: Bag, names: KnownNames, missing: Set<string>, tell: Tell): void {
	tellRepeated(manifest, isModern(bag), tell);
	for (const {entry, path} of listed) {
		if (path !== entry.path) {
			const message = `"${entry.path}" in ${manifest.file} is called "${path}" in the bag: percent signs are encoded in one and not in the other, or letters are composed differently.`;
			tell({code: 'name-form', severity: 'warning', path, message});
		}
	}
	const twins = new Map(listed.map(({path, entry}) => [`${entry.digest} ${fold(path)}`, path]));
	for (const entry of absent) {
		const twin = twins.get(`${entry.digest} ${fold(entry.path)}`);
		if (twin !== undefined && !names.isElsewhere(entry.path)) {
			const message = `"${entry.path}" is not there, but "${twin}" is, with the same digest: one of the two was lost where letter case or composed letters do not matter.`;
			tell({code: 'name-collision', severity: isModern(bag) ? 'error' : 'warning', path: entry.path, message});
		} else {
			tellAbsent(entry, manifest, names, missing, tell);
		}
	}
}

function tellRepeated({file, entries}: Manifest, modern: boolean, tell: Tell): void {
	const seen = new Map<string, string>();
	for (const {path, digest} of entries) {
		const before = seen.get(path);
		if (before !== undefined) {
			const how = before === digest ? '' : ', with different digests';
			const severity = before === digest && !modern ? 'warning' : 'error';
			tell({code: 'listed-twice', severity, path, message: `"${path}" is listed more than once in ${file}${how}.`});
		}
		seen.set(path, digest);
	}
}

function tellAbsent({path}: ManifestEntry, {file}: Manifest, names: KnownNames, missing: Set<string>, tell: Tell): void {
	missing.add(path);
	if (names.isElsewhere(path)) {
		tell({code: 'not-fetched', severity: 'warning', path, message: `"${path}" has to be fetched: fetch.txt says where it is.`});
	} else {
		tell({code: 'missing', severity: 'error', path, message: `"${path}" is in ${file}, and not in the bag.`});
	}
}

/** Names that are the same for many file systems. */
function fold(path: string): string {
	return path.normalize('NFC').toLowerCase();
}

/** The lines of a manifest whose files are there, and the others. */
interface Matched {
	readonly manifest: Manifest;
	readonly listed: readonly ListedFile[];
	readonly absent: readonly ManifestEntry[];
}

/** Finds the files a manifest means, also where tools do not agree on how to write their names. */
class KnownNames {
	readonly #bag: Bag;
	readonly #elsewhere: ReadonlySet<string>;
	#composed: ReadonlyMap<string, readonly string[]> | undefined;

	constructor(bag: Bag) {
		this.#bag = bag;
		this.#elsewhere = new Set(bag.fetch.map(({path}) => path));
	}

	/** A file has one name in a manifest: one that is listed by its own name is not another's, which would hide that the other is lost. */
	match(manifest: Manifest): Matched {
		const {files} = this.#bag.tree;
		const taken = new Set(manifest.entries.map(({path}) => path).filter(path => files.has(path)));
		const listed: ListedFile[] = [];
		const absent: ManifestEntry[] = [];
		for (const entry of manifest.entries) {
			const path = files.has(entry.path) ? entry.path : this.#otherNames(entry).find(name => files.has(name) && !taken.has(name));
			if (path === undefined) {
				absent.push(entry);
			} else {
				taken.add(path);
				listed.push({manifest, entry, path});
			}
		}
		return {manifest, listed, absent};
	}

	isElsewhere(path: string): boolean {
		return this.#elsewhere.has(path);
	}

	#otherNames({path, written}: ManifestEntry): readonly string[] {
		this.#composed ??= composedNames(this.#bag.tree.files.keys());
		return [written, written.replaceAll('%25', '%'), ...(this.#composed.get(path.normalize('NFC')) ?? [])];
	}
}

function composedNames(paths: Iterable<string>): ReadonlyMap<string, readonly string[]> {
	const names = new Map<string, string[]>();
	for (const path of paths) {
		const composed = path.normalize('NFC');
		const same = names.get(composed);
		if (same === undefined) {
			names.set(composed, [path]);
		} else {
			same.push(path);
		}
	}
	return names;
}

function checkEveryFileIsListed(bag: Bag, payload: readonly Matched[], tell: Tell): void {
	const lists = payload.map(({manifest, listed}) => ({
		file: manifest.file,
		paths: new Set([...manifest.entries, ...listed].map(({path}) => path)),
	}));
	for (const path of new Set([...bag.tree.files.keys(), ...bag.fetch.map(item => item.path)])) {
		if (!path.startsWith('data/')) {
			continue;
		}
		const lacking = lists.filter(({paths}) => !paths.has(path));
		if (lists.length > 0 && lacking.length === lists.length) {
			tell({code: 'not-listed', severity: 'error', path, message: `"${path}" is in no payload manifest.`});
		} else if (lacking.length > 0) {
			const severity = isModern(bag) ? 'error' : 'warning';
			tell({
				code: 'manifests-differ',
				severity,
				path,
				message: `"${path}" is not in ${lacking.map(({file}) => file).join(', ')}; every payload manifest has to list every file.`,
			});
		}
	}
	if (bag.fetch.length === 0 && !hasPayload(bag)) {
		tell({code: 'no-payload', severity: 'error', path: 'data', message: 'The bag has no folder data. Make one, empty if need be.'});
	}
}

function hasPayload({tree}: Bag): boolean {
	return tree.emptyFolders.includes('data') || [...tree.files.keys(), ...tree.emptyFolders].some(path => path.startsWith('data/'));
}

function checkFetch({fetch, tree}: Bag, tell: Tell): void {
	const seen = new Set<string>();
	for (const {path, size} of fetch) {
		if (seen.has(path)) {
			tell({code: 'listed-twice', severity: 'error', path, message: `"${path}" is more than once in fetch.txt.`});
		}
		seen.add(path);
		const there = tree.files.get(path);
		if (there !== undefined && size !== undefined && there.size !== size) {
			tell({code: 'fetch-size', severity: 'warning', path, message: `"${path}" has ${there.size} bytes; fetch.txt says ${size}.`});
		}
	}
}

/** `Payload-Oxum`: octets, a dot, number of files (RFC 8493, 2.2.2). It counts everything, also what has to be fetched. */
function checkOxum(bag: Bag, tell: Tell): void {
	const values = infoValues(bag, 'Payload-Oxum');
	const wrong = (code: string, message: string): void => tell({code, severity: 'error', path: 'bag-info.txt', message});
	if (values.length > 1) {
		wrong('oxum-repeated', 'Payload-Oxum may be there only once.');
	}
	const actual = payloadOf(bag);
	for (const value of values) {
		const [, octets, count] = /^(\d+)\.(\d+)$/.exec(value) ?? [];
		if (octets === undefined || count === undefined) {
			wrong('oxum-malformed', `Payload-Oxum is octets, a dot and a number of files, not ${JSON.stringify(value)}.`);
		} else if (BigInt(count) !== BigInt(actual.count) || (actual.octets !== undefined && BigInt(octets) !== BigInt(actual.octets))) {
			const found = actual.octets === undefined ? `${actual.count} files` : `${actual.octets}.${actual.count} (octets.files)`;
			wrong('oxum-wrong', `The payload is ${found}; Payload-Oxum says ${value}.`);
		}
	}
}

/** The payload, also where it is elsewhere; its octets only when all lengths are told. */
function payloadOf({tree, fetch}: Bag): {readonly octets: number | undefined; readonly count: number} {
	const sizes = new Map<string, number | undefined>(fetch.map(({path, size}) => [path, size]));
	for (const {path, size} of tree.files.values()) {
		if (path.startsWith('data/')) {
			sizes.set(path, size);
		}
	}
	const octets = [...sizes.values()].reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
	return {octets, count: sizes.size};
}
