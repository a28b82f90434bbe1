import type {Entity} from '../model.ts';
import type {Contents} from './contents.ts';
import type {DescribedFile, DescribedFixity, DescribedGeneration, DescribedRepresentation, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';
import {append} from './append.ts';
import {readXip} from './read-xip.ts';

/** The files of an asset, by their paths in the PAX or the folder. */
export interface PaxFiles {
	/** Name of the PAX in the package, with a `/` at its end. */
	readonly root: string;
	readonly paths: readonly string[];
	readonly fixities: ReadonlyMap<string, readonly DescribedFixity[]>;
	/** May files lie as they like, and become one content object each? That is so in folders that are no PAX. */
	readonly free: boolean;
}

/** An asset, and what it is made up of. */
export interface DescribedAsset extends Omit<PackageDescription, 'entities'> {
	/** Its title is empty when nothing in the PAX says it. */
	readonly asset: Entity;
	readonly contentObjects: readonly Entity[];
}

/** Reads the structure of a PAX from its `.xip`, or from the names of its folders (4.4). @throws IngestProblem */
export async function readPax(pax: PaxFiles, contents: Contents): Promise<DescribedAsset> {
	const present = new Set(pax.paths);
	const strays = [...pax.fixities.keys()].filter(path => !present.has(path));
	if (strays.length > 0)
		throw new IngestProblem(strays.map(path => `There is a fixity of ${pax.root}${path}, which is not in the package.`));
	const [xip, ...more] = pax.paths.filter(path => /^[^/]+\.xip$/iu.test(path));
	if (xip === undefined) return readFolders(pax);
	if (more.length > 0) throw new IngestProblem([`${pax.root} has more than one .xip file.`]);
	const name = pax.root + xip;
	const description = readXip({name, bytes: await contents.read(name, pax.fixities.get(xip)), root: pax.root});
	contents.files.delete(name);
	return takeAsset(name, pax, description);
}

/** The description of one asset; files get the names they have in the whole package. */
function takeAsset(name: string, {root, paths, fixities}: PaxFiles, description: PackageDescription): DescribedAsset {
	const {entities, files, generations} = description;
	const [asset, ...others] = entities.filter(({kind}) => kind !== 'CO');
	if (asset?.kind !== 'IO' || others.length > 0) throw new IngestProblem([`${name} must describe one asset, and no folder.`]);
	const present = new Set(paths);
	const reasons = [...files.keys()].flatMap(path => (present.delete(path) ? [] : [`${root}${path} is described and not in the package.`]));
	for (const path of present) if (root + path !== name) reasons.push(`${root}${path} is in the package and not described by ${name}.`);
	if (reasons.length > 0) throw new IngestProblem(reasons);
	return {
		...description,
		asset,
		contentObjects: entities.filter(({kind}) => kind === 'CO'),
		generations: generations.map(generation => rename(generation, root)),
		files: new Map([...files].map(([path, file]) => [root + path, {...file, fixities: [...file.fixities, ...(fixities.get(path) ?? [])]}])),
	};
}

function rename(generation: DescribedGeneration, root: string): DescribedGeneration {
	return {...generation, files: generation.files.map(path => root + path)};
}

/** Content objects come in the alphabetical order of their folders. */
function readFolders(pax: PaxFiles): DescribedAsset {
	const asset: Entity = {kind: 'IO', ref: crypto.randomUUID(), title: '', securityTag: 'open'};
	const placed = pax.paths.toSorted().map(path => place(path, pax));
	const contentObjects: Entity[] = [];
	const representations: DescribedRepresentation[] = [];
	const generations: DescribedGeneration[] = [];
	for (const [name, inRepresentation] of groupBy(placed, file => file.representation)) {
		const refs: string[] = [];
		for (const [, inContentObject] of groupBy(inRepresentation, file => file.contentObject)) {
			const ref = crypto.randomUUID();
			refs.push(ref);
			contentObjects.push({kind: 'CO', ref, title: inContentObject[0]?.title ?? '', securityTag: 'open', parent: asset.ref});
			append(generations, describeGenerations(ref, inContentObject, pax));
		}
		representations.push({asset: asset.ref, type: name.replace(/_\d+$/u, ''), name, contentObjects: refs});
	}
	const files = new Map(placed.map(({path}) => [pax.root + path, describeFile(path, pax)]));
	return {asset, contentObjects, representations, generations, files, identifiers: [], fragments: [], links: []};
}

interface PlacedFile {
	readonly path: string;
	readonly representation: string;
	readonly contentObject: string;
	readonly title: string;
	readonly generation: number;
}

function place(path: string, {root, free}: PaxFiles): PlacedFile {
	const [, representation, title, generation] =
		/^Representation_([^/]+)\/([^/]+)\/(?:Generation_([1-9]\d{0,5})\/)?[^/]+$/u.exec(path) ?? [];
	if (representation !== undefined && title !== undefined)
		return {path, representation, contentObject: title, title, generation: Number(generation ?? 1)};
	if (!free || path.startsWith('Representation_'))
		throw new IngestProblem([`${root}${path} does not lie in Representation_<type>/<content object>/ as files of a PAX do.`]);
	const name = path.slice(path.lastIndexOf('/') + 1);
	return {path, representation: 'Preservation', contentObject: `/${path}`, title: withoutExtension(name), generation: 1};
}

function describeGenerations(contentObject: string, files: readonly PlacedFile[], {root}: PaxFiles): readonly DescribedGeneration[] {
	const numbered = [...groupBy(files, ({generation}) => generation)].toSorted(([a], [b]) => a - b);
	return numbered.map(([, own], index) => ({
		contentObject,
		original: index === 0,
		active: index === numbered.length - 1,
		label: undefined,
		effectiveDate: undefined,
		files: own.map(({path}) => root + path),
	}));
}

function describeFile(path: string, {root, fixities}: PaxFiles): DescribedFile {
	const filename = path.slice(path.lastIndexOf('/') + 1);
	return {filename, entry: root + path, size: undefined, fixities: fixities.get(path) ?? [], describedBy: root};
}

/** A file's name as a title. */
export function withoutExtension(name: string): string {
	return name.replace(/(?<=.)\.[^.]*$/u, '');
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
	const groups = new Map<K, T[]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group) group.push(item);
		else groups.set(keyOf(item), [item]);
	}
	return groups;
}
