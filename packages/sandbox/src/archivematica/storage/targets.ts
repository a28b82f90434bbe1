import {json, redirect, text} from '../http/answers.ts';
import {parseUuid} from '../identifiers.ts';
import type {Location, State} from '../state.ts';
import {browseLocation, browseSpace} from './browse.ts';
import type {PackageCall, StorageCall} from './call.ts';
import {sendCallbacks} from './callbacks.ts';
import {addContents, compress, readContents, reindex, removeContents, searchRecords} from './contents.ts';
import {createLocation, createPipeline, createSpace} from './create.ts';
import {detail, listPage, multiGet, taskList} from './lists.ts';
import {moveIntoLocation, moveIntoLocationLater, moveStored} from './moves.ts';
import {checkFixity, download, downloadChunk, extractFile, pointerFile} from './packages.ts';
import {badRequest, listHeaders, unknownResource, uuidProblem} from './refusal.ts';
import {patchPackage, reingest} from './reingest.ts';
import {requestDecision, reviewDeletion} from './requests.ts';
import {resources} from './resources.ts';
import type {ResourceName} from './resources.ts';
import {schemaOf} from './schema.ts';
import {createPackage, createPackageLater} from './store.ts';
import {oneTask} from './tasks.ts';
import {putPackage} from './update.ts';
import type {Permission} from './users.ts';
import type {View} from './view.ts';

type Answer = Response | Promise<Response>;

/** How one method of an address is answered. */
export interface Action {
	readonly answer: (call: StorageCall) => Answer;
	/** What somebody needs to be allowed. @default nothing but an account */
	readonly needs?: Permission | undefined;
}

/** What is at an address: what each of its methods does. `undefined` is for what the real server does and the sandbox does not. */
export interface Target {
	readonly id: string;
	readonly methods: Readonly<Record<string, Action | undefined>>;
	/** Another method can be asked for in a header. */
	readonly overridable?: boolean | undefined;
}

/** What is at a path. `undefined`: no address of the Storage Service. */
export function targetOf(view: View, [name = '', id, action, ...rest]: readonly string[]): Target | undefined {
	if (id === 'schema' && action === undefined && isSchemaName(name))
		return reading('SS-02', () => json(schemaOf(view, name), 200, listHeaders));
	if (name === 'async') return taskTarget(view, id, action);
	if (!isResource(name)) return undefined;
	if (id === undefined) return listTarget(view, name);
	if (id === 'set' && action !== undefined && rest.length === 0) return reading('SS-02', () => multiGet(view, name, action.split(';')));
	if (action === undefined || rest.length <= 1) {
		const found = namedTarget(view, name, id, action) ?? (action === undefined ? undefined : subTarget(view, name, id, action, rest[0]));
		if (found) return found;
	}
	const identifier = [id, ...(action === undefined ? [] : [action]), ...rest].join('/');
	return /^\w[\w/-]*$/u.test(identifier) ? detailTarget(view, name, identifier) : undefined;
}

function reading(id: string, answer: Action['answer']): Target {
	return {id, methods: {GET: {answer}}};
}

function listTarget(view: View, name: ResourceName): Target {
	const creating: Readonly<Record<ResourceName, {id: string; answer: Action['answer']}>> = {
		pipeline: {id: 'SS-03', answer: createPipeline},
		space: {id: 'SS-06', answer: createSpace},
		location: {id: 'SS-10', answer: createLocation},
		file: {id: 'SS-17', answer: createPackage},
	};
	const {id, answer} = creating[name];
	return {id, methods: {GET: {answer: ({request}) => listPage(view, name, request)}, POST: {answer, needs: 'manage'}}, overridable: true};
}

const detailIds: Readonly<Record<ResourceName, string>> = {pipeline: 'SS-05', space: 'SS-08', location: 'SS-13', file: 'SS-20'};

function detailTarget(view: View, name: ResourceName, id: string): Target {
	const GET: Action = {answer: () => detail(view, name, id)};
	const shared = {id: detailIds[name], overridable: true};
	if (name === 'location') return {...shared, methods: {GET, POST: {answer: call => moveIntoLocation(call, id)}}};
	if (name !== 'file') return {...shared, methods: {GET}};
	const changing = (answer: (call: PackageCall) => Answer): Action => ({
		needs: 'manage',
		answer: call => {
			const stored = call.state.packages.get(parseUuid(id) ?? '');
			return stored ? answer({...call, stored}) : detail(view, name, id);
		},
	});
	return {...shared, methods: {GET, PUT: changing(putPackage), PATCH: changing(patchPackage)}};
}

/** Addresses with a word where others have a UUID. */
function namedTarget(view: View, name: ResourceName, id: string, action: string | undefined): Target | undefined {
	if (name === 'location' && id === 'default' && action !== undefined && /^[A-Z]{2}$/u.test(action)) {
		const answer = () => defaultLocation(view.state, action);
		return {id: 'SS-16', methods: {GET: {answer}, POST: {answer}}};
	}
	if (name !== 'file' || action !== undefined) return undefined;
	if (id === 'async') return {id: 'SS-19', methods: {POST: {answer: createPackageLater, needs: 'manage'}}};
	if (id === 'metadata') return {id: 'SS-32', methods: {GET: {answer: searchRecords}, POST: {answer: searchRecords}}};
	return undefined;
}

