import {content, optionalAttribute, type XmlElement} from '@fonds/core/xml';
import type {
	XipBitstream,
	XipFixity,
	XipFormat,
	XipGeneration,
	XipProperty,
	XipRepresentation,
	XipRepresentationFormat,
} from './contents.ts';
import {readBoolean, readFields, readFlag, readInteger} from './fields.ts';
import {fixityAlgorithm, fixityTypes} from './names.ts';
import type {Tell} from './tell.ts';

/** A representation with references instead of content objects. */
export interface RepresentationFields extends Omit<XipRepresentation, 'contentObjects'> {
	readonly asset: string;
	readonly contentObjects: readonly string[];
}

export function decodeRepresentation(element: XmlElement, tell: Tell): RepresentationFields {
	const fields = readFields(
		element,
		['InformationObject', 'Name', 'Type', 'ContentObjects', 'RepresentationFormats', 'RepresentationProperties'],
		tell,
		true,
	);
	const {word, items, unknown} = fields;
	const asset = word('InformationObject') ?? '';
	const type = word('Type') ?? '';
	if (type === '') {
		tell('empty-field', `A representation of the asset ${asset} has no Type.`);
	}
	return {
		asset,
		type,
		name: fields.text('Name'),
		contentObjects: items('ContentObjects', 'ContentObject').map(item => content(item).trim()),
		formats: items('RepresentationFormats', 'RepresentationFormat').map(item => decodeRepresentationFormat(item, tell)),
		properties: items('RepresentationProperties', 'RepresentationProperty').map(item => decodeProperty(item, tell)),
		unknown,
	};
}

function decodeRepresentationFormat(element: XmlElement, tell: Tell): XipRepresentationFormat {
	const {text, word} = readFields(element, ['PUID', 'FormatName', 'Priority', 'Valid'], tell);
	return {
		puid: word('PUID') ?? '',
		name: text('FormatName') ?? '',
		priority: readInteger(word('Priority'), 'The priority of a format', tell),
		valid: readBoolean(word('Valid'), 'Valid of a format', tell),
	};
}

function decodeProperty(element: XmlElement, tell: Tell): XipProperty {
	const {text, word} = readFields(element, ['Group', 'PUID', 'PropertyName', 'Value'], tell);
	return {group: text('Group'), puid: word('PUID') ?? '', name: text('PropertyName') ?? '', value: text('Value') ?? ''};
}

/** A generation with paths instead of bitstreams. */
export interface GenerationFields extends Omit<XipGeneration, 'bitstreams'> {
	readonly object: string;
	readonly paths: readonly string[];
}

export function decodeGeneration(element: XmlElement, tell: Tell): GenerationFields {
	const fields = readFields(
		element,
		['ContentObject', 'Label', 'FormatGroup', 'EffectiveDate', 'Bitstreams', 'Formats', 'Properties'],
		tell,
		true,
	);
	const {text, word, items, unknown} = fields;
	return {
		object: word('ContentObject') ?? '',
		original: readFlag(element, 'original', tell),
		active: readFlag(element, 'active', tell),
		label: text('Label'),
		formatGroup: text('FormatGroup'),
		effectiveDate: word('EffectiveDate'),
		paths: items('Bitstreams', 'Bitstream').map(content),
		formats: items('Formats', 'Format').map(item => decodeFormat(item, tell)),
		properties: items('Properties', 'Property').map(item => decodeProperty(item, tell)),
		unknown,
	};
}

function decodeFormat(element: XmlElement, tell: Tell): XipFormat {
	const names = ['PUID', 'Priority', 'IdentificationMethod', 'FormatName', 'FormatVersion', 'Warnings'];
	const {text, word} = readFields(element, names, tell);
	return {
		puid: word('PUID') ?? '',
		priority: readInteger(word('Priority'), 'The priority of a format', tell),
		method: word('IdentificationMethod'),
		name: text('FormatName') ?? '',
		version: text('FormatVersion'),
		warnings: text('Warnings'),
		valid: readBoolean(optionalAttribute(element, 'valid'), 'The attribute valid of a format', tell),
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

const bitstreamNames = [
	'Filename',
	'FileSize',
	'Container',
	'ExtractionTool',
	'ExtractionToolParams',
	'PhysicalLocation',
	'PhysicalFilename',
	'OriginalFilename',
	'Fixities',
];

export function decodeBitstream(element: XmlElement, tell: Tell): BitstreamFields {
	const {text, word, items, unknown} = readFields(element, bitstreamNames, tell);
	const filename = text('Filename') ?? '';
	const what = JSON.stringify(filename);
	if (filename === '') {
		tell('empty-field', 'A bitstream has no Filename.');
	}
	return {
		filename,
		location: text('PhysicalLocation'),
		originalFilename: text('OriginalFilename'),
		physicalFilename: text('PhysicalFilename'),
		container: text('Container'),
		extractionTool: text('ExtractionTool'),
		extractionToolParams: text('ExtractionToolParams'),
		size: decodeSize(word('FileSize'), what, tell),
		fixities: items('Fixities', 'Fixity').map(item => decodeFixity(item, what, tell)),
		unknown,
	};
}

function decodeSize(word: string | undefined, what: string, tell: Tell): number | undefined {
	if (word === undefined) {
		tell('no-size', `The bitstream ${what} has no FileSize.`);
	}
	const size = readInteger(word, `The FileSize of ${what}`, tell);
	if (size !== undefined && size < 0) {
		tell('not-a-number', `The FileSize of ${what} is ${size}, less than nothing.`);
		return undefined;
	}
	return size;
}

function decodeFixity(element: XmlElement, what: string, tell: Tell): XipFixity {
	const {word} = readFields(element, ['FixityAlgorithmRef', 'FixityValue'], tell);
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
