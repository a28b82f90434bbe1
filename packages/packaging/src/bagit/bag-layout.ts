import {ConfigurationError, PackageError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {Entries, PackageEntry} from '../entries/entry.ts';
import type {OutlinedFile, PackageLayout, WrittenEntries} from '../layout/layout.ts';
import {treeOfOutline} from './outlined-tree.ts';
import {bagAlgorithm, type BagAlgorithm, type BagInfoElement, type FetchItem} from './bag.ts';
import {writeBagInfo} from './bag-info.ts';
import {digestLength, manifestLine} from './manifest.ts';
import {encodeBagPath, unsafePath} from './paths.ts';
import {checkProfile, type BagProfile} from './profile.ts';

/** A file that a bag has without bringing it. */
export interface RemoteFile extends Omit<FetchItem, 'size'> {
	readonly size: number;
	/** Its digests, for every algorithm of the bag. */
	readonly digests: Readonly<Partial<Record<BagAlgorithm, string>>>;
}

/** Options of {@link bagLayout}. */
export interface BagOptions {
	/** A name for the folder. @default 'bag' */
	readonly name?: string | undefined;
	/** Digests, a manifest for each. @default ['sha512'] */
	readonly algorithms?: readonly BagAlgorithm[] | undefined;
	/** What `bag-info.txt` says beside `Bagging-Date` and `Payload-Oxum`, which are there anyway. An object, or pairs where a label repeats. */
	readonly info?: Readonly<Record<string, string>> | readonly BagInfoElement[] | undefined;
	/** For `Bagging-Date`. @default today, in UTC */
	readonly date?: Date | undefined;
	/** More tag files, with paths outside `data/`. */
	readonly tagFiles?: readonly PackageEntry[] | undefined;
	/** Files that are elsewhere, with paths below `data/`: the bag is a holey one. */
	readonly fetch?: readonly RemoteFile[] | undefined;
	/** A profile that the bag has to conform to, as far as that can be known before the payload is read. */
	readonly profile?: BagProfile | undefined;
	/** How the bag will be sent, for the profile. @default a folder */
	readonly serialization?: string | undefined;
}

/** How many files are handed over at a time. */
const groupSize = 256;

/**
 * Lays out a bag of BagIt 1.0: the files below `data/`, then a manifest for each algorithm, `bagit.txt`, `bag-info.txt`, and the tag manifests at the end.
 * Every file is read once.
 *
 * @param files - The payload, with paths relative to `data/`.
 * @throws ConfigurationError for labels, paths and a profile that cannot be met; PackageError while it is written with the problem `duplicate-path` or
 * `unsafe-path`.
 * @see https://www.rfc-editor.org/rfc/rfc8493
 */
export function bagLayout(files: Entries, options: BagOptions = {}): PackageLayout {
	const {algorithms = ['sha512'], fetch = [], tagFiles = [], date = new Date(), profile} = options;
	const plan: Plan = {
		files,
		algorithms: [...new Set(algorithms)],
		fetch,
		tagFiles,
		info: [...elementsOf(options.info), ['Bagging-Date', date.toISOString().slice(0, 10)]],
	};
	check(plan);
	if (profile !== undefined) {
		checkAgainstProfile(plan, profile, options.serialization);
	}
	return {
		name: options.name ?? 'bag',
		digests: plan.algorithms,
		walk: written => walk(plan, written),
		outline: () => outline(plan),
	};
}

interface Plan {
	readonly files: Entries;
	readonly algorithms: readonly BagAlgorithm[];
	readonly fetch: readonly RemoteFile[];
	readonly tagFiles: readonly PackageEntry[];
	readonly info: readonly BagInfoElement[];
}

/** A file that manifests list. */
interface Payload {
	readonly path: string;
	readonly size: number;
	readonly digests: Readonly<Partial<Record<string, string>>>;
}

function elementsOf(info: BagOptions['info'] = []): readonly BagInfoElement[] {
	return isElements(info) ? info : Object.entries(info);
}

function isElements(info: NonNullable<BagOptions['info']>): info is readonly BagInfoElement[] {
	return Array.isArray(info);
}

function check({algorithms, fetch, tagFiles, info}: Plan): void {
	if (algorithms.length === 0 || algorithms.some(name => bagAlgorithm(name) !== name)) {
		throw new ConfigurationError('A bag needs at least one digest: md5, sha1, sha224, sha256, sha384 or sha512.');
	}
	writeBagInfo(info);
	const made = info.find(([label]) => /^payload-oxum$/i.test(label));
	const dates = info.filter(([label]) => /^bagging-date$/i.test(label));
	if (made !== undefined || dates.length > 1) {
		throw new ConfigurationError(`"${made?.[0] ?? 'Bagging-Date'}" is written by itself: leave it out of the info.`);
	}
	for (const {path, url, digests} of fetch) {
		const lacking = algorithms.filter(algorithm => digests[algorithm]?.length !== digestLength[algorithm]);
		const problem =
			unsafePath(path, true) ??
			(URL.canParse(url) && !/\s/.test(url) ? undefined : `is to be fetched from ${JSON.stringify(url)}, which is no address`);
		if (problem !== undefined || lacking.length > 0) {
			throw new ConfigurationError(`The remote file ${JSON.stringify(path)} ${problem ?? `needs its digest ${lacking.join(', ')}`}.`);
		}
	}
	for (const {path} of tagFiles) {
		const problem = unsafePath(path, false) ?? (/^data(?:\/|$)/.test(path) ? 'is in data/' : undefined);
		if (problem !== undefined || ownNames.test(path)) {
			throw new ConfigurationError(`The tag file ${JSON.stringify(path)} ${problem ?? 'is written by itself'}.`);
		}
	}
}

const ownNames = /^(?:bagit\.txt|bag-info\.txt|fetch\.txt|(?:tag)?manifest-[^/]+\.txt)$/i;

/** The profile is asked about a bag with what is known of this one. */
function checkAgainstProfile(plan: Plan, profile: BagProfile, serialization: string | undefined): void {
	const manifests = plan.algorithms.map(algorithm => ({file: `manifest-${algorithm}.txt`, algorithm, entries: []}));
	const problems: string[] = [];
	const tree = treeOfOutline(
		plan.tagFiles.map(({path}) => path),
		plan.fetch.length > 0,
	);
	const info: readonly BagInfoElement[] = [...plan.info, ['Payload-Oxum', '0.0']];
	const tagManifests = manifests.map(manifest => ({...manifest, file: `tag${manifest.file}`}));
	const bag = {tree, version: '1.0', encoding: 'UTF-8', info, manifests, tagManifests, fetch: plan.fetch, findings: []};
	const {'Payload-Files-Required': _, 'Data-Empty': __, ...known} = profile;
	checkProfile(bag, known, serialization, ({severity, message}) => void (severity === 'error' && problems.push(message)));
	if (problems.length > 0) {
		throw new ConfigurationError(`The bag would not conform to its profile. ${problems.join(' ')}`);
	}
}

async function* walk(plan: Plan, written: WrittenEntries): AsyncGenerator<readonly PackageEntry[], undefined> {
	const payload: Payload[] = [...plan.fetch];
	let group: PackageEntry[] = [];
	const paths: string[] = [];
	for await (const entry of plan.files) {
		const placed = place(entry);
		paths.push(placed.path);
		group.push(placed);
		if (group.length === groupSize) {
			yield group;
			group = [];
		}
	}
	yield group;
	payload.unshift(...paths.map(path => ({path, size: written.get(path)!.size, digests: written.get(path)!.digests})));
	refuseDuplicates(payload);
	const made = [...madeFiles(plan, payload)].map(([path, text]) => textEntry(path, text));
	yield [...made, ...plan.tagFiles];
	yield plan.algorithms.map(algorithm => {
		const lines = [...made, ...plan.tagFiles].map(({path}) => manifestLine(written.get(path)!.digests[algorithm] ?? '', path));
		return textEntry(`tagmanifest-${algorithm}.txt`, lines.join(''));
	});
	return undefined;
}

function place(entry: PackageEntry): PackageEntry {
	const {path, size, modified, compress, openReader} = entry;
	const problem = unsafePath(path, false);
	if (problem !== undefined) {
		throw new PackageError(`The path ${JSON.stringify(path)} ${problem}.`, {problem: 'unsafe-path', path});
	}
	return {path: `data/${path}`, size, modified, compress, open: () => entry.open(), openReader: openReader && (() => entry.openReader!())};
}

/** A remote file could have the path of one that is brought. */
function refuseDuplicates(payload: readonly Payload[]): void {
	const seen = new Set<string>();
	for (const {path} of payload) {
		if (seen.has(path)) {
			throw new PackageError(`"${path}" is both in the bag and in fetch.txt, or twice in fetch.txt.`, {problem: 'duplicate-path', path});
		}
		seen.add(path);
	}
}

/** The tag files that are made, but for the tag manifests. */
function* madeFiles({algorithms, info, fetch}: Plan, payload: readonly Payload[]): Generator<readonly [path: string, text: string]> {
	for (const algorithm of algorithms) {
		yield [`manifest-${algorithm}.txt`, payload.map(({path, digests}) => manifestLine(digests[algorithm] ?? '', path)).join('')];
	}
	const octets = payload.reduce((sum, {size}) => sum + size, 0);
	yield ['bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'];
	yield ['bag-info.txt', writeBagInfo([...info, ['Payload-Oxum', `${octets}.${payload.length}`]])];
	if (fetch.length > 0) {
		yield ['fetch.txt', fetch.map(({url, size, path}) => `${url} ${size} ${encodeBagPath(path)}\n`).join('')];
	}
}

function textEntry(path: string, text: string): PackageEntry {
	const bytes = new TextEncoder().encode(text);
	return {path, size: bytes.length, open: () => streamFrom([bytes])};
}

/** Digests have one length each, so that the manifests can be measured before anything is read. */
function outline(plan: Plan): readonly OutlinedFile[] | undefined {
	const {files, algorithms, tagFiles, fetch} = plan;
	const list = Array.isArray(files) ? (files as readonly PackageEntry[]) : undefined;
	if (list === undefined || [...list, ...tagFiles].some(({size}) => size === undefined)) {
		return undefined;
	}
	const placeholders = Object.fromEntries(algorithms.map(algorithm => [algorithm, '0'.repeat(digestLength[algorithm])]));
	const placed = list.map(entry => outlined(place(entry)));
	const payload = [...placed.map(({path, size}) => ({path, size, digests: placeholders})), ...fetch];
	const made = [...madeFiles(plan, payload)].map(([path, text]) => outlined(textEntry(path, text)));
	const tags = [...made, ...tagFiles.map(entry => outlined(entry))];
	const last = algorithms.map(algorithm =>
		outlined(textEntry(`tagmanifest-${algorithm}.txt`, tags.map(({path}) => manifestLine(placeholders[algorithm] ?? '', path)).join(''))),
	);
	return [...placed, ...tags, ...last];
}

function outlined({path, size = 0, modified, compress}: PackageEntry): OutlinedFile {
	return {path, size, modified, compress};
}
