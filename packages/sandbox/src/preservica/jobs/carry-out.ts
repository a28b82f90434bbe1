import type {Repository} from '../repository.ts';
import {addRepresentation, replaceGeneration} from './add-content.ts';
import {changeTag, moveEntity} from './change-entity.ts';
import {editMetadata} from './edit-metadata.ts';
import type {ChangeTask} from './job.ts';
import {mergeAssets} from './merge-assets.ts';

/** Who changes something, and when. */
export interface Actor {
	readonly user: string;
	readonly date: string;
}

/** What came of a change. */
export interface Change {
	/** Why it was not made; empty when it was. */
	readonly errors: readonly string[];
	/** Blobs nothing needs any more. */
	readonly unused: readonly string[];
}

/** Makes a change whose time has come. Runs within a transaction. */
export function carryOut(task: ChangeTask, repository: Repository, actor: Actor): Change {
	const errors = attempt(task, repository, actor);
	return {errors, unused: errors.length > 0 && 'file' in task ? [task.file.blob] : []};
}

function attempt(task: ChangeTask, repository: Repository, actor: Actor): readonly string[] {
	if (task.kind === 'tag') return changeTag(task, repository, actor);
	if (task.kind === 'move') return moveEntity(task, repository, actor);
	if (task.kind === 'representation') return addRepresentation(task, repository, actor);
	if (task.kind === 'replacement') return replaceGeneration(task, repository, actor);
	if (task.kind === 'merge') return mergeAssets(task, repository, actor);
	return editMetadata(task.edits, repository, actor);
}

/** What a job says whose entity was deleted before its time came. */
export function gone(ref: string): readonly string[] {
	return [`There is no entity with the reference ${ref} any more.`];
}
