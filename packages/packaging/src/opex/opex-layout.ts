import type {FixityAlgorithm, HashAlgorithm} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import type {OutlinedFile, PackageLayout, WrittenEntries} from '../layout/layout.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {predictZipLength} from '../zip/predict-length.ts';
import type {WrittenEntry} from '../zip/options.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {refuseOtherDigests, stepsOf, type FileFacts, type Written} from './layout-steps.ts';
import {opexAlgorithms} from './names.ts';
import type {OpexPackageDescription} from './package-description.ts';
import {planLayout, type OpexPlan, type PlannedAsset, type PlannedFile, type PlannedFolder} from './plan-layout.ts';

/**
 * Lays out folders, files and assets with their OPEX documents: `<file>.opex` beside each file and each PAX, `<folder>/<folder>.opex` with a manifest in each
 * folder. A document comes after what it tells of, so that every file is read once; a `.pax.zip` is made while it is written, without a copy anywhere.
 *
 * As a package it goes into a ZIP file as it is. As a container it goes into a directory of its name, for an incremental ingest.
 *
 * @throws ConfigurationError for descriptions that cannot be written, as `writeOpex` and `paxLayout` do, and names that would be taken for something else.
 * @throws PackageError with the problem `unsafe-path` or `duplicate-path`; while it is written `fixity-mismatch`, or as who writes it says.
 */
export function opexLayout(description: OpexPackageDescription, options: OpexLayoutOptions = {}): PackageLayout {
	const plan = planLayout(description, options);
	outline(plan, true); // Every document is written once, to refuse what cannot be.
	return {name: plan.name, digests: algorithmsOf(plan), walk: written => walk(plan, written), outline: () => outline(plan)};
}

/** What files are to be digested with: what fixities say, what is expected, and what the `.xip` of a folder wants. */
function algorithmsOf(plan: OpexPlan): readonly HashAlgorithm[] {
	const all = new Set<HashAlgorithm>(plan.algorithms);
	const visit = ({files, assets, folders}: PlannedFolder): void => {
		files.forEach(({expected}) => expected.forEach(({algorithm}) => algorithm && all.add(algorithm)));
		if (plan.options.pax === 'folder') {
			assets.forEach(({pax}) => pax.digests.forEach(algorithm => all.add(algorithm)));
		}
		folders.forEach(visit);
	};
	visit(plan.top);
	return [...all];
}

async function* walk(plan: OpexPlan, entries: WrittenEntries): AsyncGenerator<readonly PackageEntry[], undefined> {
	const inside = new Map<PlannedAsset, Map<string, WrittenEntry>>();
	const written: Written = {get: path => entries.get(path), inside: asset => inside.get(asset) ?? new Map()};
	const expecting = filesExpecting(plan.top);
	for (const step of stepsOf(plan, written)) {
		if ('entries' in step) {
			yield step.entries;
			for (const {path} of step.entries) {
				const file = expecting.get(path);
				if (file !== undefined) {
					refuseOtherDigests(file, written);
				}
			}
			continue;
		}
		const own = new Map<string, WrittenEntry>();
		inside.set(step.asset, own);
		if (plan.options.pax === 'folder') {
			yield* walkFolder(step.asset, own, entries);
		} else {
			yield [zipEntry(step.asset, plan, entry => void own.set(entry.path, entry))];
		}
	}
	return undefined;
}

function filesExpecting({files, folders}: PlannedFolder, found = new Map<string, PlannedFile>()): ReadonlyMap<string, PlannedFile> {
	files.forEach(file => file.expected.length > 0 && found.set(file.path, file));
	folders.forEach(folder => filesExpecting(folder, found));
	return found;
}

async function* walkFolder(
	{path, pax}: PlannedAsset,
	own: Map<string, WrittenEntry>,
	entries: WrittenEntries,
): AsyncGenerator<readonly PackageEntry[], undefined> {
	for await (const group of pax.walk(own)) {
		yield group.map(entry => moveEntry(entry, `${path}/${entry.path}`));
		for (const entry of group) {
			own.set(entry.path, {...entries.get(`${path}/${entry.path}`)!, path: entry.path});
		}
	}
	return undefined;
}

/** The bytes of the ZIP file come into being while they are read; it has no reader that could be opened ahead of its turn. */
function zipEntry({path, pax}: PlannedAsset, {options}: OpexPlan, onEntry: (entry: WrittenEntry) => void): PackageEntry {
	const {compress, deterministic} = options;
	return {
		path,
		size: zipLayout(pax, {compress, deterministic}).size,
		modified: options.date,
		compress: false,
		open: () => zipLayout(pax, {compress, deterministic, onEntry}).bytes,
	};
}

/**
 * Digests have one length each, so that documents can be measured before anything is read.
 *
 * @param isTrial - Whether documents are to be written though sizes are not known.
 */
function outline(plan: OpexPlan, isTrial = false): readonly OutlinedFile[] | undefined {
	const files: OutlinedFile[] = [];
	const known = new Map<string, FileFacts>();
	const inside = new Map<PlannedAsset, Map<string, FileFacts>>();
	const digests = Object.fromEntries(
		(['md5', 'sha1', 'sha256', 'sha512'] satisfies FixityAlgorithm[]).map(algorithm => [
			algorithm,
			'0'.repeat(opexAlgorithms[algorithm].digits),
		]),
	);
	const add = (file: Omit<OutlinedFile, 'size'> & {readonly size?: number | undefined}): boolean => {
		const {path, size = 0, modified, compress} = file;
		files.push({path, size, modified, compress});
		known.set(path, {size, digests});
		return file.size !== undefined;
	};
	for (const step of stepsOf(plan, {get: path => known.get(path), inside: asset => inside.get(asset) ?? new Map()})) {
		const isKnown = 'entries' in step ? step.entries.map(add).every(Boolean) : outlineAsset(step.asset);
		if (!isKnown && !isTrial) {
			return undefined;
		}
	}
	return files;

	function outlineAsset(asset: PlannedAsset): boolean {
		const within = asset.pax.outline();
		inside.set(asset, new Map(within?.map(({path, size}) => [path, {size, digests}])));
		const {compress, deterministic, date} = plan.options;
		if (plan.options.pax === 'folder') {
			within?.forEach(file => add({...file, path: `${asset.path}/${file.path}`}));
			return within !== undefined;
		}
		return add({path: asset.path, size: within && predictZipLength(within, {compress, deterministic}), modified: date, compress: false});
	}
}
