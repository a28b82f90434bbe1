import type {Entity, Fragment} from '../model.ts';
import type {Repository} from '../repository.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import {append} from './append.ts';
import {checkManifest} from './check-manifest.ts';
import type {Contents} from './contents.ts';
import type {DescribedFile, DescribedFixity, DescribedGeneration, DescribedRepresentation, PackageDescription} from './description.ts';
import {IngestProblem} from './description.ts';
import type {Opex} from './read-opex.ts';
import {readFragment, readOpex} from './read-opex.ts';
import type {DescribedAsset, PaxFiles} from './read-pax.ts';
import {readPax, withoutExtension} from './read-pax.ts';
import type {Folder} from './tree.ts';
import {foldersBelow, growTree, pathsBelow} from './tree.ts';

/** Metadata that lie beside a file or folder, or within a folder. */
interface Sides {
	readonly opex: Opex | undefined;
	readonly fragments: Opex['fragments'];
}

/** An entity as it is where no metadata say more. */
type Plain = Omit<Entity, 'securityTag'> & Partial<Pick<Entity, 'securityTag'>>;

/**
 * Describes a zip of folders and files: its folders become folders, each of its files an asset with one file, each PAX and each folder with an
 * `.opex` file beside it an asset with all its files. What `.opex` and `.metadata` files say is theirs (4.2 to 4.4). Without any, everything
 * is tagged `open`.
 *
 * @throws IngestProblem
 */
export async function readTree(contents: Contents, repository: Repository): Promise<PackageDescription> {
	const reader = new TreeReader(contents, repository);
	await reader.readFolder(growTree(contents.entries), undefined, undefined);
	return reader.finish();
}

