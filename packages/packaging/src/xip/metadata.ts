import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import {element, writeXml, type XmlElement, type XmlNode} from '@fonds/core/xml';
import type {PlannedEntity, PlannedFile, PlannedRepresentation, XipPlan} from './plan.ts';

/** A file of the package, and what was found out about it by reading it. */
export interface FileRecord {
	readonly representation: PlannedRepresentation;
	readonly file: PlannedFile;
	readonly size: number;
	readonly digests: Digests;
}

/** The names of digest algorithms in XIP (schema, fixityType), and how long their values are. */
const fixityTypes: {readonly [A in FixityAlgorithm]: {readonly name: string; readonly digits: number}} = {
	md5: {name: 'MD5', digits: 32},
	sha1: {name: 'SHA1', digits: 40},
	sha256: {name: 'SHA256', digits: 64},
	sha512: {name: 'SHA512', digits: 128},
};

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
export function* writeMetadata(plan: XipPlan, records: readonly FileRecord[]): Generator<Uint8Array<ArrayBuffer>, undefined> {
	const encoder = new TextEncoder();
	const root = (children: readonly XmlNode[], declaration = false): string =>
		writeXml(element(plan.namespace, 'XIP', children), {declaration});
	// The root is the same around every batch, so all but the first can do without its tags.
	const [open = '', close = ''] = root(['\n']).split('\n');
	yield encoder.encode(root(['\n'], true).slice(0, -close.length));
	let batch: XmlNode[] = [];
	for (const item of listElements(plan, records)) {
		batch.push(item, '\n');
		if (batch.length >= 2 * batchSize) {
			yield encoder.encode(root(batch).slice(open.length, -close.length));
			batch = [];
		}
	}
	yield encoder.encode(batch.length === 0 ? close : root(batch).slice(open.length));
	return undefined;
}

function* listElements(plan: XipPlan, records: readonly FileRecord[]): Generator<XmlElement, undefined> {
	const xip = createXipElements(plan);
	const {folders, assets} = plan;
	const entities = [...folders, ...assets];
	yield* map(folders, folder => xip.entity('StructuralObject', folder));
	yield* map(assets, asset => xip.entity('InformationObject', asset));
	yield* map(groupByRepresentation(records), ([representation, own]) => xip.representation(representation, own));
	yield* map(records, ({file}) => xip.entity('ContentObject', file.object));
	yield* map(records, ({file}) => xip.generation(file));
	yield* map(records, record => xip.bitstream(record));
	for (const entity of entities) {
		yield* xip.identifiers(entity);
	}
	for (const entity of entities) {
		yield* xip.fragments(entity);
	}
	return undefined;
}

function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B, undefined> {
	for (const item of items) {
		yield change(item);
	}
	return undefined;
}

function groupByRepresentation(records: readonly FileRecord[]): Map<PlannedRepresentation, readonly FileRecord[]> {
	const groups = new Map<PlannedRepresentation, FileRecord[]>();
	for (const record of records) {
		const group = groups.get(record.representation);
		if (group === undefined) {
			groups.set(record.representation, [record]);
		} else {
			group.push(record);
		}
	}
	return groups;
}

/** Makes the elements of one package. */
// oxlint-disable-next-line typescript/explicit-function-return-type
function createXipElements({namespace, date, algorithms}: XipPlan) {
	const xip = (name: string, content?: Parameters<typeof element>[2], attributes?: Readonly<Record<string, string>>): XmlElement =>
		element(namespace, name, content, attributes);
	const optional = (name: string, value: string | undefined): XmlElement | undefined =>
		value === undefined ? undefined : xip(name, value);

	return {
		entity: (name: string, {ref, title, description, securityTag, customType, parent}: PlannedEntity): XmlElement =>
			xip(name, [
				xip('Ref', ref),
				xip('Title', title),
				optional('Description', description),
				xip('SecurityTag', securityTag),
				optional('CustomType', customType),
				optional('Parent', parent),
			]),

		representation: ({asset, name, type}: PlannedRepresentation, records: readonly FileRecord[]): XmlElement =>
			xip('Representation', [
				xip('InformationObject', asset.ref),
				xip('Name', name),
				xip('Type', type),
				xip(
					'ContentObjects',
					records.map(({file}) => xip('ContentObject', file.object.ref)),
				),
			]),

		generation: ({object, label, location, filename}: PlannedFile): XmlElement =>
			xip(
				'Generation',
				[
					xip('ContentObject', object.ref),
					xip('Label', label),
					xip('EffectiveDate', date.toISOString()),
					xip('Bitstreams', [xip('Bitstream', `${location}/${filename}`)]),
					xip('Formats'),
					xip('Properties'),
				],
				{original: 'true', active: 'true'},
			),

		bitstream: ({file, size, digests}: FileRecord): XmlElement =>
			xip('Bitstream', [
				xip('Filename', file.filename),
				xip('FileSize', size),
				xip('PhysicalLocation', file.location),
				xip(
					'Fixities',
					algorithms.map(algorithm =>
						xip('Fixity', [xip('FixityAlgorithmRef', fixityTypes[algorithm].name), xip('FixityValue', digests[algorithm] ?? '')]),
					),
				),
			]),

		identifiers: ({ref, identifiers}: PlannedEntity): XmlElement[] =>
			identifiers.map(({type, value}) => xip('Identifier', [xip('Type', type), xip('Value', value), xip('Entity', ref)])),

		fragments: ({ref: entity, fragments}: PlannedEntity): XmlElement[] =>
			fragments.map(({ref, schema, content}) =>
				xip('Metadata', [xip('Ref', ref), xip('Entity', entity), xip('Content', [content])], {schemaUri: schema}),
			),
	};
}
