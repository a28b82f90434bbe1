import {DecodeError} from '@fonds/core';
import type {Fixity, FixityAlgorithm} from '@fonds/core/hash';
import {child, children, optionalChild, text, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import {lastNumber, optionalAddress} from '../xml/values.ts';
import type {Bitstream, Generation, UnknownFixity} from './representation.ts';

const bitstream = either('Bitstream');
const filename = either('Filename');
const fileSize = either('FileSize');
const fixities = either('Fixities');
const fixity = either('Fixity');
const algorithmRef = either('FixityAlgorithmRef');
const fixityValue = either('FixityValue');
const additionalInformation = either('AdditionalInformation');
const contentLink = either('Content');
const historyLink = either('IntegrityCheckHistory');

const algorithms: readonly FixityAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha512'];

/** Reads a `BitstreamResponse` (ENT-32). */
export function decodeBitstream(
	response: XmlElement,
	generation: Pick<Generation, 'contentObject' | 'index'>,
	position: number,
	url: string,
): Bitstream {
	const source = child(response, bitstream);
	const information = optionalChild(response, additionalInformation);
	const list = optionalChild(source, fixities);
	const digests = (list === undefined ? [] : children(list, fixity)).map(item => decodeFixity(item)).filter(item => item !== undefined);
	return {
		filename: text(source, filename),
		size: decodeSize(source),
		fixities: digests.filter(isKnown),
		unknownFixities: digests.filter(item => !isKnown(item)),
		url: (information && optionalAddress(information, contentLink)) ?? `${url}/content`,
		integrityHistoryUrl: information && optionalAddress(information, historyLink),
		contentObject: generation.contentObject,
		generation: generation.index,
		index: lastNumber(url) ?? position,
	};
}

function decodeSize(source: XmlElement): number {
	const value = trimmed(source, fileSize);
	if (!/^\d{1,16}$/.test(value) || !Number.isSafeInteger(Number(value))) {
		throw new DecodeError(`<FileSize> of a bitstream is ${JSON.stringify(value.slice(0, 40))}, not a number of bytes.`);
	}
	return Number(value);
}

/**
 * Algorithms are spelled `SHA1` in XIP and `SHA-1` in OPEX, digests in either case: all are read. An entry without algorithm or value says
 * nothing and is left out; a value that is no digest stays, so that the check against it fails.
 */
function decodeFixity(source: XmlElement): Fixity | UnknownFixity | undefined {
	const name = optionalTrimmed(source, algorithmRef);
	const value = optionalTrimmed(source, fixityValue)?.toLowerCase();
	if (name === undefined || value === undefined) {
		return undefined;
	}
	const spelling = name.toLowerCase().replaceAll('-', '');
	return {algorithm: algorithms.find(algorithm => algorithm === spelling) ?? name, value};
}

function isKnown(item: Fixity | UnknownFixity): item is Fixity {
	return algorithms.some(algorithm => algorithm === item.algorithm);
}
