import {DecodeError, path, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {decodeBitstream} from './bitstream-xml.ts';
import {readList} from '../xml/read-list.ts';
import {
	decodeContentObjects,
	decodeGeneration,
	decodeGenerationLinks,
	decodeRepresentations,
	type GenerationLink,
} from './representation-xml.ts';
import type {Bitstream, ContentObjectStub, Generation, Representation} from './representation.ts';

/** All representations of an asset (ENT-30). */
export function readRepresentations({http}: Session, asset: string, options: RequestOptions): Promise<Representation[]> {
	const first = path`api/entity/information-objects/${asset}/representations`;
	return readList(http, first, response => decodeRepresentations(response, asset), options);
}

/** The content objects of a representation (ENT-30). */
export async function readContentObjects({http}: Session, {url}: Representation, options: RequestOptions): Promise<ContentObjectStub[]> {
	return decodeContentObjects(await getXml(http, url, options));
}

/** All generations of a content object (ENT-31). */
export async function readGenerations(session: Session, contentObject: string, options: RequestOptions): Promise<Generation[]> {
	const generations: Generation[] = [];
	for (const link of await readLinks(session, contentObject, options)) {
		generations.push(await readGeneration(session, contentObject, link, options));
	}
	return generations;
}

/**
 * The newest active generation of a content object, or the newest if none is marked active (ENT-31).
 *
 * @throws DecodeError when there is none.
 */
export async function readActiveGeneration(session: Session, contentObject: string, options: RequestOptions): Promise<Generation> {
	const links = (await readLinks(session, contentObject, options)).toSorted((a, b) => a.index - b.index);
	const link = links.findLast(({active}) => active) ?? links.at(-1);
	if (link === undefined) {
		throw new DecodeError(`The content object ${contentObject} has no generation.`);
	}
	return readGeneration(session, contentObject, link, options);
}

/** The bitstreams of a generation (ENT-32). */
export async function readBitstreams({http}: Session, generation: Generation, options: RequestOptions): Promise<Bitstream[]> {
	const found: Bitstream[] = [];
	for (const [position, {url}] of generation.bitstreams.entries()) {
		found.push(decodeBitstream(await getXml(http, url, options), generation, position + 1, url));
	}
	return found;
}

function readLinks({http}: Session, contentObject: string, options: RequestOptions): Promise<GenerationLink[]> {
	return readList(http, path`api/entity/content-objects/${contentObject}/generations`, decodeGenerationLinks, options);
}

async function readGeneration({http}: Session, contentObject: string, link: GenerationLink, options: RequestOptions): Promise<Generation> {
	return decodeGeneration(await getXml(http, link.url, options), contentObject, link);
}
