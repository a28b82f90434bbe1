import type {XmlElement} from '@fonds/core/xml';
import type {
	XipBitstream,
	XipFixity,
	XipFormat,
	XipGeneration,
	XipProperty,
	XipRepresentation,
	XipRepresentationFormat,
} from './contents.ts';
import {readFields} from './fields.ts';
import {fixityAlgorithm, fixityTypes, identificationMethods} from './names.ts';
import {shapes} from './shapes.ts';
import type {Tell} from './tell.ts';

/** A representation with references instead of content objects. */
export interface RepresentationFields extends Omit<XipRepresentation, 'contentObjects'> {
	readonly asset: string;
	readonly contentObjects: readonly string[];
}

export function decodeRepresentation(element: XmlElement, tell: Tell): RepresentationFields {
	const {text, word, items, texts, get, unknown} = readFields(element, shapes.representation, tell);
	const asset = word('InformationObject') ?? '';
	const type = word('Type') ?? '';
	if (type === '' && get('Type') !== undefined) {
		tell('empty-field', `A representation of the asset ${asset} has an empty <Type>.`);
	}
	const contentObjects = texts('ContentObjects', 'ContentObject').map(ref => ref.trim());
	if (contentObjects.length === 0 && get('ContentObjects') !== undefined) {
		tell('empty-field', `The <ContentObjects> of a representation of the asset ${asset} are empty.`, 'warning');
	}
	return {
		asset,
		type,
		name: text('Name'),
		contentObjects,
		formats: items('RepresentationFormats', 'RepresentationFormat').map(item => decodeRepresentationFormat(item, tell)),
		properties: items('RepresentationProperties', 'RepresentationProperty').map(item => decodeProperty(item, tell)),
		unknown,
	};
}

function decodeRepresentationFormat(element: XmlElement, tell: Tell): XipRepresentationFormat {
	const {text, word, integer, boolean} = readFields(element, shapes.representationFormat, tell);
	return {
		puid: word('PUID') ?? '',
		name: text('FormatName') ?? '',
		priority: integer('Priority', -32_768, 32_767),
		valid: boolean('Valid'),
	};
}

function decodeProperty(element: XmlElement, tell: Tell): XipProperty {
	const {text, word} = readFields(element, shapes.property, tell);
	return {group: text('Group'), puid: word('PUID') ?? '', name: text('PropertyName') ?? '', value: text('Value') ?? ''};
}

/** A generation with paths instead of bitstreams. */
export interface GenerationFields extends Omit<XipGeneration, 'bitstreams'> {
	readonly object: string;
	readonly paths: readonly string[];
}

export function decodeGeneration(element: XmlElement, tell: Tell): GenerationFields {
	const {text, word, date, flag, items, texts, unknown} = readFields(element, shapes.generation, tell);
	return {
		object: word('ContentObject') ?? '',
		original: flag('original'),
		active: flag('active'),
		label: text('Label'),
		formatGroup: text('FormatGroup'),
		effectiveDate: date('EffectiveDate') ?? '',
		paths: texts('Bitstreams', 'Bitstream'),
		formats: items('Formats', 'Format').map(item => decodeFormat(item, tell)),
		properties: items('Properties', 'Property').map(item => decodeProperty(item, tell)),
		unknown,
	};
}

function decodeFormat(element: XmlElement, tell: Tell): XipFormat {
	const {text, word, integer, oneOf, flag} = readFields(element, shapes.format, tell);
	return {
		puid: word('PUID') ?? '',
		priority: integer('Priority', -32_768, 32_767),
		method: oneOf('IdentificationMethod', identificationMethods),
		name: text('FormatName') ?? '',
		version: text('FormatVersion'),
		warnings: text('Warnings'),
		valid: flag('valid'),
	};
}

/** A bitstream without its file. */
export type BitstreamFields = Pick<
	XipBitstream,
	| 'filename'
	| 'location'
	| 'originalFilename'
	| 'physicalFilename'
	| 'container'
	| 'extractionTool'
	| 'extractionToolParams'
	| 'fixities'
	| 'unknown'
> & {readonly size: number | undefined};

export function decodeBitstream(element: XmlElement, tell: Tell): BitstreamFields {
	const {text, integer, items, get, unknown} = readFields(element, shapes.bitstream, tell);
	const filename = text('Filename') ?? '';
	const what = JSON.stringify(filename);
	if (filename === '' && get('Filename') !== undefined) {
		tell('empty-field', 'A bitstream has an empty <Filename>.');
	}
	return {
		filename,
		location: text('PhysicalLocation'),
		originalFilename: text('OriginalFilename'),
		physicalFilename: text('PhysicalFilename'),
		container: text('Container'),
		extractionTool: text('ExtractionTool'),
		extractionToolParams: text('ExtractionToolParams'),
		size: integer('FileSize', 0, Number.MAX_SAFE_INTEGER),
		fixities: items('Fixities', 'Fixity').map(item => decodeFixity(item, what, tell)),
		unknown,
	};
}

function decodeFixity(element: XmlElement, what: string, tell: Tell): XipFixity {
	const {word} = readFields(element, shapes.fixity, tell);
	const name = word('FixityAlgorithmRef') ?? '';
	const value = (word('FixityValue') ?? '').toLowerCase();
	const algorithm = fixityAlgorithm(name);
	if (algorithm === undefined) {
		tell('fixity-unknown', `The digest ${JSON.stringify(name)} of ${what} is none that XIP knows, and proves nothing here.`, 'warning');
	} else if (!/^[0-9a-f]*$/.test(value) || value.length !== fixityTypes[algorithm].digits) {
		tell('fixity-malformed', `The digest ${name} of ${what} is ${JSON.stringify(value)}, which is no such digest.`);
	}
	return {algorithm, name, value};
}
