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
	const listed = [...bag.manifests, ...bag.tagManifests].flatMap(manifest => checkManifest(bag, manifest, names, missing, tell));
	checkEveryFileIsListed(bag, tell);
	checkFetch(bag, tell);
	if (missing.size === 0) {
		checkOxum(bag, tell);
	}
	return listed;
}

function checkManifest(bag: Bag, manifest: Manifest, names: KnownNames, missing: Set<string>, tell: Tell): readonly ListedFile[] {
	const seen = new Map<string, string>();
	const listed: ListedFile[] = [];
	const absent: ManifestEntry[] = [];
	for (const entry of manifest.entries) {
		const {path, digest} = entry;
		const before = seen.get(path);
		if (before !== undefined) {
			const severity = before === digest && !isModern(bag) ? 'warning' : 'error';
			const how = before === digest ? '' : ', with different digests';
			tell({code: 'listed-twice', severity, path, message: `"${path}" is listed more than once in ${manifest.file}${how}.`});
		}
		seen.set(path, digest);
		const found = names.find(entry);
		if (found === undefined) {
			absent.push(entry);
			continue;
		}
		if (found !== path) {
			const message = `"${path}" in ${manifest.file} is called "${found}" in the bag: percent signs are encoded in one and not in the other, or letters are composed differently.`;
			tell({code: 'name-form', severity: 'warning', path: found, message});
		}
		listed.push({manifest, entry, path: found});
	}
	const twins = new Map(listed.map(({path, entry}) => [`${entry.digest} ${fold(path)}`, path]));
	for (const entry of absent) {
		tellAbsent(entry, manifest, names.isElsewhere(entry.path), twins.get(`${entry.digest} ${fold(entry.path)}`), missing, tell);
	}
	return listed;
}

function tellAbsent(
	{path}: ManifestEntry,
	{file}: Manifest,
	isElsewhere: boolean,
	twin: string | undefined,
	missing: Set<string>,
	tell: Tell,
): void {
	if (twin !== undefined) {
		const message = `"${path}" is not there, but "${twin}" is, with the same digest: one of the two was lost where letter case or composed letters do not matter.`;
		tell({code: 'name-collision', severity: 'warning', path, message});
		return;
	}
	missing.add(path);
	if (isElsewhere) {
		tell({code: 'not-fetched', severity: 'warning', path, message: `"${path}" has to be fetched: fetch.txt says where it is.`});
	} else {
		tell({code: 'missing', severity: 'error', path, message: `"${path}" is in ${file}, and not in the bag.`});
	}
}

/** Names that are the same for many file systems. */
function fold(path: string): string {
	return path.normalize('NFC').toLowerCase();
}

/** Finds the file a manifest means, also where tools do not agree on how to write its name. */
class KnownNames {
	readonly #bag: Bag;
	readonly #elsewhere: ReadonlySet<string>;
	#composed: ReadonlyMap<string, string> | undefined;

	constructor(bag: Bag) {
		this.#bag = bag;
		this.#elsewhere = new Set(bag.fetch.map(({path}) => path));
	}

	find({path, written}: ManifestEntry): string | undefined {
		const {files} = this.#bag.tree;
		return [path, written, written.replaceAll('%25', '%')].find(name => files.has(name)) ?? this.#composedName(path);
	}

	isElsewhere(path: string): boolean {
		return this.#elsewhere.has(path);
	}

	#composedName(path: string): string | undefined {
		this.#composed ??= new Map(Array.from(this.#bag.tree.files.keys(), name => [name.normalize('NFC'), name]));
		return this.#composed.get(path.normalize('NFC'));
	}
}

function checkEveryFileIsListed(bag: Bag, tell: Tell): void {
	const lists = bag.manifests.map(manifest => ({file: manifest.file, names: namesIn(manifest)}));
	for (const path of [...bag.tree.files.keys(), ...bag.fetch.map(item => item.path)]) {
		if (!path.startsWith('data/')) {
			continue;
		}
		const lacking = lists.filter(({names}) => !names.has(path) && !names.has(path.normalize('NFC')));
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
	const payload = [...bag.tree.files.keys(), ...bag.tree.emptyFolders.map(folder => `${folder}/`)].some(path => path.startsWith('data/'));
	if (!payload && bag.fetch.length === 0 && bag.manifests.some(({entries}) => entries.length > 0)) {
		tell({code: 'no-payload', severity: 'error', path: 'data', message: 'The bag has no folder data.'});
	}
}

function namesIn({entries}: Manifest): ReadonlySet<string> {
	return new Set(entries.flatMap(({path, written}) => [path, written, written.replaceAll('%25', '%'), path.normalize('NFC')]));
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

/** `Payload-Oxum`: octets, a dot, number of files (RFC 8493, 2.2.2). It counts everything, so that it says nothing of a bag that is not complete. */
function checkOxum(bag: Bag, tell: Tell): void {
	const values = infoValues(bag, 'Payload-Oxum');
	if (values.length > 1) {
		tell({code: 'oxum-repeated', severity: 'error', path: 'bag-info.txt', message: 'Payload-Oxum may be there only once.'});
	}
	for (const value of values) {
		const payload = [...bag.tree.files.values()].filter(({path}) => path.startsWith('data/'));
		const actual = `${payload.reduce((sum, {size}) => sum + size, 0)}.${payload.length}`;
		if (!/^\d+\.\d+$/.test(value)) {
			tell({
				code: 'oxum-malformed',
				severity: 'error',
				path: 'bag-info.txt',
				message: `Payload-Oxum is octets, a dot and a number of files, not ${JSON.stringify(value)}.`,
			});
		} else if (value !== actual) {
			tell({
				code: 'oxum-wrong',
				severity: 'error',
				path: 'bag-info.txt',
				message: `The payload is ${actual} (octets.files); Payload-Oxum says ${value}.`,
			});
		}
	}
}
