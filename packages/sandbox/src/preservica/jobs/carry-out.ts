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
	/** The assets that have new content. */
	readonly assets?: readonly string[] | undefined;
}

/** Makes a change whose time has come. Runs within a transaction. */
export function carryOut(task: ChangeTask, repository: Repository, actor: Actor): Change {
	const made = crypto.randomUUID();
	const errors = attempt(task, made, repository, actor);
	if (errors.length > 0) return {errors, unused: 'file' in task ? [task.file.blob] : []};
	return {errors, unused: [], assets: withNewContent(task, made, repository)};
}

function withNewContent(task: ChangeTask, made: string, repository: Repository): readonly string[] {
	if (task.kind === 'merge') return [made];
	if (task.kind === 'representation') return [task.asset];
	const parent = task.kind === 'replacement' ? repository.entities.get(task.contentObject)?.parent : undefined;
	return parent === undefined ? [] : [parent];
}

/** @param made The reference for what it makes, if anything. */
function attempt(task: ChangeTask, made: string, repository: Repository, actor: Actor): readonly string[] {
	if (task.kind === 'tag') return changeTag(task, repository, actor);
	if (task.kind === 'move') return moveEntity(task, repository, actor);
	if (task.kind === 'representation') return addRepresentation(task, repository, actor);
	if (task.kind === 'replacement') return replaceGeneration(task, repository, actor);
	if (task.kind === 'merge') return mergeAssets(task, made, repository, actor);
	return editMetadata(task.edits, repository, actor);
}

/** What a job says whose entity was deleted before its time came. */
export function gone(ref: string): readonly string[] {
	return [`There is no entity with the reference ${ref} any more.`];
}
