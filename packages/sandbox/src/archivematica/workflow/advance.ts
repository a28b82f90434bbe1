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
	if (storing && !failsAt(unit, storeJob) && !state.packages.has(unit.sip)) {
		await attempt(state, unit, storeJob, () => storeAip(context, state, unit, course.chosen, storing.due));
	}
	const moving = course.transfer.find(({name}) => name === backlogJob);
	if (moving && !failsAt(unit, backlogJob) && !state.packages.has(unit.uuid)) {
		await attempt(state, unit, backlogJob, () => storeBacklog(context, state, unit, moving.due));
	}
	const current = state.units.get(unit.uuid); // a person may have answered, or hidden it, meanwhile
	if (current && isOver(courseOf(current, context.now()))) state.units.put(unit.uuid, {...current, settled: true});
}

/** What cannot be stored, for instance on a full disk, fails at the job that stores it. Bytes it left are swept at the next start. */
async function attempt(state: State, unit: Unit, job: string, store: () => Promise<void>): Promise<void> {
	try {
		await store();
	} catch {
		const current = state.units.get(unit.uuid) ?? unit;
		state.units.put(unit.uuid, {...current, plan: {...current.plan, failAt: [...current.plan.failAt, job], goesOn: false}});
	}
}

function failsAt({plan}: Unit, job: string): boolean {
	return plan.failAt.includes(job) && !plan.goesOn;
}

function isOver({ended, hasSip}: Course): boolean {
	return ended.ingest || (ended.transfer && !hasSip);
}
