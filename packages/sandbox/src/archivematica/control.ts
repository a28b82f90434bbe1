import type {SandboxContext} from '../context.ts';
import {dashboardControl} from './dashboard/control.ts';
import {json} from './http/answers.ts';
import type {Asked} from './http/asked.ts';
import {parseUuid} from './identifiers.ts';
import {addSourceFile} from './seed.ts';
import type {State} from './state.ts';
import {locationFor} from './state.ts';
import {storageControl} from './storage/control.ts';
import {isInside} from './storage/damage.ts';
import {answer, openQuestion} from './workflow/answer.ts';
import {courseOf} from './workflow/course.ts';
import {decisions} from './workflow/decisions.ts';
import {findDecision, findJob, jobNames, plainPlan, queuePlan} from './workflow/plans.ts';
import type {StepDefinition} from './workflow/steps.ts';
import {ingestSteps, transferSteps} from './workflow/steps.ts';
import {statusOf} from './workflow/unit-status.ts';
import type {Plan, Unit} from './workflow/unit.ts';

/**
 * Control of the workflow, below `/sandbox/archivematica/`. It needs no key, and no real server has it.
 *
 * - `GET workflow`: the microservices with their jobs, and the decisions with their choices.
 * - `GET units`: every transfer with its status and the question it waits at.
 * - `POST plans` `{failAt?: [job], exitCode?, goesOn?, waitFor?: [decision], repairs?, repairsSip?, swaps?, lateSip?}`: how the next transfer
 *   goes. Plans queue up. A job that both stages have is the transfer's, unless it has `ingest:` in front.
 * - `POST decisions` `{unit, choice}`: what a person would answer in the dashboard. `choice` is a name or a value.
 * - `PUT release` `{release}`: `1.17.0`; `1.19.0`, which knows idempotency keys; `1.13.2`, in which transfers are complete before they name
 *   their SIP.
 * - `PUT source/<path>`: puts a file into the transfer source.
 * - `PUT files/<location>/<path>`: puts a file into any location.
 *
 * All else is the dashboard's or the Storage Service's: see `dashboardControl` and `storageControl`.
 */
export async function control(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const call = `${request.method} ${path.replace(/\/$/u, '')}`;
	if (call === 'GET workflow') return json(describeWorkflow());
	if (call === 'GET units') return json([...state.units.values()].map(unit => describeUnit(context, state, unit)));
	if (call === 'POST plans') return addPlan(state, await parseBody(request));
	if (call === 'POST decisions') return decide(context, state, await parseBody(request));
	if (call === 'PUT release') return setRelease(state, await parseBody(request));
	const source = /^PUT source\/(.+)$/su.exec(call)?.[1];
	if (source !== undefined) return putFile(context, state, request, locationFor(state, 'TS').uuid, source);
	const [, location, file] = /^PUT files\/([^/]+)\/(.+)$/su.exec(call) ?? [];
	if (location !== undefined && file !== undefined) return putFile(context, state, request, location, file);
	const answered =
		(await dashboardControl(context, state, request, path)) ??
		(await storageControl(context, state, request, path, await parseBody(request)));
	if (answered) return answered;
	return problem(404, `There is no ${request.method} /sandbox/archivematica/${path}.`);
}

function addPlan(state: State, body: Readonly<Record<string, unknown>>): Response {
	const failAt = texts(body['failAt']).map(text => ({text, found: findJob(text)}));
	const waitFor = texts(body['waitFor']).map(text => ({text, found: findDecision(text)}));
	const unknown = [...failAt, ...waitFor].find(({found}) => found === undefined);
	if (unknown) {
		const fields = decisions.map(({field}) => field);
		return problem(
			400,
			`The workflow has nothing called "${unknown.text}". Jobs: ${jobNames.join(', ')}. Decisions: ${fields.join(', ')}.`,
		);
	}
	const plan: Plan = {
		...plainPlan,
		failAt: failAt.flatMap(({found}) => found ?? []),
		waitFor: waitFor.flatMap(({found}) => found ?? []),
		goesOn: body['goesOn'] === true,
		repairs: body['repairs'] === true,
		lateSip: body['lateSip'] === true,
		repairsSip: body['repairsSip'] === true,
		swaps: body['swaps'] === true,
		exitCode: typeof body['exitCode'] === 'number' ? body['exitCode'] : plainPlan.exitCode,
	};
	queuePlan(state, plan);
	return json(plan, 201);
}

