import type {SandboxContext} from '../../context.ts';
import {empty} from '../http/answers.ts';
import type {State} from '../state.ts';
import type {TaskWork} from './model.ts';
import {nextNumber} from './settings.ts';

/** How long it takes until the watchdog looks: five seconds, or five steps where those are shorter. */
function tick({stepDuration}: SandboxContext): number {
	return Math.min(5000, 5 * stepDuration);
}

/** Puts a task on the list. It works when the watchdog next looks, and is seen to be over at the same time. */
export function startTask(context: SandboxContext, state: State, work: TaskWork): number {
	const id = nextNumber(state, 'task');
	const created = context.now();
	state.tasks.put(String(id), {id, work, created, due: created + tick(context), outcome: null});
	return id;
}

/** The answer to what goes on behind it: where to ask. */
export function accepted(id: number): Response {
	return empty(202, {location: `/api/v2/async/${id}/`});
}