/** SS-37. Its list takes writing methods on the real server, which is an oversight there and missing here. */
function taskTarget(view: View, id: string | undefined, action: string | undefined): Target | undefined {
	if (id === undefined) {
		const missing = {POST: undefined, PUT: undefined, DELETE: undefined, PATCH: undefined};
		return {id: 'SS-37', methods: {GET: {answer: ({request}) => taskList(view, request)}, ...missing}};
	}
	return action === undefined ? {id: 'SS-37', methods: {GET: {answer: call => oneTask(call, id)}}} : undefined;
}

/** SS-16. */
function defaultLocation({locations}: State, purpose: string): Response {
	const found = locations.values().find(location => location.purpose === purpose && location.isDefault);
	return found ? redirect(`/api/v2/location/${found.uuid}/`, 302) : text('Default location not defined for this purpose.', 404);
}

interface PackageTarget {
	readonly id: string;
	readonly methods: Readonly<Record<string, {readonly call: (call: PackageCall) => Answer; readonly needs?: Permission} | undefined>>;
}

const manage = {needs: 'manage'} as const;

/** What can be asked of one package, and by which methods. */
const packageTargets: Readonly<Record<string, PackageTarget>> = {
	download: {id: 'SS-27', methods: {GET: {call: download}, HEAD: {call: download}}},
	extract_file: {id: 'SS-26', methods: {GET: {call: extractFile}, HEAD: {call: extractFile}}},
	pointer_file: {id: 'SS-28', methods: {GET: {call: pointerFile}}},
	check_fixity: {id: 'SS-29', methods: {GET: {call: checkFixity}}},
	'send_callback/post_store': {id: 'SS-30', methods: {GET: {call: sendCallbacks}}},
	contents: {
		id: 'SS-31',
		methods: {GET: {call: readContents}, PUT: {call: addContents, ...manage}, DELETE: {call: removeContents, ...manage}},
	},
	delete_aip: {id: 'SS-23', methods: {POST: {call: call => requestDecision(call, 'delete')}}},
	recover_aip: {id: 'SS-24', methods: {POST: {call: call => requestDecision(call, 'recover')}}},
	reingest: {id: 'SS-33', methods: {POST: {call: reingest, ...manage}}},
	move: {id: 'SS-34', methods: {POST: {call: moveStored, ...manage}}},
	reindex: {id: 'SS-35', methods: {POST: {call: reindex, ...manage}}},
	compress: {id: 'SS-36', methods: {PUT: {call: compress}}},
};

function subTarget(view: View, name: ResourceName, id: string, action: string, last: string | undefined): Target | undefined {
	const path = last === undefined ? action : `${action}/${last}`;
	if (name === 'file') return packageTarget(view, id, path);
	const calling = (
		method: string,
		identifier: string,
		answer: (call: StorageCall, uuid: string) => Answer,
		needs?: Permission,
	): Target => ({
		id: identifier,
		methods: {[method]: {needs, answer: call => withUuid(view, id, uuid => answer(call, uuid))}},
	});
	if (name === 'location' && (path === 'browse' || path === 'async')) {
		const location = (uuid: string) => (resources.location.exists(view, uuid) ? view.state.locations.get(uuid) : undefined);
		const found = (uuid: string, answer: (location: Location) => Answer) => {
			const existing = location(uuid);
			return existing ? answer(existing) : unknownResource(id);
		};
		if (path === 'async')
			return calling('POST', 'SS-15', (call, uuid) => found(uuid, known => moveIntoLocationLater(call, known)), 'manage');
		return calling('GET', 'SS-12', ({request}, uuid) => found(uuid, known => browseLocation(view.state, known, request, view.version)));
	}
	if (name === 'space' && path === 'browse') {
		return calling('GET', 'SS-09', ({request}, uuid) => {
			const space = view.state.spaces.get(uuid);
			return space ? browseSpace(view.state, space, request, view.version) : unknownResource(id);
		});
	}
	return undefined;
}

function packageTarget(view: View, id: string, path: string): Target | undefined {
	const known = targetFor(view, path);
	if (!known) return undefined;
	const methods = Object.entries(known.methods).map(([method, action]): [string, Action | undefined] => {
		if (!action) return [method, undefined];
		const answer = (call: StorageCall) =>
			withUuid(view, id, uuid => {
				const stored = call.state.packages.get(uuid);
				return stored ? action.call({...call, stored}) : unknownResource(id);
			});
		return [method, {needs: action.needs, answer}];
	});
	return {id: known.id, methods: Object.fromEntries(methods)};
}

function targetFor({profile}: View, path: string): PackageTarget | undefined {
	if (/^download\/\d+$/u.test(path)) return {id: 'SS-27', methods: {GET: {call: downloadChunk}, HEAD: {call: downloadChunk}}};
	if (path === 'review_aip_deletion') {
		return profile === 'newer' ? {id: 'SS-25', methods: {POST: {call: reviewDeletion}}} : undefined;
	}
	return Object.hasOwn(packageTargets, path) ? packageTargets[path] : undefined;
}

/** Nonsense in the place of a UUID was unknown once, and is malformed now. */
function withUuid({profile}: View, id: string, answer: (uuid: string) => Answer): Answer {
	const uuid = parseUuid(id);
	if (uuid !== undefined) return answer(uuid);
	return profile === 'older' ? unknownResource(id) : badRequest(uuidProblem(id));
}

function isResource(name: string): name is ResourceName {
	return Object.hasOwn(resources, name);
}

function isSchemaName(name: string): name is ResourceName | 'async' {
	return name === 'async' || isResource(name);
}
