import {kinds} from '../kinds.ts';
import type {Bitstream, Entity, Generation, Representation} from '../model.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';

/** The fields of an entity (3.2). */
export function entityTag({kind, ref, title, description, securityTag, customType, parent}: Entity, deleted = false): Tag {
	return tag(
		`xip:${kinds[kind].element}`,
		tag('xip:Ref', ref),
		tag('xip:Title', title),
		optionalTag('xip:Description', description),
		tag('xip:SecurityTag', securityTag),
		optionalTag('xip:CustomType', customType),
		optionalTag('xip:Parent', parent),
		deleted ? tag('xip:Deleted', true) : undefined,
	);
}

/** A representation with the references of its content. */
export function representationTag({asset, name, type, contentObjects}: Representation): Tag {
	const refs = contentObjects.map(ref => tag('xip:ContentObject', ref));
	return tag(
		'xip:Representation',
		tag('xip:InformationObject', asset),
		optionalTag('xip:Name', name),
		tag('xip:Type', type),
		refs.length > 0 ? tag('xip:ContentObjects', ...refs) : undefined,
		tag('xip:RepresentationFormats'),
		tag('xip:RepresentationProperties'),
	);
}

/** A generation; `nameOf` says how it calls its files. */
export function generationTag(generation: Generation, nameOf: (bitstream: Bitstream) => string): Tag {
	const {contentObject, original, active, label, effectiveDate, formats, bitstreams} = generation;
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
	return tagWith(
		'xip:Generation',
		{original, active},
		tag('xip:ContentObject', contentObject),
		optionalTag('xip:Label', label),
		optionalTag('xip:FormatGroup', formats[0]?.group),
		tag('xip:EffectiveDate', effectiveDate),
		tag('xip:Bitstreams', ...bitstreams.map(bitstream => tag('xip:Bitstream', nameOf(bitstream)))),
		tag('xip:Formats', ...formatTags),
		tag('xip:Properties'),
	);
}

/** A file; clients read algorithm and value of its fixities by position (ENT-32). */
export function bitstreamTag({filename, originalFilename, size, fixities}: Bitstream, location?: string): Tag {
	return tag(
		'xip:Bitstream',
		tag('xip:Filename', filename),
		optionalTag('xip:OriginalFilename', originalFilename),
		tag('xip:FileSize', size),
		optionalTag('xip:PhysicalLocation', location),
		tag(
			'xip:Fixities',
			...fixities.map(({algorithm, value}) => tag('xip:Fixity', tag('xip:FixityAlgorithmRef', algorithm), tag('xip:FixityValue', value))),
		),
	);
}
