import type {SandboxContext} from '../../context.ts';
import {apiKeyUser} from '../http/api-key.ts';
import {empty, json, methodNotAllowed, redirect, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {browseLocation, browseSpace} from './browse.ts';
import {uuidProblem} from './filters.ts';
import {badRequest, listHeaders, listPage, multiGet} from './lists.ts';
import {checkFixity, download, extractFile, pointerFile, readContents} from './packages.ts';
import type {PackageCall} from './packages.ts';
import {resources} from './resources.ts';
import type {ResourceName} from './resources.ts';

/** An account of the Storage Service with its role (reference, 1.3). */
interface StorageUser {
	readonly username: string;
	readonly apiKey: string;
	readonly role: 'manager' | 'reader';
}

/** A second account, which may only read. Like all accounts of the sandbox it is sample data. */
export const storageReader: StorageUser = {username: 'reader', apiKey: '9be40f7a6d25c8131d70a2f4e6b95c03d8a17e42', role: 'reader'};

interface Target {
	/** Methods the real server takes. Those the sandbox does not stand in for answer 501. */
	readonly allowed: readonly string[];
	/** Methods that need more than reading. */
	readonly guarded: readonly string[];
	readonly id: string;
	answer?(user: StorageUser): Response | Promise<Response>;
}

const unguarded: readonly string[] = [];

/** Whether a path below `/api/v2/` is the Storage Service's; the dashboard answers to any prefix, this one included. */
export function isStoragePath(path: string): boolean {
	return /^(?:$|(?:pipeline|space|location|file|async)(?:\/|$))/u.test(path);
}

/** Answers a request to the Storage Service. `path` is what follows `/api/v2/`. */
export async function storage(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	if (path === '') return topLevel(request);
	if (!path.endsWith('/')) return redirect(`${request.url.pathname}/${request.url.search}`, 301);
	const segments = path.slice(0, -1).split('/');
	const target = targetOf(context, state, request, segments);
	if (request.method === 'OPTIONS') return text(target.allowed.join(','), 200, {allow: target.allowed.join(',')});
	if (!target.allowed.includes(request.method)) return notAllowed(target.allowed);
	const user = await apiKeyUser(request, [{...context.credentials.archivematica.storage, role: 'manager'} as StorageUser, storageReader]);
	if (!user) return empty(401, {'www-authenticate': 'Basic Realm="django-tastypie"'});
	if (user.role === 'reader' && target.guarded.includes(request.method)) return empty(401);
	const reads = request.method === 'GET' || request.method === 'HEAD';
	if (!target.answer || !reads)
		return json({error: `The sandbox does not stand in for ${target.id} with ${request.method}.`}, 501, listHeaders);
	return target.answer(user);
}

/** SS-01, for anybody. */
function topLevel({method}: Asked): Response {
	if (method !== 'GET') return notAllowed(['GET']);
	const names = ['async', ...Object.keys(resources)].toSorted();
	const endpoints = names.map(name => [name, {list_endpoint: `/api/v2/${name}/`, schema: `/api/v2/${name}/schema/`}]);
	return json(Object.fromEntries(endpoints), 200, listHeaders);
}

function notAllowed(allowed: readonly string[]): Response {
	const list = allowed.join(',');
	return methodNotAllowed(allowed, list);
}

function targetOf(context: SandboxContext, state: State, request: Asked, [name = '', id, action, ...rest]: readonly string[]): Target {
	const reading = (identifier: string, answer: NonNullable<Target['answer']>): Target => ({
		allowed: ['GET'],
		guarded: unguarded,
		id: identifier,
		answer,
	});
	if (!isResource(name)) return {allowed: ['GET'], guarded: unguarded, id: 'SS-37'};
	const now = context.now();
	if (id === undefined) {
		return {...reading(listIds[name], () => listPage(state, name, request, now)), allowed: ['GET', 'POST'], guarded: ['POST']};
	}
	if (id === 'schema' && action === undefined) return {allowed: ['GET'], guarded: unguarded, id: 'SS-02'};
	if (id === 'set' && action !== undefined) return reading('SS-02', () => multiGet(state, name, action.split(';'), now));
	if (name === 'location' && id === 'default') return {...reading('SS-16', () => defaultLocation(state, action)), allowed: ['GET', 'POST']};
	if (name === 'file' && (id === 'metadata' || id === 'async'))
		return {allowed: ['GET', 'POST'], guarded: unguarded, id: id === 'async' ? 'SS-19' : 'SS-32'};
	if (action === undefined) return {...reading(detailIds[name], () => detail(state, name, id, now)), ...detailMethods[name]};
	return subAction(context, state, request, name, id, action, rest);
}

const listIds: Readonly<Record<ResourceName, string>> = {pipeline: 'SS-03', space: 'SS-06', location: 'SS-10', file: 'SS-17'};
const detailIds: Readonly<Record<ResourceName, string>> = {pipeline: 'SS-05', space: 'SS-08', location: 'SS-13', file: 'SS-20'};
const detailMethods: Readonly<Record<ResourceName, Pick<Target, 'allowed' | 'guarded'>>> = {
	pipeline: {allowed: ['GET'], guarded: unguarded},
	space: {allowed: ['GET'], guarded: unguarded},
	location: {allowed: ['GET', 'POST'], guarded: unguarded},
	file: {allowed: ['GET', 'PUT', 'PATCH'], guarded: ['PUT', 'PATCH']},
};

function detail(state: State, name: ResourceName, id: string, now: number): Response {
	const uuid = parseUuid(id);
	if (uuid === undefined) return badRequest(uuidProblem(id));
	const found = resources[name].all(state, now).find(object => object['uuid'] === uuid);
	return found ? json(found, 200, listHeaders) : empty(404);
}

/** SS-16. */
function defaultLocation(state: State, purpose: string | undefined): Response {
	const found = [...state.locations.values()].find(location => location.purpose === purpose && location.isDefault);
	return found ? redirect(`/api/v2/location/${found.uuid}/`, 302) : text('Default location not defined for this purpose.', 404);
}

/** What can be asked of one package, and by which methods. */
const packageActions: Readonly<Record<string, Target & {readonly call?: (call: PackageCall) => Response | Promise<Response>}>> = {
	download: {allowed: ['GET', 'HEAD'], guarded: unguarded, id: 'SS-27', call: download},
	extract_file: {allowed: ['GET', 'HEAD'], guarded: unguarded, id: 'SS-26', call: extractFile},
	pointer_file: {allowed: ['GET'], guarded: unguarded, id: 'SS-28', call: pointerFile},
	check_fixity: {allowed: ['GET'], guarded: unguarded, id: 'SS-29', call: checkFixity},
	contents: {allowed: ['GET', 'PUT', 'DELETE'], guarded: ['PUT', 'DELETE'], id: 'SS-31', call: readContents},
	delete_aip: {allowed: ['POST'], guarded: unguarded, id: 'SS-23'},
	recover_aip: {allowed: ['POST'], guarded: unguarded, id: 'SS-24'},
	send_callback: {allowed: ['GET'], guarded: unguarded, id: 'SS-30'},
	reingest: {allowed: ['POST'], guarded: ['POST'], id: 'SS-33'},
	move: {allowed: ['POST'], guarded: ['POST'], id: 'SS-34'},
	reindex: {allowed: ['POST'], guarded: ['POST'], id: 'SS-35'},
	compress: {allowed: ['PUT'], guarded: unguarded, id: 'SS-36'},
	sword: {allowed: ['GET', 'POST', 'PUT', 'DELETE'], guarded: unguarded, id: 'SW-03'},
};

function subAction(
	context: SandboxContext,
	state: State,
	request: Asked,
	name: ResourceName,
	id: string,
	action: string,
	rest: readonly string[],
): Target {
	const reading = (identifier: string, answer: (uuid: string) => Response | Promise<Response>): Target => ({
		allowed: ['GET'],
		guarded: unguarded,
		id: identifier,
		answer: () => withUuid(id, answer),
	});
	if (name === 'file' && Object.hasOwn(packageActions, action)) {
		const known = packageActions[action];
		const call = known?.call;
		if (known && call && (rest.length === 0 || (action === 'download' && rest.length === 1))) {
			return {...known, answer: () => withPackage(state, id, stored => call({context, state, request, stored}))};
		}
		if (known) return {allowed: known.allowed, guarded: known.guarded, id: known.id};
	}
	if (name === 'location' && action === 'browse' && rest.length === 0) {
		return reading('SS-12', uuid => {
			const location = state.locations.get(uuid);
			return location ? browseLocation(state, location, request) : unknownResource(id);
		});
	}
	if (name === 'space' && action === 'browse' && rest.length === 0) {
		return reading('SS-09', uuid => {
			const space = state.spaces.get(uuid);
			return space ? browseSpace(state, space, request) : unknownResource(id);
		});
	}
	if (name === 'location' && action === 'async') return {allowed: ['POST'], guarded: ['POST'], id: 'SS-15'};
	if (name === 'location' && action === 'sword') return {allowed: ['GET', 'POST'], guarded: unguarded, id: 'SW-02'};
	return reading('', () => empty(404));
}

function withPackage(
	state: State,
	id: string,
	answer: (stored: PackageCall['stored']) => Response | Promise<Response>,
): Response | Promise<Response> {
	return withUuid(id, uuid => {
		const stored = state.packages.get(uuid);
		return stored ? answer(stored) : unknownResource(id);
	});
}

function withUuid(id: string, answer: (uuid: string) => Response | Promise<Response>): Response | Promise<Response> {
	const uuid = parseUuid(id);
	return uuid === undefined ? badRequest(uuidProblem(id)) : answer(uuid);
}

function unknownResource(id: string): Response {
	return text(`Resource with UUID ${id} does not exist`, 404);
}

function isResource(name: string): name is ResourceName {
	return Object.hasOwn(resources, name);
}
