import type {XmlElement} from '@fonds/core/xml';
import type {
	XipAsset,
	XipBitstream,
	XipContentObject,
	XipEntity,
	XipFolder,
	XipFragment,
	XipGeneration,
	XipIdentifier,
	XipRepresentation,
} from './contents.ts';
import {decodeGeneration, decodeRepresentation} from './decode-content.ts';
import {decodeEntity, decodeFragment, decodeIdentifier, type EntityFields} from './decode-entity.ts';
import type {XipKind} from './names.ts';
import {nest} from './nest.ts';
import type {SortedElements} from './sort-elements.ts';
import type {FoundBitstreams} from './find-bitstreams.ts';
import type {Reading, Tell} from './tell.ts';

/** What a document says, put together. */
export interface Hierarchy {
	readonly folders: readonly XipFolder[];
	readonly assets: readonly XipAsset[];
	/** Those in no representation. */
	readonly contentObjects: readonly XipContentObject[];
	/** Those in no generation. */
	readonly bitstreams: readonly XipBitstream[];
}

/** Puts together what stands apart in a document. What refers to something that is not there is told as lost. */
export function buildHierarchy(elements: SortedElements, document: XmlElement, bitstreams: FoundBitstreams, reading: Reading): Hierarchy {
	const {tell, read} = reading;
	const entities = readEntities(elements, reading);
	const lists: Lists = {identifiers: new Map(), fragments: new Map(), generations: new Map(), representations: new Map()};
	const attach = createAttach(entities, tell);
	const readAll = (kind: XipKind, decode: (element: XmlElement, tell: Tell) => void): void =>
		elements.of(kind).forEach(element => read(element, decode));

	readAll('Identifier', element => {
		const {entity, value} = decodeIdentifier(element, tell);
		attach(lists.identifiers, entity, value, element);
	});
	readAll('Metadata', element => {
		const fragment = decodeFragment(element, document, tell);
		if (fragment !== undefined) {
			attach(lists.fragments, fragment.entity, fragment.value, element);
		}
	});
	const files = new FileLinks(bitstreams, tell);
	readAll('Generation', element => {
		const {object, paths, ...generation} = decodeGeneration(element, tell);
		attach(lists.generations, object, {...generation, bitstreams: files.take(paths, object)}, element, 'ContentObject');
	});
	const objects = new Objects(entities, lists, tell);
	readAll('Representation', element => {
		const {asset, contentObjects, ...representation} = decodeRepresentation(element, tell);
		const value = {...representation, contentObjects: objects.take(contentObjects, asset)};
		attach(lists.representations, asset, value, element, 'InformationObject');
	});
	const complete = completer(lists);
	const assets = entities.of('InformationObject').map(item => complete(item, {representations: ownOf(lists.representations, item)}));
	const folders = entities.of('StructuralObject').map(item => complete(item, {folders: [], assets: []}));
	const inside = new Set(entities.of('ContentObject').map(({fields}) => fields.ref));
	return {...nest(folders, assets, inside, tell), contentObjects: objects.unused(), bitstreams: files.unused()};
}

/** What stands apart from the entities it belongs to, by their references. */
interface Lists {
	readonly identifiers: Map<string, XipIdentifier[]>;
	readonly fragments: Map<string, XipFragment[]>;
	readonly generations: Map<string, XipGeneration[]>;
	readonly representations: Map<string, XipRepresentation[]>;
}

type EntityKind = 'StructuralObject' | 'InformationObject' | 'ContentObject';

interface ReadEntity {
	readonly fields: EntityFields;
	readonly kind: EntityKind;
	/** Whether what refers to its reference means this one. */
	readonly isFirst: boolean;
}

interface Entities {
	readonly of: (kind: EntityKind) => readonly ReadEntity[];
	readonly get: (ref: string) => ReadEntity | undefined;
}

function readEntities(elements: SortedElements, {read, tell}: Reading): Entities {
	const byRef = new Map<string, ReadEntity>();
	const readKind = (kind: EntityKind): readonly ReadEntity[] =>
		elements.of(kind).map(element => {
			const fields = read(element, decodeEntity);
			const isFirst = fields.ref !== '' && !byRef.has(fields.ref);
			const entity = {fields, kind, isFirst};
			if (isFirst) {
				byRef.set(fields.ref, entity);
			} else if (fields.ref !== '') {
				tell('duplicate-ref', `The reference ${fields.ref} is used more than once.`);
			}
			return entity;
		});
	const all = {
		StructuralObject: readKind('StructuralObject'),
		InformationObject: readKind('InformationObject'),
		ContentObject: readKind('ContentObject'),
	};
	return {of: kind => all[kind], get: ref => byRef.get(ref)};
}

