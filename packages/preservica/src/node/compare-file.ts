/// <reference types="node" />
import type {RequestOptions} from '@fonds/core';
import {hashStream} from '@fonds/core/hash';
import type {EntityStub} from '../entities/entity.ts';
import type {Bitstream} from '../entities/representation.ts';
import type {Preservica} from '../preservica.ts';
import type {DiskFile} from './package-files.ts';

/** What of a file is compared with what the archive has of it. */
export type FileComparison = 'nothing' | 'size' | 'fixity';

/** How a file differs from what the archive has. */
export type FileDifference = 'size' | 'fixity' | 'no file';

type Entities = Preservica['entities'];

/**
 * How a file differs from what was ingested of it, if it does. The files as they were ingested count, not what migrations have made of them.
 *
 * @param entity - The asset, or the content object, that has the file's code.
 */
export async function differenceOf(
	entities: Entities,
	entity: EntityStub,
	file: DiskFile,
	comparison: FileComparison,
	options: RequestOptions,
): Promise<FileDifference | undefined> {
	if (comparison === 'nothing') {
		return undefined;
	}
	const ingested = await ingestedFiles(entities, entity, options);
	const ofThisSize = ingested.filter(({size}) => size === file.size);
	if (ofThisSize.length === 0) {
		return ingested.length === 0 ? 'no file' : 'size';
	}
	return comparison === 'size' || (await hasDigests(file, ofThisSize, options)) ? undefined : 'fixity';
}

/** The original files of the preservation representations (ENT-30, ENT-31, ENT-32). */
async function ingestedFiles(entities: Entities, {type, ref}: EntityStub, options: RequestOptions): Promise<Bitstream[]> {
	const objects: string[] = [];
	if (type === 'contentObject') {
		objects.push(ref);
	} else {
		for (const representation of await entities.representations(ref, options)) {
			if (representation.type === 'Preservation') {
				objects.push(...(await entities.contentObjects(representation, options)).map(object => object.ref));
			}
		}
	}
	const files: Bitstream[] = [];
	for (const object of objects) {
		for (const generation of await entities.generations(object, options)) {
			files.push(...(generation.original ? await entities.bitstreams(generation, options) : []));
		}
	}
	return files;
}

/** Has the file all the digests that are known of one of these? Where none is, its size has to do. */
async function hasDigests(file: DiskFile, candidates: readonly Bitstream[], {signal}: RequestOptions): Promise<boolean> {
	const algorithms = new Set(candidates.flatMap(({fixities}) => fixities.map(({algorithm}) => algorithm)));
	const {digests} = await hashStream(file.open(), [...algorithms], {signal});
	return candidates.some(({fixities}) => fixities.every(({algorithm, value}) => digests[algorithm] === value.toLowerCase()));
}
