import {isoDate} from '../../clock.ts';
import {guessFormat} from '../formats.ts';
import type {Bitstream} from '../model.ts';
import type {Repository} from '../repository.ts';
import {newApiId} from '../repository.ts';
import type {PreparedIngest} from './prepare.ts';

/** Makes a prepared package part of the archive. Runs within a transaction. */
export function commitIngest({description, bitstreams}: PreparedIngest, repository: Repository, user: string, time: number): void {
	const date = isoDate(time);
	let event: string | undefined;
	for (const entity of description.entities) {
		repository.entities.put(entity.ref, entity);
		event = repository.addEvent({type: 'Ingest', command: 'command_create', date, user, entity: entity.ref}, event);
	}
	const counts = new Map<string, number>();
	const next = (key: string): number => {
		const index = (counts.get(key) ?? 0) + 1;
		counts.set(key, index);
		return index;
	};
	for (const representation of description.representations) {
		repository.addRepresentation({...representation, index: next(`${representation.asset}/${representation.type}`)});
	}
	for (const {files, effectiveDate, ...generation} of description.generations) {
		const stored = files.map(path => bitstreams.get(path)).filter((bitstream): bitstream is Bitstream => bitstream !== undefined);
		repository.addGeneration({
			...generation,
			index: next(generation.contentObject),
			effectiveDate: effectiveDate ?? date,
			receivedAt: date,
			formats: stored.map(({filename}) => guessFormat(filename)),
			bitstreams: stored,
		});
	}
	for (const identifier of description.identifiers) {
		const apiId = newApiId();
		repository.identifiers.put(apiId, {apiId, ...identifier});
	}
	for (const fragment of description.fragments) repository.fragments.put(fragment.ref, fragment);
	for (const link of description.links) {
		const apiId = newApiId();
		repository.links.put(apiId, {apiId, ...link});
	}
}
