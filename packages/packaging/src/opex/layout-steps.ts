import {PackageError} from '@fonds/core';
import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';
import {moveEntry} from '../entries/move-entry.ts';
import {groupSize} from '../layout/in-groups.ts';
import type {OpexDescription, OpexFixityDescription} from './description.ts';
import type {OpexPlan, PlannedAsset, PlannedFile, PlannedFolder} from './plan-layout.ts';
import {writeOpex} from './write-opex.ts';

/** What is to be written next: files that do not depend on each other, or a PAX. */
export type Step = {readonly entries: readonly PackageEntry[]} | {readonly asset: PlannedAsset};

/** What is known of a file that was written. */
export interface FileFacts {
	readonly size: number;
	readonly digests: Digests;
}

/** What was written so far. */
export interface Written {
	/** By path in the package. */
	get(path: string): FileFacts | undefined;
	/** The files of a PAX by their paths in it. */
	inside(asset: PlannedAsset): ReadonlyMap<string, FileFacts>;
}

/** Goes through a package in the order in which it is written: a document comes after what it tells of, that of a folder last. */
export function* stepsOf(plan: OpexPlan, written: Written): Generator<Step, undefined> {
	yield* folderSteps(plan.top, plan, written);
	return undefined;
}

function* folderSteps(folder: PlannedFolder, plan: OpexPlan, written: Written): Generator<Step, undefined> {
	const {files, assets, folders, document, properties} = folder;
	for (let at = 0; at < files.length; at += groupSize) {
		const group = files.slice(at, at + groupSize);
		yield {entries: group.map(({path, entry}) => moveEntry(entry, path))};
		yield {entries: group.map(file => documentEntry(`${file.path}.opex`, fileDocument(file, plan, written), plan))};
	}
	for (const asset of assets) {
		yield {asset};
		yield {entries: [documentEntry(`${asset.path}.opex`, assetDocument(asset, plan, written), plan)]};
	}
	for (const inner of folders) {
		yield* folderSteps(inner, plan, written);
	}
	if (document !== undefined) {
		yield {entries: [documentEntry(document, {...properties, manifest: manifestOf(folder, plan, written)}, plan)]};
	}
	return undefined;
}

function documentEntry(path: string, description: OpexDescription, {version, options: {date}}: OpexPlan): PackageEntry {
	const bytes = new TextEncoder().encode(writeOpex(description, {version}));
	return {path, size: bytes.length, modified: date, open: () => streamFrom([bytes])};
}

function fileDocument({path, properties, expected}: PlannedFile, {algorithms}: OpexPlan, written: Written): OpexDescription {
	const {digests} = written.get(path)!;
	const more = expected.flatMap(({algorithm}) => algorithm ?? []);
	return {...properties, fixities: fixitiesOf(digests, [...new Set([...algorithms, ...more])])};
}

/** @throws PackageError if a file is not what was said. */
export function refuseOtherDigests({path, entry, expected}: PlannedFile, written: Written): void {
	for (const {algorithm, value} of expected) {
		const actual = algorithm && written.get(path)?.digests[algorithm];
		if (actual !== value.toLowerCase()) {
			const message = `The file "${entry.path}" has the ${algorithm} digest ${actual}, not ${value}. It was changed, or is damaged.`;
			throw new PackageError(message, {problem: 'fixity-mismatch', path});
		}
	}
}

function assetDocument(asset: PlannedAsset, plan: OpexPlan, written: Written): OpexDescription {
	const {path, hasXip, properties} = asset;
	const {algorithms, version} = plan;
	const inside = [...written.inside(asset)];
	const withPaths = inside.flatMap(([inner, {digests}]) => fixitiesOf(digests, algorithms, inner));
	if (plan.options.pax === 'folder') {
		const files = inside.map(([inner, {size}]) => ({path: inner, size, type: inner.includes('/') ? 'content' : 'metadata'}));
		return {
			...properties,
			manifest: {files, folders: foldersAround(inside.map(([inner]) => inner))},
			fixities: version === '1.2' ? withPaths : [],
		};
	}
	const whole = fixitiesOf(written.get(path)!.digests, algorithms);
	return {...properties, fixities: hasXip || version !== '1.2' ? whole : [...whole, ...withPaths]};
}

function fixitiesOf(digests: Digests, algorithms: readonly FixityAlgorithm[], path?: string): OpexFixityDescription[] {
	return algorithms.map(algorithm => ({algorithm, value: digests[algorithm] ?? '', path}));
}

function foldersAround(paths: readonly string[]): readonly string[] {
	const folders = new Set<string>();
	for (const path of paths) {
		for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
			folders.add(path.slice(0, end));
		}
	}
	return [...folders];
}

/** A manifest lists what is in the folder itself, but for its own document. */
function manifestOf(folder: PlannedFolder, {options}: OpexPlan, written: Written): OpexDescription['manifest'] {
	const listed = (path: string, type: 'content' | 'metadata') => ({
		path: path.slice(folder.path.length),
		size: written.get(path)!.size,
		type,
	});
	const isFolder = options.pax === 'folder';
	const files = [
		...folder.files.flatMap(({path}) => [listed(path, 'content'), listed(`${path}.opex`, 'metadata')]),
		...folder.assets.flatMap(({path}) => [...(isFolder ? [] : [listed(path, 'content')]), listed(`${path}.opex`, 'metadata')]),
	];
	const folders = [...(isFolder ? folder.assets : []).map(({path}) => path), ...folder.folders.map(({path}) => path.slice(0, -1))];
	return {files, folders: folders.map(path => path.slice(folder.path.length))};
}