class TreeReader {
	readonly #contents: Contents;
	readonly #repository: Repository;
	readonly #description = {
		entities: new Array<Entity>(),
		representations: new Array<DescribedRepresentation>(),
		generations: new Array<DescribedGeneration>(),
		files: new Map<string, DescribedFile>(),
		identifiers: new Array<PackageDescription['identifiers'][number]>(),
		fragments: new Array<Fragment>(),
		links: new Array<PackageDescription['links'][number]>(),
	};
	readonly #relationships: {readonly from: string; readonly type: string; readonly object: string}[] = [];
	readonly #sideFiles = new Set<string>();
	readonly #reasons: string[] = [];

	constructor(contents: Contents, repository: Repository) {
		this.#contents = contents;
		this.#repository = repository;
	}

	/** @param beside Metadata beside the folder, of which it takes the fragments. */
	async readFolder(folder: Folder, above: string | undefined, beside: Sides | undefined): Promise<void> {
		const isTop = folder.path === '';
		const own = isTop ? undefined : await this.#readSides(folder.path + folder.name);
		const ref = isTop ? above : this.#addFolder(folder, above, own, beside);
		if (own?.opex) {
			const listing = {root: folder.path, files: [...folder.files], folders: [...folder.folders.keys()]};
			append(this.#reasons, checkManifest(own.opex, listing, this.#contents));
		}
		for (const [name, inner] of folder.folders) await this.#readInner(name, inner, ref);
		const unused: string[] = [];
		for (const name of folder.files) {
			if (name.endsWith('.opex') || this.#isMetadata(name, folder)) unused.push(folder.path + name);
			else await this.#readFile(name, folder, ref);
		}
		for (const name of unused) if (!this.#sideFiles.has(name)) this.#reasons.push(`${name} belongs to no file or folder of the package.`);
	}

	/** @throws IngestProblem with all that was found to be wrong. */
	finish(): PackageDescription {
		const bySource = new Map(this.#description.entities.map(({sourceId, ref}) => [sourceId, ref]));
		const own = new Set(this.#description.entities.map(({ref}) => ref));
		for (const {from, type, object} of this.#relationships) {
			const to = own.has(object) ? object : (bySource.get(object) ?? this.#repository.entityBySourceId(object)?.ref);
			if (to === undefined)
				this.#reasons.push(`A relationship ${type} is with ${object}, which is neither in the package nor in the archive.`);
			else this.#description.links.push({type, from, to});
		}
		if (this.#reasons.length > 0) throw new IngestProblem(this.#reasons);
		for (const name of this.#sideFiles) this.#contents.files.delete(name);
		return this.#description;
	}

	async #readInner(name: string, inner: Folder, parent: string | undefined): Promise<void> {
		const base = inner.path.slice(0, -1);
		const beside = await this.#readSides(base);
		if (!beside.opex && !/\.pax$/iu.test(name)) return this.readFolder(inner, parent, beside);
		const paths = [...pathsBelow(inner)];
		if (beside.opex) {
			const listing = {root: inner.path, files: paths, folders: [...foldersBelow(inner)]};
			append(this.#reasons, checkManifest(beside.opex, listing, this.#contents));
			if (inner.files.has(`${name}.opex`)) this.#reasons.push(`${base} has an .opex file beside it and another in it.`);
			for (const {path} of beside.opex.fixities)
				if (path === undefined) this.#reasons.push(`${beside.opex.name} has a fixity without a path for a folder.`);
		}
		const free = !/\.pax$/iu.test(name);
		const pax: PaxFiles = {root: inner.path, paths, fixities: fixitiesByPath(beside.opex), free};
		await this.#attempt(async () => this.#addAsset(await readPax(pax, this.#contents), name.replace(/\.pax$/iu, ''), parent, beside));
	}

	async #readFile(name: string, folder: Folder, parent: string | undefined): Promise<void> {
		const path = folder.path + name;
		const sides = await this.#readSides(path);
		const inner = fixitiesByPath(sides.opex);
		const whole = ownFixities(sides.opex);
		await this.#attempt(async () => {
			if (/\.pax\.zip$/iu.test(name)) {
				const paths = await this.#contents.openNested(path, whole);
				this.#addAsset(
					await readPax({root: `${path}/`, paths, fixities: inner, free: false}, this.#contents),
					name.slice(0, -8),
					parent,
					sides,
				);
				return;
			}
			if (inner.size > 0) throw new IngestProblem([`${sides.opex?.name} has a fixity with a path for a single file.`]);
			this.#addAsset(describeSingle(path, name, whole, sides), withoutExtension(name), parent, sides);
		});
	}

	/** Later files are looked at all the same, so that everything wrong is told at once. */
	async #attempt(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (!(error instanceof IngestProblem)) throw error;
			append(this.#reasons, error.reasons);
		}
	}

	/** Reads `<base>.opex` and `<base>.metadata`, where there are such. */
	async #readSides(base: string): Promise<Sides> {
		const [opexName, metadataName] = [`${base}.opex`, `${base}.metadata`];
		let opex: Opex | undefined;
		const fragments: Opex['fragments'][number][] = [];
		await this.#attempt(async () => {
			if (!this.#take(opexName)) return;
			opex = readOpex(opexName, await this.#contents.read(opexName));
			fragments.push(...opex.fragments);
		});
		await this.#attempt(async () => {
			if (this.#take(metadataName)) fragments.push(readMetadata(metadataName, await this.#contents.read(metadataName)));
		});
		return {opex, fragments};
	}

	#take(name: string): boolean {
		const there = this.#contents.files.has(name) && !this.#sideFiles.has(name);
		if (there) this.#sideFiles.add(name);
		return there;
	}

	/** A `.metadata` file that belongs to nothing is a file like others. */
	#isMetadata(name: string, {path, files, folders}: Folder): boolean {
		return (
			this.#sideFiles.has(path + name) || (name.endsWith('.metadata') && (files.has(name.slice(0, -9)) || folders.has(name.slice(0, -9))))
		);
	}

	/** A folder the archive has under its SourceID is taken as it is; what the package says of it is left. */
	#addFolder({name}: Folder, parent: string | undefined, own: Sides | undefined, beside: Sides | undefined): string {
		const {sourceId} = own?.opex ?? {};
		const known = sourceId === undefined ? undefined : this.#repository.entityBySourceId(sourceId);
		if (known?.kind === 'SO') return known.ref;
		const ref = crypto.randomUUID();
		this.#addEntity(
			{kind: 'SO', ref, title: name, parent},
			{opex: own?.opex, fragments: [...(beside?.fragments ?? []), ...(own?.fragments ?? [])]},
		);
		return ref;
	}

	#addAsset(described: DescribedAsset, title: string, parent: string | undefined, sides: Sides): void {
		const {asset, contentObjects, representations, generations, files, identifiers, fragments, links} = described;
		this.#addEntity({...asset, title: asset.title || title, parent}, sides);
		const sent = this.#description;
		append(sent.entities, contentObjects);
		append(sent.representations, representations);
		append(sent.generations, generations);
		for (const [path, file] of files) sent.files.set(path, file);
		const told = new Set(sides.opex?.identifiers.map(({type, value}) => `${type}\n${value}`));
		append(
			sent.identifiers,
			identifiers.filter(({entity, type, value}) => entity !== asset.ref || !told.has(`${type}\n${value}`)),
		);
		append(sent.fragments, fragments);
		append(sent.links, links);
	}

	#addEntity(plain: Plain, {opex, fragments}: Sides): void {
		const {ref} = plain;
		this.#description.entities.push({
			...plain,
			title: opex?.title ?? plain.title,
			description: opex?.description ?? plain.description,
			securityTag: opex?.securityTag ?? plain.securityTag ?? 'open',
			customType: opex?.customType ?? plain.customType,
			sourceId: opex?.sourceId,
		});
		for (const identifier of opex?.identifiers ?? []) this.#description.identifiers.push({...identifier, entity: ref});
		for (const fragment of fragments) this.#description.fragments.push({ref: crypto.randomUUID(), entity: ref, ...fragment});
		for (const relationship of opex?.relationships ?? []) this.#relationships.push({...relationship, from: ref});
	}
}

