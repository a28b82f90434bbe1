import type {SandboxContext} from '../../context.ts';
import {empty, json} from '../http/answers.ts';
import type {State} from '../state.ts';
import {announce} from './announce.ts';
import type {StorageCall} from './call.ts';
import type {AsyncTask, TaskWork} from './model.ts';
import {moveFiles, movePackage} from './moves.ts';
import {StorageProblem} from './places.ts';
import {listHeaders, uncaught} from './refusal.ts';
import {resources, showTask} from './resources.ts';
import {readPosted, storeContent} from './store.ts';
import {viewOf} from './view.ts';

/** How long a finished task is kept. */
const keptFor = 24 * 60 * 60 * 1000;

/** SS-37, one. */
export function oneTask({state, view}: StorageCall, id: string): Response {
	if (!/^\d+$/u.test(id)) return uncaught(404);
	const task = state.tasks.get(String(Number(id)));
	return task ? json(showTask(view, task), 200, listHeaders) : empty(404);
}

/**
 * Does what tasks should have done by now, and forgets those that were finished a day ago. Called before each request is answered; one call
 * works at a time. A sandbox that was ended in between goes on with its tasks, where the real server would lose them.
 */
export function settleTasks(context: SandboxContext, state: State): Promise<void> {
	const run = async () => {
		announce(context, state);
		const now = context.now();
		for (const task of state.tasks.values()) {
			if (task.outcome && now >= task.outcome.at + keptFor) state.tasks.delete(String(task.id));
			else if (!task.outcome && now >= task.due) await work(context, state, task);
		}
	};
	const turn = (turns.get(state) ?? Promise.resolve()).then(run, run);
	turns.set(state, turn);
	return turn;
}

const turns = new WeakMap<State, Promise<void>>();

async function work(context: SandboxContext, state: State, task: AsyncTask): Promise<void> {
	const at = task.due;
	const end = (outcome: NonNullable<AsyncTask['outcome']>) => {
		if (state.tasks.has(String(task.id))) state.tasks.put(String(task.id), {...task, outcome}); // it may have been lost meanwhile
	};
	try {
		end({at, result: await effects(context, state, task.work)});
	} catch (error) {
		const kind = error instanceof StorageProblem ? 'locations.models.StorageException' : 'Exception';
		end({at, error: `<class '${kind}'>: ${error instanceof Error ? error.message : String(error)}`});
	}
}

async function effects(context: SandboxContext, state: State, task: TaskWork): Promise<unknown> {
	if (task.kind === 'move-files') {
		moveFiles(context, state, task);
		return 'Files moved successfully';
	}
	if (task.kind === 'move-package') {
		movePackage(context, state, task);
		return 'Package moved successfully';
	}
	const view = viewOf(context, state);
	const posted = readPosted(view, task.posted);
	await storeContent(context, state, posted);
	return resources.file.one(view, posted.uuid);
}