type Attach = <T>(lists: Map<string, T[]>, ref: string, value: T, element: XmlElement, kind?: EntityKind) => void;

function createAttach(entities: Entities, tell: Tell): Attach {
	return (lists, ref, value, element, kind) => {
		const owner = entities.get(ref);
		if (owner === undefined || (kind !== undefined && owner.kind !== kind)) {
			const what = owner === undefined ? 'is not in the package' : `is no <${kind}>`;
			tell.lost('dangling-ref', `A <${element.name}> belongs to ${JSON.stringify(ref)}, which ${what}.`);
			return;
		}
		const list = lists.get(ref);
		if (list === undefined) {
			lists.set(ref, [value]);
		} else {
			list.push(value);
		}
	};
}

function ownOf<T>(lists: ReadonlyMap<string, readonly T[]>, {fields, isFirst}: ReadEntity): readonly T[] {
	return isFirst ? (lists.get(fields.ref) ?? []) : [];
}

function completer(lists: Lists): <T extends object>(entity: ReadEntity, more: T) => XipEntity & T {
	return (item, more) => ({
		...item.fields,
		identifiers: ownOf(lists.identifiers, item),
		metadata: ownOf(lists.fragments, item),
		...more,
	});
}

/** The bitstreams, and which of them are in generations. */
class FileLinks {
	readonly #found: FoundBitstreams;
	readonly #used = new Set<XipBitstream>();
	readonly #tell: Tell;

	constructor(found: FoundBitstreams, tell: Tell) {
		this.#found = found;
		this.#tell = tell;
	}

	take(paths: readonly string[], object: string): readonly XipBitstream[] {
		return paths.flatMap(path => {
			const bitstream = this.#found.byPath(path) ?? this.#found.byPath(path.trim());
			if (bitstream === undefined) {
				const message = `A generation of ${object} names the file ${JSON.stringify(path)}, which no <Bitstream> describes.`;
				this.#tell.lost('dangling-ref', message);
				return [];
			}
			this.#used.add(bitstream);
			return [bitstream];
		});
	}

	unused(): readonly XipBitstream[] {
		const unused = this.#found.all.filter(bitstream => !this.#used.has(bitstream));
		for (const {filename} of unused) {
			this.#tell('unused-bitstream', `No generation names the bitstream ${JSON.stringify(filename)}.`, 'warning');
		}
		return unused;
	}
}

/** The content objects, and which of them are in representations. */
class Objects {
	readonly #objects = new Map<string, XipContentObject>();
	readonly #twins: XipContentObject[] = [];
	readonly #used = new Set<string>();
	readonly #tell: Tell;

	constructor(entities: Entities, lists: Lists, tell: Tell) {
		const complete = completer(lists);
		this.#tell = tell;
		for (const item of entities.of('ContentObject')) {
			const object = complete(item, {generations: ownOf(lists.generations, item)});
			if (item.isFirst) {
				this.#objects.set(object.ref, object);
			} else {
				this.#twins.push(object);
			}
		}
	}

	take(refs: readonly string[], asset: string): readonly XipContentObject[] {
		return refs.flatMap(ref => {
			const object = this.#objects.get(ref);
			if (object === undefined) {
				this.#tell.lost(
					'dangling-ref',
					`A representation of ${asset} names the content object ${JSON.stringify(ref)}, which is not in the package.`,
				);
				return [];
			}
			if (object.parent !== undefined && object.parent !== asset) {
				this.#tell('wrong-parent', `The content object ${ref} is in a representation of ${asset}, but its parent is ${object.parent}.`);
			}
			this.#used.add(ref);
			return [object];
		});
	}

	unused(): readonly XipContentObject[] {
		const unused = [...this.#objects.values()].filter(({ref}) => !this.#used.has(ref));
		for (const {ref} of unused) {
			this.#tell('unused-content-object', `The content object ${ref} is in no representation.`, 'warning');
		}
		return [...unused, ...this.#twins];
	}
}
