import type {SandboxContext} from '../../context.ts';
import {storeAip, storeBacklog} from '../aip/store-package.ts';
import type {State} from '../state.ts';
import {active} from '../state.ts';
import {courseOf} from './course.ts';
import type {Course} from './course.ts';
import {backlogJob, storeJob} from './steps.ts';
import type {Unit} from './unit.ts';

/**
 * Makes come true what should have happened by now: AIPs and backlogged transfers whose moment has come are stored. Called before each
 * request is answered; there are no timers, and a sandbox that was closed in between loses nothing. One call works at a time.
 */
export function advance(context: SandboxContext, state: State): Promise<void> {
	const run = async () => {
		for (const unit of state.activeUnits.get(active)) await settle(context, state, unit);
	};
	const turn = (turns.get(state) ?? Promise.resolve()).then(run, run);
	turns.set(state, turn);
	return turn;
}

const turns = new WeakMap<State, Promise<void>>();

async function settle(context: SandboxContext, state: State, unit: Unit): Promise<void> {
	const course = courseOf(unit, context.now());
	const storing = course.ingest.find(({name}) => name === storeJob);
	if (storing && !failsToStore(unit) && !state.packages.has(unit.sip)) await storeAip(context, state, unit, course.chosen, storing.due);
	const moving = course.transfer.find(({name}) => name === backlogJob);
	if (moving?.ended !== undefined && !state.packages.has(unit.uuid)) await storeBacklog(context, state, unit, moving.ended);
	const current = state.units.get(unit.uuid); // a person may have answered, or hidden it, meanwhile
	if (current && isOver(course)) state.units.put(unit.uuid, {...current, settled: true});
}

function failsToStore({plan}: Unit): boolean {
	return plan.failAt.includes(storeJob) && !plan.goesOn;
}

function isOver({ended, hasSip}: Course): boolean {
	return ended.ingest || (ended.transfer && !hasSip);
}
