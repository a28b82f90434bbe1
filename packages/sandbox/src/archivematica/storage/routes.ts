import type {SandboxContext} from '../../context.ts';
import {empty, json, methodNotAllowed, notFoundPage, redirect, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {isSwordPath, sword} from '../sword/routes.ts';
import {guardedSessionUser} from '../sword/sessions.ts';
import type {StorageCall} from './call.ts';
import {listHeaders, notPermitted, Refusal} from './refusal.ts';
import {schemaOf} from './schema.ts';
import type {Target} from './targets.ts';
import {targetOf} from './targets.ts';
import {may, storageUser} from './users.ts';
import type {ApiVersion, View} from './view.ts';
import {viewOf} from './view.ts';

/** Whether a path below `/api/v1/` or `/api/v2/` is the Storage Service's; the dashboard answers to any prefix, these included. */
export function isStoragePath(path: string): boolean {
	return /^(?:$|(?:pipeline|space|location|file|async|sword)(?:\/|$))/u.test(path);
}

/** Answers a request to the Storage Service. `path` is what follows the version. */
export async function storage(
	context: SandboxContext,
	state: State,
	request: Asked,
	path: string,
	version: ApiVersion = 'v2',
): Promise<Response> {
	if (path !== '' && !path.endsWith('/')) return redirect(`${request.url.pathname}/${request.url.search}`, 301);
	if (isSwordPath(path)) return sword(context, state, request, path);
	const view = viewOf(context, state, version);
	if (path === '') return topLevel(view, request);
	const target = targetOf(view, path.slice(0, -1).split('/'));
	if (!target) return notFoundPage();
	const allowed = Object.keys(target.methods);
	const method = (target.overridable && request.headers.get('x-http-method-override')?.toUpperCase()) || request.method;
	if (method === 'OPTIONS') return text(allowed.join(','), 200, {allow: allowed.join(',')});
	if (!allowed.includes(method)) return notAllowed(allowed);
	const user = (await storageUser(request, context.credentials)) ?? guardedSessionUser(context, request);
	if (!user) return empty(401, {'www-authenticate': 'Basic Realm="django-tastypie"'});
	return perform(target, method, {context, state, request: {...request, method}, view, user});
}

async function perform({id, methods}: Target, method: string, call: StorageCall): Promise<Response> {
	const action = methods[method];
	if (!action) return json({error: `The sandbox does not stand in for ${id} with ${method}.`}, 501, listHeaders);
	if (action.needs && !may(call.user, action.needs)) return notPermitted();
	try {
		return await action.answer(call);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		throw error;
	}
}

/** SS-01, for anybody. */
function topLevel(view: View, {method, url}: Asked): Response {
	if (method !== 'GET') return notAllowed(['GET']);
	const full = url.searchParams.get('fullschema') === 'true';
	const names = ['async', 'file', 'location', 'pipeline', 'space'] as const;
	const endpoints = names.map(name => {
		const list = `/api/${view.version}/${name}/`;
		return [name, {list_endpoint: list, schema: full ? schemaOf(view, name) : `${list}schema/`}];
	});
	return json(Object.fromEntries(endpoints), 200, listHeaders);
}

function notAllowed(allowed: readonly string[]): Response {
	return methodNotAllowed(allowed, allowed.join(','));
}
