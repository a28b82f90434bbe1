import {guessFormat} from '../formats.ts';
import type {Bitstream, Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import type {Actor} from './carry-out.ts';
import {gone} from './carry-out.ts';
import type {ChangeTask} from './job.ts';

/** Adds a representation of one file to an asset. Its content object gets the name of the file and the tag of the asset: assumed. */
export function addRepresentation(
	{asset: ref, type, name, file}: Extract<ChangeTask, {kind: 'representation'}>,
	repository: Repository,
	actor: Actor,
): readonly string[] {
	const asset = repository.entities.get(ref);
	if (!asset) return gone(ref);
	const contentObject: Entity = {
		ref: crypto.randomUUID(),
		kind: 'CO',
		title: file.filename,
		securityTag: asset.securityTag,
		parent: ref,
	};
	repository.entities.put(contentObject.ref, contentObject);
	const index = repository.representationsOf(ref).filter(representation => representation.type === type).length + 1;
	repository.addRepresentation({asset: ref, type, index, name, contentObjects: [contentObject.ref]});
	repository.addGeneration({...generationOf(file, actor), contentObject: contentObject.ref, index: 1, original: false});
	const event = repository.addEvent({type: 'Modified', command: 'AddRepresentation', entity: ref, ...actor});
	repository.addEvent({type: 'Modified', command: 'command_create', entity: contentObject.ref, ...actor}, event);
	return [];
}

/** Adds a generation to a content object; those before it are kept and no longer active. It counts as an original: assumed. */
export function replaceGeneration(
	{contentObject: ref, file}: Extract<ChangeTask, {kind: 'replacement'}>,
	repository: Repository,
	actor: Actor,
): readonly string[] {
	const contentObject = repository.entities.get(ref);
	if (!contentObject) return gone(ref);
	const before = repository.generationsOf(ref);
	for (const generation of before) if (generation.active) repository.addGeneration({...generation, active: false});
	repository.addGeneration({...generationOf(file, actor), contentObject: ref, index: before.length + 1, original: true});
	const event = repository.addEvent({type: 'Modified', command: 'AddGeneration', entity: ref, ...actor});
	const {parent} = contentObject;
	if (parent !== undefined) repository.addEvent({type: 'Modified', command: 'AddGeneration', entity: parent, ...actor}, event);
	return [];
}

function generationOf(file: Bitstream, {date}: Actor) {
	return {active: true, label: file.filename, effectiveDate: date, formats: [guessFormat(file.filename)], bitstreams: [file]};
}
