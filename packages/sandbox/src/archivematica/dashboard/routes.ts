import type {SandboxContext} from '../../context.ts';
import {apiKeyUser} from '../http/api-key.ts';
import {empty, json, methodNotAllowed, notFoundPage, redirect} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {versionHeaders} from './answer.ts';
import {oneTask, unitJobs} from './jobs.ts';
import {deleteConfiguration, listConfigurations, readConfiguration} from './processing-configurations.ts';
import {approveTransfer, createPackage, startTransfer} from './transfers.ts';
import {completedUnits, hideFinished, hideUnit, unapprovedTransfers, unitStatus, waitingUnits} from './units.ts';

type Handler = (call: {
	readonly context: SandboxContext;
	readonly state: State;
	readonly request: Asked;
	readonly match: readonly string[];
}) => Response | Promise<Response>;

interface Route {
	/** Searched for in the path behind `/api/`: what has no anchor takes any prefix and any suffix, as Django's does (reference, 1.5). */
	readonly pattern: RegExp;
	readonly methods: Readonly<Record<string, Handler>>;
}

const uuid = String.raw`(\w{8}(?:-\w{4}){3}-\w{12})`;
const stageOf = (match: readonly string[]) => (match[1] === 'ingest' ? 'ingest' : 'transfer');

const routes: readonly Route[] = [
	{pattern: /transfer\/start_transfer\/$/u, methods: {POST: ({context, state, request}) => startTransfer(context, state, request)}},
	{pattern: /transfer\/unapproved/u, methods: {GET: ({context, state}) => unapprovedTransfers(context, state)}},
	{pattern: /transfer\/approve/u, methods: {POST: ({context, state, request}) => approveTransfer(context, state, request)}},
	{
		pattern: new RegExp(`(transfer|ingest)/status/${uuid}`, 'u'),
		methods: {GET: ({context, state, match}) => unitStatus(context, state, stageOf(match), match[2] ?? '')},
	},
	{pattern: /transfer\/completed/u, methods: {GET: ({context, state}) => completedUnits(context, state, 'transfer')}},
	{pattern: /^ingest\/completed/u, methods: {GET: ({context, state}) => completedUnits(context, state, 'ingest')}},
	{pattern: /ingest\/waiting/u, methods: {GET: ({context, state}) => waitingUnits(context, state)}},
	{
		pattern: new RegExp(`^(transfer|ingest)/${uuid}/delete/$`, 'u'),
		methods: {DELETE: ({context, state, match}) => hideUnit(context, state, stageOf(match), match[2] ?? '')},
	},
	{
		pattern: /^(transfer|ingest)\/delete\/$/u,
		methods: {DELETE: ({context, state, match}) => hideFinished(context, state, stageOf(match))},
	},
	{
		pattern: /processing-configuration\/(\w{1,16})/u,
		methods: {
			GET: ({state, request, match}) => readConfiguration(state, request, match[1] ?? ''),
			DELETE: ({state, match}) => deleteConfiguration(state, match[1] ?? ''),
		},
	},
	{pattern: /processing-configuration/u, methods: {GET: ({state}) => listConfigurations(state)}},
	{
		pattern: /v2beta\/package/u,
		methods: {
			GET: ({state}) => empty(501, versionHeaders(state)),
			POST: ({context, state, request}) => createPackage(context, state, request),
		},
	},
	{
		pattern: new RegExp(`v2beta/jobs/${uuid}`, 'u'),
		methods: {GET: ({context, state, request, match}) => unitJobs(context, state, request, match[1] ?? '')},
	},
	{
		pattern: new RegExp(`v2beta/task/${uuid}`, 'u'),
		methods: {GET: ({context, state, match}) => oneTask(context, state, match[1] ?? '')},
	},
];

/** Calls the dashboard has and the sandbox does not stand in for. */
const missing: readonly {readonly pattern: RegExp; readonly id: string}[] = [
	{pattern: /^transfer\/reingest/u, id: 'AM-12'},
	{pattern: /^ingest\/reingest\/approve/u, id: 'AM-14'},
	{pattern: /^ingest\/reingest/u, id: 'AM-13'},
	{pattern: /ingest\/copy_metadata_files\/$/u, id: 'AM-15'},
	{pattern: /filesystem\/administration\/dips\/atom\/levels\/$/u, id: 'AM-16'},
	{pattern: /administration\/dips\/atom\/fetch_levels\/$/u, id: 'AM-17'},
	{pattern: /filesystem\/metadata\/$/u, id: 'AM-18'},
	{pattern: /v2beta\/validate\//u, id: 'AM-24'},
];

/** Answers a request to the dashboard. `path` is what follows `/api/`. */
export async function dashboard(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const found = findRoute(path);
	if (!found) return findRoute(`${path}/`) ? redirect(`${request.url.pathname}/${request.url.search}`, 301) : unknown(path);
	const {methods} = found.route;
	const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
	if (!handler) return methodNotAllowed(Object.keys(methods));
	if (!(await apiKeyUser(request, [context.credentials.archivematica.dashboard]))) {
		return json({message: 'API key not valid.', error: true}, 403);
	}
	return handler({context, state, request, match: found.match});
}

function findRoute(path: string): {route: Route; match: readonly string[]} | undefined {
	for (const route of routes) {
		const match = route.pattern.exec(path);
		if (match) return {route, match};
	}
	return undefined;
}

function unknown(path: string): Response {
	const call = missing.find(({pattern}) => pattern.test(path));
	if (!call) return notFoundPage();
	return json({error: true, message: `The sandbox does not stand in for ${call.id}.`}, 501);
}
