import type {SandboxContext} from '../../context.ts';
import {settingsOf} from '../dashboard/settings.ts';
import type {State} from '../state.ts';
import {active} from '../state.ts';
import {courseOf} from './course.ts';
import type {Course} from './course.ts';

/**
 * Lets the unit that has waited longest begin, if the pipeline has time for one more: a unit that waits for a person takes none. It begins
 * when the last one that ended did so, or when it came.
 *
 * @returns whether one begins
 */
export function letQueuedBegin(context: SandboxContext, state: State): boolean {
	const units = state.activeUnits.get(active);
	const queued = units.find(unit => unit.queued && unit.copied !== null && unit.stopped === null);
	if (!queued) return false;
	const now = context.now();
	const {concurrency} = settingsOf(state);
	const busy = units.filter(unit => !unit.queued && unit.copied !== null && isBusy(courseOf(unit, now)));
	if (concurrency > 0 && busy.length >= concurrency) return false;
	const free = concurrency - busy.length;
	const freed = concurrency === 0 ? queued.created : Math.max(queued.created, freedAt(state, now, free));
	state.units.put(queued.uuid, {...queued, queued: false, copied: Math.min(now, freed) + queued.stepDuration});
	return true;
}

function isBusy({transfer, ingest, ended, hasSip}: Course): boolean {
	if (ended.ingest || (ended.transfer && !hasSip)) return false;
	return ![...transfer, ...ingest].some(({status}) => status === 'USER_INPUT');
}

/** When so many places were free: units that are over, or wait, left them. */
function freedAt(state: State, now: number, places: number): number {
	const left = state.units.values().flatMap(unit => {
		const course = courseOf(unit, now);
		const last = [...course.transfer, ...course.ingest].at(-1);
		return unit.queued || !last || isBusy(course) ? [] : [last.due];
	});
	return left.toSorted((a, b) => b - a)[places - 1] ?? Number.NEGATIVE_INFINITY;
}
