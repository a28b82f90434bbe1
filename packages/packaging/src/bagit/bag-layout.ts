import {ConfigurationError, PackageError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {Entries, PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import {createPathClaims} from '../entries/path-claims.ts';
import {inGroups} from '../layout/in-groups.ts';
import type {OutlinedFile, PackageLayout, WrittenEntries} from '../layout/layout.ts';
import type {BagAlgorithm, BagInfoElement} from './bag.ts';
import {writeBagInfo} from './bag-info.ts';
import type {BagPlan, RemoteFile} from './bag-plan.ts';
import {checkPayload, checkPlan, checkProfileBeforehand} from './check-plan.ts';
import {digestLength, manifestLine} from './manifest.ts';
import {encodeBagPath, unsafePath} from './paths.ts';
import type {BagProfile} from './profile.ts';

/** Options of {@link bagLayout}. */
export interface BagLayoutOptions {
	/** A name for the folder. @default 'bag' */
	readonly name?: string | undefined;
	/** Digests, a manifest for each. @default ['sha512'] */
	readonly digests?: readonly BagAlgorithm[] | undefined;
	/**
	 * What `bag-info.txt` says beside `Bagging-Date` and `Payload-Oxum`, which are there anyway. An object, or pairs where a label repeats. White space at
	 * the ends of a line is not kept, and a line break is read back as a space (RFC 8493, 2.2.2).
	 */
	readonly info?: Readonly<Record<string, string>> | readonly BagInfoElement[] | undefined;
	/** For `Bagging-Date`. @default today, in UTC */
	readonly date?: Date | undefined;
	/** More tag files, with paths outside `data/`. Manifests cannot have names that begin with white space or an asterisk. */
	readonly tagFiles?: readonly PackageEntry[] | undefined;
	/** Files that are elsewhere, with paths below `data/`: the bag is a holey one. */
	readonly fetch?: readonly RemoteFile[] | undefined;
	/** A profile that the bag has to conform to. What can be known before the payload is read is checked at once, the rest before the manifests are written. */
	readonly profile?: BagProfile | undefined;
	/** How the bag will be sent, for the profile. @default a folder */
	readonly serialization?: string | undefined;
}

/**
 * Lays out a bag of BagIt 1.0: the files below `data/`, then a manifest for each algorithm, `bagit.txt`, `bag-info.txt`, and the tag manifests at the end.
 * Every file is read once. Empty folders (`folderEntry`) are written, but no manifest can tell of them.
 *
 * @param files - The payload, with paths relative to `data/`.
 * @throws ConfigurationError for labels, dates, paths and a profile that cannot be met; PackageError while it is written with the problem
 * `duplicate-path`, `unsafe-path`, or `profile` for a payload that the profile does not allow.
 * @see https://www.rfc-editor.org/rfc/rfc8493
 */
export function bagLayout(files: Entries, options: BagLayoutOptions = {}): PackageLayout {
	const {digests = ['sha512'], fetch = [], tagFiles = [], date = new Date(), profile} = options;
	if (Number.isNaN(date.getTime())) {
		throw new ConfigurationError('The date for Bagging-Date is no date.');
	}
	const plan: BagPlan = {
		profile,
		serialization: options.serialization,
		files,
		algorithms: [...new Set(digests)],
		fetch,
		tagFiles,
		info: [...elementsOf(options.info), ['Bagging-Date', date.toISOString().slice(0, 10)]],
	};
	checkPlan(plan);
	checkProfileBeforehand(plan);
	return {
		name: options.name ?? 'bag',
		digests: plan.algorithms,
		walk: written => walk(plan, written),
		outline: () => outline(plan),
	};
}

/** A file that manifests list. */
interface Payload {
	readonly path: string;
	readonly size: number;
	readonly digests: Readonly<Partial<Record<string, string>>>;
}

function elementsOf(info: BagLayoutOptions['info'] = []): readonly BagInfoElement[] {
	return isElements(info) ? info : Object.entries(info);
}

function isElements(info: NonNullable<BagLayoutOptions['info']>): info is readonly BagInfoElement[] {
	return Array.isArray(info);
}

async function* walk(plan: BagPlan, written: WrittenEntries): AsyncGenerator<readonly PackageEntry[], undefined> {
	const paths: string[] = [];
	yield* inGroups(payloadEntries(plan, paths));
	const payload = [...paths.map(path => ({path, size: written.get(path)!.size, digests: written.get(path)!.digests})), ...plan.fetch];
	refuseDuplicates(payload);
	checkPayload(plan, payload);
	const made = [...madeFiles(plan, payload)].map(([path, text]) => textEntry(path, text));
	yield [...made, ...plan.tagFiles];
	yield plan.algorithms.map(algorithm =>
		textEntry(
			`tagmanifest-${algorithm}.txt`,
			tagLines(plan, made, path => written.get(path)?.digests[algorithm]),
		),
	);
	return undefined;
}

/** @param paths - Gets those of the files. */
async function* payloadEntries({files}: BagPlan, paths: string[]): AsyncGenerator<PackageEntry, undefined> {
	let isEmpty = true;
	for await (const entry of files) {
		const placed = place(entry);
		if (placed.directory !== true) {
			paths.push(placed.path);
		}
		isEmpty = false;
		yield placed;
	}
	if (isEmpty) {
		yield payloadFolder;
	}
	return undefined;
}

/** Every bag has a folder for its payload, also one without payload (RFC 8493, 2.1.2). */
const payloadFolder = folderEntry('data');

function tagLines({tagFiles}: BagPlan, made: readonly PackageEntry[], digestOf: (path: string) => string | undefined): string {
	return [...made, ...tagFiles.filter(({directory}) => directory !== true)]
		.map(({path}) => manifestLine(digestOf(path) ?? '', path))
		.join('');
}

function place(entry: PackageEntry): PackageEntry {
	const path = `data/${entry.path}`;
	const problem = unsafePath(path, true);
	if (problem !== undefined) {
		throw new PackageError(`The path ${JSON.stringify(entry.path)} ${problem}.`, {problem: 'unsafe-path', path: entry.path});
	}
	return moveEntry(entry, path);
}

/** A remote file could become one with a file that is brought, where letter case does not matter. */
function refuseDuplicates(payload: readonly Payload[]): void {
	const claim = createPathClaims();
	for (const {path} of payload) {
		claim(path);
	}
}

/** The tag files that are made, but for the tag manifests. */
function* madeFiles({algorithms, info, fetch}: BagPlan, payload: readonly Payload[]): Generator<readonly [path: string, text: string]> {
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
function outline(plan: BagPlan): readonly OutlinedFile[] | undefined {
	const {files, algorithms, tagFiles, fetch} = plan;
	const list = Array.isArray(files) ? (files as readonly PackageEntry[]) : undefined;
	if (list === undefined || [...list, ...tagFiles].some(({size, directory}) => size === undefined && directory !== true)) {
		return undefined;
	}
	const placeholders = Object.fromEntries(algorithms.map(algorithm => [algorithm, '0'.repeat(digestLength[algorithm])]));
	const placed = (list.length === 0 ? [payloadFolder] : list.map(entry => place(entry))).map(entry => outlined(entry));
	const payload = [
		...placed.filter(({directory}) => directory !== true).map(({path, size}) => ({path, size, digests: placeholders})),
		...fetch,
	];
	const made = [...madeFiles(plan, payload)].map(([path, text]) => textEntry(path, text));
	const last = algorithms.map(algorithm =>
		textEntry(
			`tagmanifest-${algorithm}.txt`,
			tagLines(plan, made, () => placeholders[algorithm]),
		),
	);
	return [...placed, ...[...made, ...tagFiles, ...last].map(entry => outlined(entry))];
}

function outlined({path, size = 0, modified, compress, directory}: PackageEntry): OutlinedFile {
	return {path, size, modified, compress, directory};
}
