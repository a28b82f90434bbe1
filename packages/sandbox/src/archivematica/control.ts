import type {SandboxContext} from '../context.ts';
import {json} from './http/answers.ts';
import type {Asked} from './http/asked.ts';
import {parseUuid} from './identifiers.ts';
import {addSourceFile} from './seed.ts';
import type {State, StoredPackage} from './state.ts';
import {entryKey, locationFor} from './state.ts';
import {contentOf} from './storage/packages.ts';
import {fileAt} from './storage/files.ts';
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
 * - `POST plans` `{failAt?: [job], goesOn?, waitFor?: [decision], repairs?, lateSip?}`: how the next transfer goes. Plans queue up.
 * - `POST decisions` `{unit, choice}`: what a person would answer in the dashboard. `choice` is a name or a value.
 * - `PUT release` `{release}`: `1.17.0`, or `1.19.0`, which knows idempotency keys.
 * - `PUT source/<path>`: puts a file into the transfer source.
 * - `POST packages/<uuid>/damage` `{path?}`: changes one byte of what is stored. `path` is needed for a package that is a folder.
 */
export async function control(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const call = `${request.method} ${path.replace(/\/$/u, '')}`;
	if (call === 'GET workflow') return json(describeWorkflow());
	if (call === 'GET units') return json([...state.units.values()].map(unit => describeUnit(context, state, unit)));
	if (call === 'POST plans') return addPlan(state, await parseBody(request));
	if (call === 'POST decisions') return decide(context, state, await parseBody(request));
	if (call === 'PUT release') return setRelease(state, await parseBody(request));
	const source = /^PUT source\/(.+)$/su.exec(call)?.[1];
	if (source !== undefined) return putSource(context, state, request, source);
	const damaged = /^POST packages\/([^/]+)\/damage$/u.exec(call)?.[1];
	if (damaged !== undefined) return damage(context, state, damaged, await parseBody(request));
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
	};
	queuePlan(state, plan);
	return json(plan, 201);
}

function setRelease(state: State, {release}: Readonly<Record<string, unknown>>): Response {
	if (release !== '1.17.0' && release !== '1.19.0') return problem(400, '"release" is 1.17.0 or 1.19.0.');
	state.settings.put('release', release);
	return json({release});
}

function decide(context: SandboxContext, state: State, body: Readonly<Record<string, unknown>>): Response {
	const uuid = typeof body['unit'] === 'string' ? parseUuid(body['unit']) : undefined;
	const unit = uuid === undefined ? undefined : (state.units.get(uuid) ?? state.unitBySip.get(uuid)[0]);
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

async function putSource(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const unsafe = path.split('/').some(segment => segment === '' || segment === '.' || segment === '..');
	if (unsafe) return problem(400, `"${path}" is not a path below the transfer source.`);
	const location = locationFor(state, 'TS').uuid;
	return json({location, path, ...(await addSourceFile(context, state, location, path, request.body ?? []))}, 201);
}

async function damage(context: SandboxContext, state: State, given: string, body: Readonly<Record<string, unknown>>): Promise<Response> {
	const stored = state.packages.get(parseUuid(given) ?? '');
	if (!stored) return problem(404, `There is no package ${given}.`);
	const path = pathToDamage(state, stored, body['path']);
	const entry = path === undefined ? undefined : fileAt(state, stored.location, path);
	if (!entry || typeof entry.blob !== 'string' || entry.size === 0) {
		return problem(400, 'The package is a folder: "path" has to name a file in it that is not empty.');
	}
	const middle = Math.floor(entry.size / 2);
	const {id} = await context.store.blobs.write(flip(context.store.blobs.read(entry.blob), middle));
	state.entries.put(entryKey(stored.location, entry.path), {...entry, blob: id});
	return json({package: stored.uuid, path: entry.path, offset: middle});
}

function pathToDamage(state: State, stored: StoredPackage, path: unknown): string | undefined {
	if (stored.packed) return stored.path;
	return contentOf(state, stored).some(file => file.path === path) ? `${stored.path}/${String(path)}` : undefined;
}

/** The same bytes, but for one. */
async function* flip(bytes: AsyncIterable<Uint8Array>, position: number): AsyncGenerator<Uint8Array> {
	let offset = 0;
	for await (const chunk of bytes) {
		const index = position - offset;
		offset += chunk.length;
		yield index >= 0 && index < chunk.length ? chunk.map((byte, at) => (at === index ? byte ^ 0xff : byte)) : chunk;
	}
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
		name: unit.name,
		transferStatus: statusOf(unit, course, 'transfer')?.status ?? null,
		ingestStatus: statusOf(unit, course, 'ingest')?.status ?? null,
		waitsFor: open ? {question: open.decision.question, choices: open.choices.map(({name}) => name)} : null,
		bagProblem: unit.bagProblem,
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
