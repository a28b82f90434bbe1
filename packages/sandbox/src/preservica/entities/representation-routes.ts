import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {Bitstream, Entity, Generation, Representation} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {serveFile} from '../serve-file.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {bitstreamTag, generationTag, representationTag} from './content-xml.ts';

/** Representations, generations, bitstreams and their bytes. */
export function representationRoutes(app: Hono, archive: Archive): void {
	const {repository} = archive;

	operation(
		app,
		'ENT-30',
		handler(archive, call => {
			const {ref} = call.entity('IO');
			const path = `information-objects/${ref}/representations`;
			const {items, paging} = pageOf(call, repository.representationsOf(ref), path);
			const tags = items.map(({type, name, index}) =>
				tagWith('Representation', {type, name}, call.url(`${path}/${encodeURIComponent(type)}/${index}`)),
			);
			return call.answer('RepresentationsResponse', tag('Representations', ...tags), paging, call.self(path));
		}),
	);
	operation(
		app,
		'ENT-30 one',
		handler(archive, call => {
			const type = call.c.req.param('type');
			const index = call.c.req.param('index');
			return representationAnswer(call, item => item.type === type && item.index === Number(index));
		}),
	);
	operation(
		app,
		'ENT-30 named',
		handler(archive, call => representationAnswer(call, item => item.name === call.c.req.param('name'))),
	);

	operation(
		app,
		'ENT-31',
		handler(archive, call => {
			const {ref} = call.entity('CO');
			const path = `content-objects/${ref}/generations`;
			const {items, paging} = pageOf(call, repository.generationsOf(ref), path);
			const tags = items.map(({index, active}) => tagWith('Generation', {active}, call.url(`${path}/${index}`)));
			return call.answer('GenerationsResponse', tag('Generations', ...tags), paging, call.self(path));
		}),
	);
	operation(
		app,
		'ENT-31 one',
		handler(archive, call => generationAnswer(call, generationOf(call).generation)),
	);

	operation(
		app,
		'ENT-32',
		handler(archive, call => {
			const {bitstream, path} = bitstreamOf(call);
			return call.answer(
				'BitstreamResponse',
				bitstreamTag(bitstream),
				tag(
					'AdditionalInformation',
					tag('Self', call.url(path)),
					tag('IntegrityCheckHistory', call.url(`${path}/integrity-check-history`)),
					tag('Content', call.url(`${path}/content`)),
				),
			);
		}),
	);
	operation(
		app,
		'ENT-32 content',
		handler(archive, call => {
			const {entity, bitstream} = bitstreamOf(call);
			call.demand('DOWNLOAD', entity);
			return serveFile(call, bitstream, {'content-type': 'application/octet-stream'});
		}),
	);
}

function representationAnswer(call: Call, wanted: (item: Representation) => boolean): Response {
	const {repository} = call.archive;
	const {ref} = call.entity('IO');
	const representation = repository.representationsOf(ref).find(wanted);
	if (!representation) throw new Problem(404, `The asset ${ref} has no such representation.`);
	const {type, index, contentObjects} = representation;
	const objects = contentObjects.flatMap(contentObject => repository.entities.get(contentObject) ?? []);
	return call.answer(
		'RepresentationResponse',
		representationTag(representation),
		tag(
			'ContentObjects',
			...objects.map(object => tagWith('ContentObject', {title: object.title, ref: object.ref, type: 'CO'}, call.entityUrl(object))),
		),
		call.self(`information-objects/${ref}/representations/${encodeURIComponent(type)}/${index}`),
	);
}

function generationOf(call: Call): {readonly entity: Entity; readonly generation: Generation} {
	const entity = call.entity('CO');
	const index = Number(call.c.req.param('generation'));
	const generation = call.archive.repository.generationsOf(entity.ref).find(item => item.index === index);
	if (!generation) throw new Problem(404, `The content object ${entity.ref} has no generation ${index}.`);
	return {entity, generation};
}

function generationAnswer(call: Call, generation: Generation): Response {
	const {contentObject, index, bitstreams} = generation;
	const path = `content-objects/${contentObject}/generations/${index}`;
	return call.answer(
		'GenerationResponse',
		generationTag(generation, ({filename}) => filename),
		tag(
			'Bitstreams',
			...bitstreams.map(({filename}, position) => tagWith('Bitstream', {filename}, call.url(`${path}/bitstreams/${position + 1}`))),
		),
		call.self(path),
	);
}

/** A file, and where it belongs. */
export interface PlacedBitstream {
	readonly entity: Entity;
	readonly generation: Generation;
	/** Counted from 1 within the generation. */
	readonly index: number;
	readonly bitstream: Bitstream;
	/** Its address below that of the entity API. */
	readonly path: string;
}

/** The bitstream a path names. @throws Problem 404 when there is none. */
export function bitstreamOf(call: Call): PlacedBitstream {
	const {entity, generation} = generationOf(call);
	const index = Number(call.c.req.param('bitstream'));
	const bitstream = generation.bitstreams[index - 1];
	if (!bitstream) throw new Problem(404, `Generation ${generation.index} of ${entity.ref} has no bitstream ${index}.`);
	return {entity, generation, index, bitstream, path: `content-objects/${entity.ref}/generations/${generation.index}/bitstreams/${index}`};
}
