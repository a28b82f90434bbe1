import type {SandboxContext} from '../../context.ts';
import {apiKeyUser} from '../http/api-key.ts';
import {empty, json, methodNotAllowed, notFoundPage, redirect} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {versionHeaders} from './answer.ts';
import {copyMetadata} from './copy-metadata.ts';
import {oneTask, unitJobs} from './jobs.ts';
import {fetchLevels, listLevels, readPathLevel, writePathLevel} from './levels.ts';
import {deleteConfiguration, listConfigurations, readConfiguration} from './processing-configurations.ts';
import {approveReingest, reingest} from './reingests.ts';
import {settingsOf} from './settings.ts';
import {approveTransfer, createPackage, startTransfer} from './transfers.ts';
import {completedUnits, hideFinished, hideUnit, unapprovedTransfers, unitStatus, waitingUnits} from './units.ts';
import {validate} from './validate.ts';

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
		pattern: /transfer\/reingest/u,
		methods: {POST: ({context, state, request}) => reingest(context, state, request, 'transfer')},
	},
	{pattern: /^ingest\/reingest\/approve/u, methods: {POST: ({context, state, request}) => approveReingest(context, state, request)}},
	{pattern: /^ingest\/reingest/u, methods: {POST: ({context, state, request}) => reingest(context, state, request, 'ingest')}},
	{pattern: /ingest\/copy_metadata_files\/$/u, methods: {POST: ({context, state, request}) => copyMetadata(context, state, request)}},
	{pattern: /filesystem\/administration\/dips\/atom\/levels\/$/u, methods: {GET: ({state}) => listLevels(state)}},
	{pattern: /administration\/dips\/atom\/fetch_levels\/$/u, methods: {GET: ({state}) => fetchLevels(state)}},
	{
		pattern: /filesystem\/metadata\/$/u,
		methods: {
			GET: ({state, request}) => readPathLevel(state, request),
			POST: ({state, request}) => writePathLevel(state, request),
		},
	},
	{
		pattern: /processing-configuration\/([\p{L}\p{N}_]{1,16})/u,
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
		pattern: /v2beta\/validate\/([-\w]+)/u,
		methods: {POST: ({state, request, match}) => validate(state, request, match[1] ?? '')},
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

/** Answers a request to the dashboard. `path` is what follows `/api/`. */
export async function dashboard(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const {installed, allowlist, callerAddress} = settingsOf(state);
	if (!installed) return redirect('/installer/welcome/', 302);
	const found = findRoute(path);
	if (!found) return findRoute(`${path}/`) ? redirect(`${request.url.pathname}/${request.url.search}`, 301) : notFoundPage();
	const {methods} = found.route;
	const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
	if (!handler) return methodNotAllowed(Object.keys(methods));
	if (!(await apiKeyUser(request, [context.credentials.archivematica.dashboard]))) {
		return json({message: 'API key not valid.', error: true}, 403);
	}
	if (allowlist.length > 0 && !allowlist.includes(callerAddress)) {
		return json({message: `Host/IP ${callerAddress} not authorized.`, error: true}, 403);
	}
	return handler({context, state, request, match: found.match});
}

/** Whether a path behind `/api/` is the dashboard's, or would be with a slash. */
export function isDashboardPath(path: string): boolean {
	return (findRoute(path) ?? findRoute(`${path}/`)) !== undefined;
}

function findRoute(path: string): {route: Route; match: readonly string[]} | undefined {
	for (const route of routes) {
		const match = route.pattern.exec(path);
		if (match) return {route, match};
	}
	return undefined;
}
