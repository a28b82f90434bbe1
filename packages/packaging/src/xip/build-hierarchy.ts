import type {XmlElement} from '@fonds/core/xml';
import {completer, createAttach, ownOf, type Attachments} from './attachments.ts';
import {createBitstreamLinks} from './bitstream-links.ts';
import type {XipAsset, XipBitstream, XipContentObject, XipFolder} from './contents.ts';
import {decodeGeneration, decodeRepresentation} from './decode-content.ts';
import {decodeFragment, decodeIdentifier} from './decode-entity.ts';
import type {FoundBitstreams} from './find-bitstreams.ts';
import type {XipKind} from './names.ts';
import {nest} from './nest.ts';
import {createObjectLinks} from './object-links.ts';
import {readEntities} from './read-entities.ts';
import type {SortedElements} from './sort-elements.ts';
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
	const lists: Attachments = {identifiers: new Map(), fragments: new Map(), generations: new Map(), representations: new Map()};
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
	const files = createBitstreamLinks(bitstreams, tell);
	readAll('Generation', element => {
		const {object, paths, ...generation} = decodeGeneration(element, tell);
		attach(lists.generations, object, {...generation, bitstreams: files.take(paths, object)}, element, 'ContentObject');
	});
	const objects = createObjectLinks(entities, lists, tell);
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
