import {ConfigurationError, path, Path} from '@fonds/core';
import type {Bitstream} from '../entities/representation.ts';

/** Which file is meant. A `Bitstream` fits. */
export type BitstreamReference = Pick<Bitstream, 'contentObject' | 'generation' | 'index'>;

/** The address of a file's description (ENT-32). */
export function addressOf({contentObject, generation, index}: BitstreamReference): Path {
	return path`api/entity/content-objects/${contentObject}/generations/${generation}/bitstreams/${index}`;
}

/** The address of something that the server keeps about a file, beside its bytes where those are in the usual place. */
export function addressBeside(bitstream: Bitstream, name: string): Path | string {
	const place = /^(.+\/bitstreams\/\d+)\/content$/.exec(bitstream.url)?.[1];
	return place === undefined ? new Path(`${addressOf(bitstream).toString()}/${name}`) : `${place}/${name}`;
}

/**
 * Which file an address means.
 *
 * @throws ConfigurationError when it is not that of a file.
 */
export function referenceOf(url: string): BitstreamReference {
	const found = /\/content-objects\/([^/?#]+)\/generations\/(\d+)\/bitstreams\/(\d+)(?:\/content)?$/.exec(url);
	const [, segment = '', generation, index] = found ?? [];
	const contentObject = decode(segment);
	if (contentObject === '') {
		throw new ConfigurationError(`${JSON.stringify(url)} is not the address of a file: it would end in …/generations/1/bitstreams/1.`);
	}
	return {contentObject, generation: Number(generation), index: Number(index)};
}

/** '' for what is not encoded as it has to be. */
function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return '';
	}
}
