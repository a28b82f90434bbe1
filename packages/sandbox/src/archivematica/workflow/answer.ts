import type {SandboxContext} from '../../context.ts';
import {locationPath} from '../state.ts';
import type {State} from '../state.ts';
import {courseOf} from './course.ts';
import type {Choice, Decision} from './decisions.ts';
import type {Unit} from './unit.ts';

/** What a waiting unit is asked, and what may be answered. */
export interface OpenQuestion {
	readonly decision: Decision;
	readonly choices: readonly Choice[];
}

/** The question a unit waits at, if it does. Approvals are not among them. */
export function openQuestion(context: SandboxContext, state: State, unit: Unit): OpenQuestion | undefined {
	const {transfer, ingest} = courseOf(unit, context.now());
	const decision = [...transfer, ...ingest].find(({status}) => status === 'USER_INPUT')?.decision;
	if (!decision) return undefined;
	const places = decision.field === 'store_aip_location' ? aipStores(state) : [];
	return {decision, choices: [...decision.choices, ...places]};
}

/** Answers the question a unit waits at. */
export function answer(context: SandboxContext, state: State, unit: Unit, {link}: Decision, {value}: Choice): void {
	const answers = {...unit.answers, [link]: {value, at: context.now()}};
	state.units.put(unit.uuid, {...unit, answers});
}

/** Approves a transfer that waits for it. `false` when it does not. */
export function approve(context: SandboxContext, state: State, unit: Unit): boolean {
	const [job] = courseOf(unit, context.now()).transfer;
	if (unit.approval !== 'waiting' || unit.approved !== null || job?.status !== 'USER_INPUT') return false;
	state.units.put(unit.uuid, {...unit, approved: context.now()});
	return true;
}

function aipStores(state: State): readonly Choice[] {
	return [...state.locations.values()]
		.filter(({purpose}) => purpose === 'AS')
		.map(location => ({name: location.description || locationPath(state, location), value: `/api/v2/location/${location.uuid}/`}));
}
