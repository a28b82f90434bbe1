import type {SandboxContext} from '../../context.ts';
import {locationPath} from '../state.ts';
import type {State} from '../state.ts';
import {courseOf} from './course.ts';
import {decisionOf} from './decisions.ts';
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
	const purpose = {store_aip_location: 'AS', store_dip_location: 'DS'}[decision.field];
	const places = purpose === undefined ? [] : stores(state, purpose);
	return {decision, choices: [...decision.choices, ...places]};
}

/** Answers the question a unit waits at. "Redo" asks again how to normalise. */
export function answer(context: SandboxContext, state: State, unit: Unit, {link}: Decision, {value, leads}: Choice): void {
	if (leads === 'redo') return normaliseAgain(state, unit);
	const answers = {...unit.answers, [link]: {value, at: context.now()}};
	state.units.put(unit.uuid, {...unit, answers});
}

function normaliseAgain(state: State, unit: Unit): void {
	const fields = ['normalize', 'normalize_existing_access'];
	const links = new Set(fields.map(field => decisionOf(field).link));
	const answers = Object.fromEntries(Object.entries(unit.answers).filter(([link]) => !links.has(link)));
	state.units.put(unit.uuid, {...unit, answers, plan: {...unit.plan, waitFor: [...unit.plan.waitFor, ...fields]}});
}

/** Approves a transfer, or a reingest, that waits for it. `false` when it does not. */
export function approve(context: SandboxContext, state: State, unit: Unit): boolean {
	const course = courseOf(unit, context.now());
	const [job] = unit.reingest?.kind === 'partial' ? course.ingest : course.transfer;
	if (unit.approval !== 'waiting' || unit.approved !== null || job?.status !== 'USER_INPUT') return false;
	state.units.put(unit.uuid, {...unit, approved: context.now()});
	return true;
}

function stores(state: State, purpose: string): readonly Choice[] {
	return [...state.locations.values()]
		.filter(location => location.purpose === purpose)
		.map(location => ({name: location.description || locationPath(state, location), value: `/api/v2/location/${location.uuid}/`}));
}
