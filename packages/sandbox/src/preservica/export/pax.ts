import {zipSizeAtMost} from '../../zip/zip-writer.ts';
import type {ZipItem} from '../../zip/zip-writer.ts';
import type {Archive} from '../archive.ts';
import {bitstreamTag, entityTag, generationTag, representationTag} from '../entities/content-xml.ts';
import {fragmentContent} from '../entities/metadata-routes.ts';
import type {Bitstream, Entity, Generation, Representation} from '../model.ts';
import {readBitstream} from '../read-bitstream.ts';
import type {Repository} from '../repository.ts';
import {xipNamespace} from '../versions.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith, writeDocument} from '../xml/write-xml.ts';
import type {ExportSettings} from './export-settings.ts';
import type {Namer} from './names.ts';
import {createNamer, nameKey} from './names.ts';

interface PlacedFile {
	readonly bitstream: Bitstream;
	readonly folder: string;
}

interface PlacedGeneration {
	readonly generation: Generation;
	readonly files: readonly PlacedFile[];
}

/** The files of an asset as a PAX has them, and the description of their structure (4.4). */
export interface Pax {
	readonly items: readonly ZipItem[];
	/** How large the zip file is at most. */
	readonly atMost: number;
}

/** What a PAX is to hold, and what it is called. */
export interface PaxOptions {
	readonly name: string;
	readonly generations: ExportSettings['generations'];
	/** @default all of the asset */
	readonly representations?: readonly Representation[] | undefined;
}

/** Lays an asset out as a PAX: a `.xip` file, and each file below its representation, content object and generation. */
export function layOutPax(
	asset: Entity,
	{name, generations, representations: chosen}: PaxOptions,
	{repository, context}: Pick<Archive, 'repository' | 'context'>,
): Pax {
	const representations = chosen ?? repository.representationsOf(asset.ref);
	const placed = placeFiles(representations, generations, repository);
	const xip = Buffer.from(describe(asset, representations, placed, {repository, context}));
	const files = placed.flatMap(generation => generation.files);
	const items: readonly ZipItem[] = [
		{name: `${name}.xip`, content: xip},
		...files.map(({bitstream, folder}) => ({
			name: `${folder}/${bitstream.filename}`,
			content: () => readBitstream(context.store.blobs, bitstream),
			atMost: bitstream.size,
		})),
	];
	const sizes = [xip.length, ...files.map(({bitstream}) => bitstream.size)];
	return {items, atMost: zipSizeAtMost(items.map((item, index) => ({name: item.name, size: sizes[index] ?? 0})))};
}

/** A content object of several representations is in the first of them. */
function placeFiles(
	representations: readonly Representation[],
	wanted: ExportSettings['generations'],
	repository: Repository,
): readonly PlacedGeneration[] {
	const seen = new Set<string>();
	const rootOf = createNamer();
	return representations.flatMap(({type, index, contentObjects}) => {
		const nameOf: Namer = createNamer();
		const root = rootOf(`Representation_${type}${index === 1 ? '' : `_${index}`}`);
		return contentObjects.flatMap(ref => {
			const contentObject = repository.entities.get(ref);
			if (!contentObject || seen.has(ref)) return [];
			seen.add(ref);
			const folder = `${root}/${nameOf(contentObject.title)}`;
			return choose(repository.generationsOf(ref), wanted).map(generation => ({
				generation,
				files: placeBitstreams(generation.bitstreams, `${folder}/Generation_${generation.index}`),
			}));
		});
	});
}

/** Files keep their names: of those that have the same one, all but the first get a folder each. */
function placeBitstreams(bitstreams: readonly Bitstream[], folder: string): readonly PlacedFile[] {
	const names = bitstreams.map(({filename}) => nameKey(filename));
	const folderOf = createNamer(names);
	return bitstreams.map((bitstream, index) => ({
		bitstream,
		folder: names.indexOf(names[index] ?? '') === index ? folder : `${folder}/${folderOf(String(index + 1))}`,
	}));
}

function choose(generations: readonly Generation[], wanted: ExportSettings['generations']): readonly Generation[] {
	const active = generations.filter(generation => generation.active);
	return wanted === 'All' ? generations : wanted === 'AllActive' ? active : active.slice(-1);
}

/** The structure, and what content objects have of their own; where the asset is and what it is called is said beside the PAX (4.4). */
function describe(
	asset: Entity,
	representations: readonly Representation[],
	placed: readonly PlacedGeneration[],
	{repository, context}: Pick<Archive, 'repository' | 'context'>,
): string {
	const shown = new Set(representations.flatMap(({contentObjects}) => contentObjects));
	const contentObjects = repository.contentObjectsOf(asset.ref).filter(({ref}) => shown.has(ref));
	const own = contentObjects.map(({ref}) => ref);
	const identifiers = own.flatMap(ref => repository.identifiersOf(ref));
	const fragments = own.flatMap(ref => repository.fragmentsOf(ref));
	return writeDocument(
		tagWith(
			'xip:XIP',
			{'xmlns:xip': xipNamespace(context.version)},
			entityTag({...asset, parent: undefined}),
			...representations.map(each => representationTag(each)),
			...contentObjects.map(contentObject => entityTag(contentObject)),
			...placed.map(({generation, files}) =>
				generationTag(generation, bitstream => `${files.find(file => file.bitstream === bitstream)?.folder}/${bitstream.filename}`),
			),
			...placed.flatMap(({files}) => files.map(({bitstream, folder}) => bitstreamTag(bitstream, folder))),
			...identifiers.map(({type, value, entity}) =>
				tag('xip:Identifier', tag('xip:Type', type), tag('xip:Value', value), tag('xip:Entity', entity)),
			),
			...fragments.map((fragment): Tag => tagWith('xip:Metadata', {schemaUri: fragment.schemaUri}, ...fragmentContent(fragment))),
		),
	);
}
