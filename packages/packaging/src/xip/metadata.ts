import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import {element, writeXml, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {createXipElements} from './elements.ts';
import {fixityTypes} from './names.ts';
import {filesOf, type PlannedFile, type PlannedObject, type PlannedRepresentationFields, type XipPlan} from './plan.ts';

/** A representation, and the content objects that turned out to be in it. */
export interface PackedRepresentation {
	readonly representation: PlannedRepresentationFields;
	readonly objects: readonly PlannedObject[];
}

/** What is found out about a file by reading it. */
export interface FileFacts {
	readonly size: number;
	readonly digests: Digests;
}

/** Digests of the right length, to find out how long the metadata will be. */
export function placeholderDigests(algorithms: readonly FixityAlgorithm[]): Digests {
	return Object.fromEntries(algorithms.map(algorithm => [algorithm, '0'.repeat(fixityTypes[algorithm].digits)]));
}

/** So many elements are made and written at a time: the tree of a whole large document would take more memory than its files. */
const batchSize = 1000;

/**
 * Writes `metadata.xml` in pieces, with the elements in the order of the XIP schema (XIPType): grouped by kind, whatever they belong to.
 *
 * @throws ConfigurationError for a text that XML cannot hold.
 */
export function* writeMetadata(
	plan: XipPlan,
	packed: readonly PackedRepresentation[],
	factsOf: (file: PlannedFile) => FileFacts,
): Generator<Uint8Array<ArrayBuffer>, undefined> {
	const encoder = new TextEncoder();
	const root = (children: readonly XmlNode[], declaration = false): string =>
		writeXml(element(plan.namespace, 'XIP', children), {declaration});
	// The root is the same around every batch, so all but the first can do without its tags.
	const [open = '', close = ''] = root(['\n']).split('\n');
	yield encoder.encode(root(['\n'], true).slice(0, -close.length));
	let batch: XmlNode[] = [];
	for (const item of listElements(plan, packed, factsOf)) {
		batch.push(item, '\n');
		if (batch.length >= 2 * batchSize) {
			yield encoder.encode(root(batch).slice(open.length, -close.length));
			batch = [];
		}
	}
	yield encoder.encode(batch.length === 0 ? close : root(batch).slice(open.length));
	return undefined;
}

function* listElements(
	plan: XipPlan,
	packed: readonly PackedRepresentation[],
	factsOf: (file: PlannedFile) => FileFacts,
): Generator<XmlElement, undefined> {
	const xip = createXipElements(plan);
	const {folders, assets} = plan;
	const objects = uniqueObjects(packed);
	yield* map(folders, folder => xip.entity('StructuralObject', folder));
	yield* map(assets, asset => xip.entity('InformationObject', asset));
	yield* map(packed, item => xip.representation(item.representation, item.objects));
	yield* map(objects, ({entity}) => xip.entity('ContentObject', entity));
	for (const {entity, generations} of objects) {
		yield* map(generations, generation => xip.generation(entity, generation));
	}
	for (const object of objects) {
		yield* map(filesOf(object), file => xip.bitstream(file, factsOf(file)));
	}
	const entities = [...folders, ...assets, ...objects.map(({entity}) => entity)];
	for (const entity of entities) {
		yield* xip.identifiers(entity);
	}
	yield* map(plan.links, link => xip.link(link));
	yield* map(plan.restrictions, restriction => xip.restriction(restriction));
	for (const entity of entities) {
		yield* xip.fragments(entity);
	}
	yield* map(plan.events, action => xip.eventAction(action));
	yield* plan.unknown;
	return undefined;
}

function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B, undefined> {
	for (const item of items) {
		yield change(item);
	}
	return undefined;
}

/** Content objects, each once, though several representations may have it. */
function uniqueObjects(packed: readonly PackedRepresentation[]): readonly PlannedObject[] {
	const seen = new Set<unknown>();
	return packed.flatMap(({objects}) =>
		objects.filter(({entity}) => {
			const isNew = !seen.has(entity);
			seen.add(entity);
			return isNew;
		}),
	);
}
