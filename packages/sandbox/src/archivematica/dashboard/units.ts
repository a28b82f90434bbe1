import type {SandboxContext} from '../../context.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {courseOf} from '../workflow/course.ts';
import type {Course, Stage} from '../workflow/course.ts';
import {transferTypes} from '../workflow/transfer-types.ts';
import {statusOf} from '../workflow/unit-status.ts';
import type {Unit} from '../workflow/unit.ts';
import {answer} from './answer.ts';
import {activePath, currentPath, directoryOf, watchedDirectory} from './paths.ts';

/** A unit with how far it is. */
export interface FollowedUnit {
	readonly unit: Unit;
	readonly course: Course;
}

/** The transfer, or the SIP once there is one, with a UUID. */
export function findUnit(context: SandboxContext, state: State, stage: Stage, given: string): FollowedUnit | undefined {
	const uuid = parseUuid(given);
	const unit = uuid === undefined ? undefined : stage === 'transfer' ? state.units.get(uuid) : state.unitBySip.get(uuid).at(-1);
	if (!unit || (stage === 'transfer' && unit.reingest?.kind === 'partial')) return undefined;
	const course = courseOf(unit, context.now());
	return stage === 'ingest' && !course.hasSip ? undefined : {unit, course};
}

/** AM-04 and AM-05. */
export function unitStatus(context: SandboxContext, state: State, stage: Stage, given: string): Response {
	const found = findUnit(context, state, stage, given);
	const type = stage === 'transfer' ? 'transfer' : 'SIP';
	const kind = stage === 'transfer' ? 'unitTransfer' : 'unitSIP';
	if (!found) return answer(state, {type, message: `Cannot fetch ${kind} with UUID ${given}`, error: true}, 400);
	const status = statusOf(found.unit, found.course, stage);
	if (!status) return answer(state, {error: true, message: `Unable to determine the status of the unit ${given}`}, 400);
	const uuid = stage === 'transfer' ? found.unit.uuid : found.unit.sip;
	const directory = directoryOf(found.unit, found.course, stage);
	return answer(state, {
		type,
		path: currentPath(found.unit, found.course, stage),
		directory,
		name: directory.slice(0, -uuid.length - 1),
		uuid,
		microservice: status.microservice,
		status: status.status,
		...(status.sip !== undefined && {sip_uuid: status.sip}),
		message: `Fetched status for ${given} successfully.`,
	});
}

/** AM-10 and AM-11. */
export function completedUnits(context: SandboxContext, state: State, stage: Stage): Response {
	const results = visible(context, state, stage)
		.filter(({unit, course}) => statusOf(unit, course, stage)?.status === 'COMPLETE')
		.map(({unit}) => uuidOf(unit, stage));
	return answer(state, {results, message: `Fetched completed ${stage}s successfully.`});
}

/** AM-07 and AM-08: a flag, nothing else. */
export function hideUnit(context: SandboxContext, state: State, stage: Stage, given: string): Response {
	if (parseUuid(given) === undefined) return answer(state, {removed: false}, 500);
	const found = findUnit(context, state, stage, given);
	if (!found || !found.course.ended[stage] || found.unit.hidden.includes(stage)) return answer(state, {removed: false}, 409);
	hide(state, found.unit, stage);
	return answer(state, {removed: true});
}

/** AM-09: all that completed or failed, not the rejected ones. */
export function hideFinished(context: SandboxContext, state: State, stage: Stage): Response {
	const finished = visible(context, state, stage).filter(({unit, course}) =>
		['COMPLETE', 'FAILED'].includes(statusOf(unit, course, stage)?.status ?? ''),
	);
	for (const {unit} of finished) hide(state, unit, stage);
	return answer(state, {removed: finished.map(({unit}) => uuidOf(unit, stage))});
}

/** AM-06: every job that waits for an answer, of transfers and of SIPs. */
export function waitingUnits(context: SandboxContext, state: State): Response {
	const results = followed(context, state).flatMap(({unit, course}) =>
		(['transfer', 'ingest'] as const).flatMap(stage =>
			course[stage]
				.filter(({status}) => status === 'USER_INPUT')
				.map(({name}) => {
					const directory = directoryOf(unit, course, stage);
					const uuid = uuidOf(unit, stage);
					return {sip_directory: directory, sip_uuid: uuid, sip_name: directory.slice(0, -uuid.length - 1), microservice: name};
				}),
		),
	);
	return answer(state, {results, message: 'Fetched units successfully.'});
}

/** AM-02. The last character is cut from anything not named like an archive; an archive's name has its UUID behind it, and so loses one too. */
export function unapprovedTransfers(context: SandboxContext, state: State): Response {
	const results = followed(context, state)
		.filter(
			({unit, course}) => transferTypes[unit.type].listed && course.transfer[0]?.status === 'USER_INPUT' && unit.approval === 'waiting',
		)
		.filter(({unit}) => unit.approved === null)
		.map(({unit}) => {
			const directory = activePath(unit).slice(watchedDirectory(unit).length + 1);
			return {type: unit.type, directory: /\.(?:zip|tgz|tar\.gz)$/u.test(directory) ? directory : directory.slice(0, -1), uuid: unit.uuid};
		});
	return answer(state, {results, message: 'Fetched unapproved transfers successfully.'});
}

function hide(state: State, unit: Unit, stage: Stage): void {
	state.units.put(unit.uuid, {...unit, hidden: [...unit.hidden, stage]});
}

function uuidOf(unit: Unit, stage: Stage): string {
	return stage === 'transfer' ? unit.uuid : unit.sip;
}

function followed(context: SandboxContext, state: State): readonly FollowedUnit[] {
	return [...state.units.values()].map(unit => ({unit, course: courseOf(unit, context.now())}));
}

function visible(context: SandboxContext, state: State, stage: Stage): readonly FollowedUnit[] {
	return followed(context, state).filter(
		({unit, course}) => !unit.hidden.includes(stage) && (stage === 'transfer' ? unit.reingest?.kind !== 'partial' : course.hasSip),
	);
}
