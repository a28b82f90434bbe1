import type {SandboxContext} from '../../context.ts';
import {storeAip, storeBacklog, storeDip} from '../aip/store-package.ts';
import type {Storing} from '../aip/store-package.ts';
import {updateAip} from '../aip/update-aip.ts';
import type {State} from '../state.ts';
import {active} from '../state.ts';
import {courseOf} from './course.ts';
import type {Course, Job} from './course.ts';
import {extractPackages} from './extract-packages.ts';
import {letQueuedBegin} from './queue.ts';
import {backlogJob, extractJob, storeDipJob, storeJob} from './steps.ts';
import type {Unit} from './unit.ts';

/**
 * Makes come true what should have happened by now: packages are opened, and AIPs, DIPs and backlogged transfers whose moment has come are
 * stored. Called before each request is answered; there are no timers, and a sandbox that was closed in between loses nothing. One call works
 * at a time.
 */
export function advance(context: SandboxContext, state: State): Promise<void> {
	const run = async () => {
		for (const {uuid} of state.activeUnits.get(active)) await settle(context, state, uuid);
		while (letQueuedBegin(context, state)) {
			for (const {uuid} of state.activeUnits.get(active)) await settle(context, state, uuid);
		}
	};
	const turn = (turns.get(state) ?? Promise.resolve()).then(run, run);
	turns.set(state, turn);
	return turn;
}

const turns = new WeakMap<State, Promise<void>>();

/** What a job does besides being over some time. */
interface Effect {
	readonly job: string;
	/** Only when the job is over; otherwise when it begins, with the moment at which it will be over. */
	readonly late: (unit: Unit) => boolean;
	make(context: SandboxContext, state: State, storing: Storing): Promise<void>;
}

const effects: readonly Effect[] = [
	{job: extractJob, late: () => true, make: extractPackages},
	{job: backlogJob, late: () => false, make: storeBacklog},
	{job: storeJob, late: ({reingest}) => reingest !== null, make: storeOrUpdate},
	{job: storeDipJob, late: () => false, make: storeDip},
];

function storeOrUpdate(context: SandboxContext, state: State, storing: Storing): Promise<void> {
	const {reingest, sip} = storing.unit;
	return reingest && state.packages.has(sip) ? updateAip(context, state, storing) : storeAip(context, state, storing);
}

async function settle(context: SandboxContext, state: State, uuid: string): Promise<void> {
	for (const effect of effects) {
		const unit = state.units.get(uuid);
		if (!unit) return;
		const course = courseOf(unit, context.now());
		const job = [...course.transfer, ...course.ingest].find(({name}) => name === effect.job);
		if (job && isDue(effect, unit, job)) await attempt(context, state, effect, {unit, chosen: course.chosen, at: job.due});
	}
	const current = state.units.get(uuid); // a person may have answered, or hidden it, meanwhile
	if (current && isOver(courseOf(current, context.now()))) state.units.put(uuid, {...current, settled: true});
}

function isDue({job: name, late}: Effect, unit: Unit, job: Job): boolean {
	const fails = unit.plan.failAt.some(planned => planned === name || planned.endsWith(`:${name}`)) && !unit.plan.goesOn;
	return !fails && !unit.effects.includes(name) && (!late(unit) || job.ended !== undefined);
}

/** What cannot be done, for instance on a full disk, fails at the job that does it. Bytes it left are swept at the next start. */
async function attempt(context: SandboxContext, state: State, effect: Effect, storing: Omit<Storing, 'done'>): Promise<void> {
	const {unit} = storing;
	const now = () => state.units.get(unit.uuid) ?? unit; // a person may have answered meanwhile
	const done = () => state.units.put(unit.uuid, {...now(), effects: [...now().effects, effect.job]});
	try {
		await effect.make(context, state, {...storing, done});
	} catch {
		const {plan} = now();
		state.units.put(unit.uuid, {...now(), plan: {...plan, failAt: [...plan.failAt, effect.job], goesOn: false}});
	}
}

function isOver({ended, hasSip}: Course): boolean {
	return ended.ingest || (ended.transfer && !hasSip);
}