function setRelease(state: State, {release}: Readonly<Record<string, unknown>>): Response {
	if (release !== '1.13.2' && release !== '1.17.0' && release !== '1.19.0') return problem(400, '"release" is 1.13.2, 1.17.0 or 1.19.0.');
	state.settings.put('release', release);
	return json({release});
}

function decide(context: SandboxContext, state: State, body: Readonly<Record<string, unknown>>): Response {
	const uuid = typeof body['unit'] === 'string' ? parseUuid(body['unit']) : undefined;
	const unit = uuid === undefined ? undefined : (state.units.get(uuid) ?? state.unitBySip.get(uuid).at(-1));
	if (!unit) return problem(404, 'There is no transfer and no SIP with the UUID in "unit".');
	const open = openQuestion(context, state, unit);
	if (!open) return problem(409, 'The unit does not wait for a decision. A transfer that waits for approval is approved by the dashboard.');
	const choice = open.choices.find(({name, value}) => name === body['choice'] || value === body['choice']);
	if (!choice) {
		return problem(400, `"${open.decision.question}" is answered by one of: ${open.choices.map(({name}) => name).join(', ')}.`);
	}
	answer(context, state, unit, open.decision, choice);
	return json({unit: unit.uuid, question: open.decision.question, choice: choice.name});
}

async function putFile(context: SandboxContext, state: State, request: Asked, given: string, path: string): Promise<Response> {
	const location = parseUuid(given);
	if (location === undefined || !state.locations.has(location)) return problem(404, `There is no location ${given}.`);
	if (!isInside(path)) return problem(400, `"${path}" is not a path below the location.`);
	return json({location, path, ...(await addSourceFile(context, state, location, path, request.body ?? []))}, 201);
}

function describeWorkflow(): object {
	return {
		transfer: describeSteps(transferSteps),
		ingest: describeSteps(ingestSteps),
		decisions: decisions.map(({field, question, choices}) => ({field, question, choices: choices.map(({name}) => name)})),
	};
}

function describeSteps(steps: readonly StepDefinition[]): object {
	return steps.map(({microservice, jobs}) => ({
		microservice,
		jobs: jobs.map(({name, decision}) => ({name, decision: decision?.field ?? null})),
	}));
}

function describeUnit(context: SandboxContext, state: State, unit: Unit): object {
	const course = courseOf(unit, context.now());
	const open = openQuestion(context, state, unit);
	return {
		transfer: unit.uuid,
		sip: course.hasSip ? unit.sip : null,
		reingest: unit.reingest?.kind ?? null,
		name: unit.name,
		transferStatus: statusOf(unit, course, 'transfer')?.status ?? null,
		ingestStatus: statusOf(unit, course, 'ingest')?.status ?? null,
		waitsFor: open ? {question: open.decision.question, choices: open.choices.map(({name}) => name)} : null,
		bagProblem: unit.bagProblem,
		checksumProblem: unit.checksumProblem,
		rightsProblem: unit.rightsProblem ?? null,
	};
}

async function parseBody(request: Asked): Promise<Readonly<Record<string, unknown>>> {
	try {
		const body: unknown = JSON.parse(await request.text());
		return typeof body === 'object' && body !== null ? {...body} : {};
	} catch {
		return {};
	}
}

function texts(value: unknown): readonly string[] {
	return (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(item => typeof item === 'string');
}

function problem(status: number, message: string): Response {
	return json({error: message}, status);
}
