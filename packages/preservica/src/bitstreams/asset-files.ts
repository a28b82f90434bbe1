import {NotFoundError} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import type {AssetFile, AssetFilesOptions} from './bitstreams.ts';
import {createPathClaims, safeName} from './safe-path.ts';

/** Walks the files of an asset (ENT-30, ENT-31, ENT-32). */
export async function* walkFiles(
	session: Session,
	asset: string,
	{representation: wanted, ...options}: AssetFilesOptions,
): AsyncGenerator<AssetFile, void, void> {
	const entities = new Entities(session);
	const claim = createPathClaims();
	const all = await entities.representations(asset, options);
	const chosen = all.filter(({type, index}) => wanted === undefined || (type === wanted.type && index === (wanted.index ?? index)));
	if (wanted !== undefined && chosen.length === 0) {
		throw new NotFoundError(
			`The asset ${asset} has no representation ${wanted.type}${wanted.index === undefined ? '' : ` ${wanted.index}`}.`,
		);
	}

	for (const representation of chosen) {
		const folder = safeName(`${representation.type || 'Representation'}-${representation.index}`);
		for (const contentObject of await entities.contentObjects(representation, options)) {
			const generation = await entities.activeGeneration(contentObject, options);
			for (const bitstream of await entities.bitstreams(generation, options)) {
				yield {path: claim(folder, bitstream.filename), bitstream, representation, contentObject};
			}
		}
	}
}
