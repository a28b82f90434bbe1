import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {Bitstream, Entity, Generation, Representation} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {readBitstream} from '../read-bitstream.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';

/** Representations, generations, bitstreams and their bytes. */
export function representationRoutes(app: Hono, archive: Archive): void {
	const {repository, context} = archive;

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
				tag(
					'xip:Bitstream',
					tag('xip:Filename', bitstream.filename),
					tag('xip:FileSize', bitstream.size),
					tag('xip:Fixities', ...bitstream.fixities.map(fixityTag)),
				),
				tag('AdditionalInformation', tag('Self', call.url(path)), tag('Content', call.url(`${path}/content`))),
			);
		}),
	);
	operation(
		app,
		'ENT-32 content',
		handler(archive, call => {
			const {entity, bitstream} = bitstreamOf(call);
			call.demand('DOWNLOAD', entity);
			const headers = {'content-type': 'application/octet-stream', 'content-length': String(bitstream.size)};
			return call.c.body(readBitstream(context.store.blobs, bitstream), 200, headers);
		}),
	);
}

function representationAnswer(call: Call, wanted: (item: Representation) => boolean): Response {
	const {repository} = call.archive;
	const {ref} = call.entity('IO');
	const representation = repository.representationsOf(ref).find(wanted);
	if (!representation) throw new Problem(404, `The asset ${ref} has no such representation.`);
	const {type, index, name, contentObjects} = representation;
	const objects = contentObjects.flatMap(contentObject => repository.entities.get(contentObject) ?? []);
	return call.answer(
		'RepresentationResponse',
		tag(
			'xip:Representation',
			tag('xip:InformationObject', ref),
			optionalTag('xip:Name', name),
			tag('xip:Type', type),
			tag('xip:ContentObjects', ...contentObjects.map(contentObject => tag('xip:ContentObject', contentObject))),
			tag('xip:RepresentationFormats'),
			tag('xip:RepresentationProperties'),
		),
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
	const {contentObject, index, original, active, label, effectiveDate, formats, bitstreams} = generation;
	const path = `content-objects/${contentObject}/generations/${index}`;
	const formatTags = formats.map(({puid, name, version, method}) =>
		tagWith(
			'xip:Format',
			{valid: method === 'Extension'},
			tag('xip:PUID', puid),
			tag('xip:Priority', 1),
			tag('xip:IdentificationMethod', method),
			tag('xip:FormatName', name),
			optionalTag('xip:FormatVersion', version),
		),
	);
	return call.answer(
		'GenerationResponse',
		tagWith(
			'xip:Generation',
			{original, active},
			tag('xip:ContentObject', contentObject),
			optionalTag('xip:Label', label),
			optionalTag('xip:FormatGroup', formats[0]?.group),
			tag('xip:EffectiveDate', effectiveDate),
			tag('xip:Bitstreams', ...bitstreams.map(({filename}) => tag('xip:Bitstream', filename))),
			tag('xip:Formats', ...formatTags),
			tag('xip:Properties'),
		),
		tag(
			'Bitstreams',
			...bitstreams.map(({filename}, position) => tagWith('Bitstream', {filename}, call.url(`${path}/bitstreams/${position + 1}`))),
		),
		call.self(path),
	);
}

function bitstreamOf(call: Call): {readonly entity: Entity; readonly bitstream: Bitstream; readonly path: string} {
	const {entity, generation} = generationOf(call);
	const index = Number(call.c.req.param('bitstream'));
	const bitstream = generation.bitstreams[index - 1];
	if (!bitstream) throw new Problem(404, `Generation ${generation.index} of ${entity.ref} has no bitstream ${index}.`);
	return {entity, bitstream, path: `content-objects/${entity.ref}/generations/${generation.index}/bitstreams/${index}`};
}

/** Clients read algorithm and value by position (ENT-32). */
function fixityTag({algorithm, value}: Bitstream['fixities'][number]) {
	return tag('xip:Fixity', tag('xip:FixityAlgorithmRef', algorithm), tag('xip:FixityValue', value));
}