function describeSingle(path: string, filename: string, fixities: readonly DescribedFixity[], {opex}: Sides): DescribedAsset {
	const asset = crypto.randomUUID();
	const ref = crypto.randomUUID();
	const title = withoutExtension(filename);
	const {originalFilename, securityTag = 'open'} = opex ?? {};
	return {
		asset: {kind: 'IO', ref: asset, title: '', securityTag},
		contentObjects: [{kind: 'CO', ref, title, securityTag, parent: asset}],
		representations: [{asset, type: 'Preservation', name: 'Preservation', contentObjects: [ref]}],
		generations: [{contentObject: ref, original: true, active: true, label: undefined, effectiveDate: undefined, files: [path]}],
		files: new Map([[path, {filename, originalFilename, entry: path, size: undefined, fixities, describedBy: opex?.name ?? path}]]),
		identifiers: [],
		fragments: [],
		links: [],
	};
}

function ownFixities(opex: Opex | undefined): readonly DescribedFixity[] {
	return (opex?.fixities ?? [])
		.filter(({path}) => path === undefined)
		.map(({algorithm, value}) => ({algorithm, value, describedBy: opex?.name ?? ''}));
}

function fixitiesByPath(opex: Opex | undefined): ReadonlyMap<string, readonly DescribedFixity[]> {
	const fixities = new Map<string, DescribedFixity[]>();
	for (const {path, algorithm, value} of opex?.fixities ?? []) {
		if (path === undefined) continue;
		const own = fixities.get(path) ?? [];
		own.push({algorithm, value, describedBy: opex?.name ?? ''});
		fixities.set(path, own);
	}
	return fixities;
}

function readMetadata(name: string, bytes: Uint8Array): Opex['fragments'][number] {
	try {
		return readXml(bytes, readFragment);
	} catch (error) {
		throw error instanceof XmlProblem ? new IngestProblem([`${name} cannot be read: ${error.message}`]) : error;
	}
}
