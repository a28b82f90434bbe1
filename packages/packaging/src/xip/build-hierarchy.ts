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
import {nest} from './nest.ts';
import type {SortedElements} from './sort-elements.ts';
import type {Tell} from './tell.ts';

/** What a document says, put together. */
export interface Hierarchy {
	readonly folders: readonly XipFolder[];
	readonly assets: readonly XipAsset[];
	/** Those in no representation. */
	readonly contentObjects: readonly XipContentObject[];
	readonly unattached: readonly XmlElement[];
}

/** Puts together what stands apart in a document. What refers to something that is not there comes out as `unattached`. */
export function buildHierarchy(
	elements: SortedElements,
	document: XmlElement,
	bitstreams: ReadonlyMap<string, XipBitstream>,
	tell: Tell,
): Hierarchy {
	const entities = readEntities(elements, tell);
	const unattached: XmlElement[] = [];
	const lists: Lists = {identifiers: new Map(), fragments: new Map(), generations: new Map(), representations: new Map()};
	const attach = createAttach(entities, unattached, tell);

	for (const element of elements.of('Identifier')) {
		const {entity, value} = decodeIdentifier(element, tell);
		attach(lists.identifiers, entity, value, element);
	}
	for (const element of elements.of('Metadata')) {
		const fragment = decodeFragment(element, document, tell);
		if (fragment !== undefined) {
			attach(lists.fragments, fragment.entity, fragment.value, element);
		}
	}
	const linkFiles = createFileLinks(bitstreams, tell);
	for (const element of elements.of('Generation')) {
		const {object, paths, ...generation} = decodeGeneration(element, tell);
		attach(lists.generations, object, {...generation, bitstreams: linkFiles(paths, object)}, element, 'ContentObject');
	}
	linkFiles.tellUnused();
	const objects = new Objects(entities, lists, tell);
	for (const element of elements.of('Representation')) {
		const {asset, contentObjects, ...representation} = decodeRepresentation(element, tell);
		attach(
			lists.representations,
			asset,
			{...representation, contentObjects: objects.take(contentObjects, asset)},
			element,
			'InformationObject',
		);
	}
	const complete = completer(lists);
	const assets = entities.of('InformationObject').map(item => complete(item, {representations: ownOf(lists.representations, item)}));
	const folders = entities.of('StructuralObject').map(item => complete(item, {folders: [], assets: []}));
	return {...nest(folders, assets, tell), contentObjects: objects.unused(), unattached};
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

function readEntities(elements: SortedElements, tell: Tell): Entities {
	const byRef = new Map<string, ReadEntity>();
	const read = (kind: EntityKind): readonly ReadEntity[] =>
		elements.of(kind).map(element => {
			const fields = decodeEntity(element, tell);
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
		StructuralObject: read('StructuralObject'),
		InformationObject: read('InformationObject'),
		ContentObject: read('ContentObject'),
	};
	return {of: kind => all[kind], get: ref => byRef.get(ref)};
}

type Attach = <T>(lists: Map<string, T[]>, ref: string, value: T, element: XmlElement, kind?: EntityKind) => void;

function createAttach(entities: Entities, unattached: XmlElement[], tell: Tell): Attach {
	return (lists, ref, value, element, kind) => {
		const owner = entities.get(ref);
		if (owner === undefined || (kind !== undefined && owner.kind !== kind)) {
			unattached.push(element);
			const what = owner === undefined ? 'is not in the package' : `is no <${kind}>`;
			tell('dangling-ref', `A <${element.name}> belongs to ${JSON.stringify(ref)}, which ${what}.`);
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

interface FileLinks {
	(paths: readonly string[], object: string): readonly XipBitstream[];
	/** Tells the bitstreams that no generation names. */
	tellUnused(): void;
}

function createFileLinks(bitstreams: ReadonlyMap<string, XipBitstream>, tell: Tell): FileLinks {
	const used = new Set<XipBitstream>();
	const link = (paths: readonly string[], object: string): readonly XipBitstream[] =>
		paths.flatMap(path => {
			const found = bitstreams.get(path) ?? bitstreams.get(path.trim());
			if (found === undefined) {
				tell('dangling-ref', `A generation of ${object} names the file ${JSON.stringify(path)}, which no <Bitstream> describes.`);
				return [];
			}
			used.add(found);
			return [found];
		});
	const tellUnused = (): void => {
		for (const bitstream of new Set(bitstreams.values())) {
			if (!used.has(bitstream)) {
				tell('unused-bitstream', `No generation names the bitstream ${JSON.stringify(bitstream.filename)}.`, 'warning');
			}
		}
	};
	return Object.assign(link, {tellUnused});
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
				this.#tell(
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
