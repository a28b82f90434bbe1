import type {SandboxContext} from '../../context.ts';
import {json} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import type {Callback, StorageProfile} from './model.ts';
import {damage} from './damage.ts';
import {decide, remove} from './requests.ts';
import {nextNumber, storageSettingsOf} from './settings.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Control of the Storage Service, below `/sandbox/archivematica/`: what its web interface does, and what a disk does of itself.
 *
 * - `GET requests`, `POST requests/<id>` `{decision, reason?}`: requests to delete and to recover, and `approve` or `reject` for one.
 * - `GET`, `PUT storage` `{profile?, pipelinesDisabled?, objectCountingDisabled?, notificationUrl?}`: what is set. `profile` is `older` (before
 *   0.14), `0.23.0`, or `newer`, which knows SS-25.
 * - `GET`, `POST`, `DELETE callbacks` `{event, uri, method?, headers?, body?, expectedStatus?, enabled?}`: what is called when something was stored.
 * - `PUT locations/<uuid>` `{enabled?, quota?, replicators?}`, `PUT pipelines/<uuid>` `{enabled}`.
 * - `PUT packages/<uuid>` `{pipeline?, status?, misc?}`: changes the row, as only an administrator of the database can. Without a pipeline it
 *   spoils every list it is in.
 * - `DELETE packages/<uuid>`: removes the content without a request, as the web interface does with DIPs.
 * - `POST packages/<uuid>/damage` `{path?, how?}`: changes one byte of what is stored or, with `how`, `remove`s or `add`s a file. `path` is
 *   needed for a package that is a folder.
 * - `DELETE tasks/<id>`: loses a task, as a restart of the real server does.
 *
 * @returns `undefined` for what is none of this
 */
export async function storageControl(
	context: SandboxContext,
	state: State,
	request: Asked,
	path: string,
	body: Fields,
): Promise<Response | undefined> {
	const [kind = '', id = '', action] = path.replace(/\/$/u, '').split('/');
	const call = [request.method, kind, id === '' ? '' : '*', action ?? ''].filter(part => part !== '').join(' ');
	switch (call) {
		case 'GET requests':
			return json(state.requests.values());
		case 'POST requests *':
			return decideRequest(context, state, id, body);
		case 'GET storage':
			return json(storageSettingsOf(state));
		case 'PUT storage':
			return changeSettings(state, body);
		case 'GET callbacks':
			return json(state.callbacks.values());
		case 'POST callbacks':
			return addCallback(state, body);
		case 'DELETE callbacks':
			for (const callback of state.callbacks.values()) state.callbacks.delete(String(callback.id));
			return json([]);
		case 'PUT locations *':
			return changeLocation(state, id, body);
		case 'PUT pipelines *':
			return changePipeline(state, id, body);
		case 'PUT packages *':
			return changePackage(state, id, body);
		case 'DELETE packages *':
			return removePackage(context, state, id);
		case 'POST packages * damage':
			return damage(context, state, id, body);
		case 'DELETE tasks *':
			return state.tasks.delete(id) ? json({lost: id}) : problem(404, `There is no task ${id}.`);
		default:
			return undefined;
	}
}

function decideRequest(context: SandboxContext, state: State, id: string, {decision, reason}: Fields): Response {
	const request = state.requests.get(id);
	if (!request) return problem(404, `There is no request ${id}.`);
	if (request.status !== 'SUBMIT') return problem(409, `The request ${id} was decided: ${request.status}.`);
	if (decision !== 'approve' && decision !== 'reject') return problem(400, '"decision" is approve or reject.');
	const outcome = decide(context, state, request, decision, typeof reason === 'string' ? reason : '');
	return json({...outcome, request: state.requests.get(id)});
}

const profiles: readonly StorageProfile[] = ['older', '0.23.0', 'newer'];

function changeSettings(state: State, body: Fields): Response {
	const before = storageSettingsOf(state);
	const profile = body['profile'] === undefined ? before.profile : profiles.find(known => known === body['profile']);
	if (profile === undefined) return problem(400, `"profile" is one of ${profiles.join(', ')}.`);
	const url = body['notificationUrl'];
	const after = {
		profile,
		pipelinesDisabled: flag(body['pipelinesDisabled'], before.pipelinesDisabled),
		objectCountingDisabled: flag(body['objectCountingDisabled'], before.objectCountingDisabled),
		notificationUrl: typeof url === 'string' || url === null ? url : before.notificationUrl,
	};
	state.storageSettings.put('storage', after);
	return json(after);
}

function addCallback(state: State, body: Fields): Response {
	const {event, uri, headers} = body;
	if (typeof event !== 'string' || typeof uri !== 'string') return problem(400, '"event" and "uri" have to be given.');
	const texts = Object.entries(typeof headers === 'object' && headers !== null ? headers : {}).map(([name, value]) => [
		name,
		String(value),
	]);
	const callback: Callback = {
		id: nextNumber(state, 'callback'),
		event,
		uri,
		method: typeof body['method'] === 'string' ? body['method'] : 'post',
		headers: Object.fromEntries(texts),
		body: typeof body['body'] === 'string' ? body['body'] : '',
		expectedStatus: typeof body['expectedStatus'] === 'number' ? body['expectedStatus'] : 200,
		enabled: flag(body['enabled'], true),
	};
	state.callbacks.put(String(callback.id), callback);
	return json(callback, 201);
}

function changeLocation(state: State, id: string, body: Fields): Response {
	const location = state.locations.get(parseUuid(id) ?? '');
	if (!location) return problem(404, `There is no location ${id}.`);
	const replicators = Array.isArray(body['replicators'])
		? body['replicators'].filter(uuid => state.locations.has(String(uuid))).map(String)
		: location.replicators;
	const quota = typeof body['quota'] === 'number' || body['quota'] === null ? body['quota'] : location.quota;
	const changed = {...location, disabled: !flag(body['enabled'], location.disabled !== true), quota, replicators};
	state.locations.put(location.uuid, changed);
	return json(changed);
}

function changePipeline(state: State, id: string, body: Fields): Response {
	const pipeline = state.pipelines.get(parseUuid(id) ?? '');
	if (!pipeline) return problem(404, `There is no pipeline ${id}.`);
	const changed = {...pipeline, disabled: !flag(body['enabled'], pipeline.disabled !== true)};
	state.pipelines.put(pipeline.uuid, changed);
	return json(changed);
}

function changePackage(state: State, id: string, body: Fields): Response {
	const stored = state.packages.get(parseUuid(id) ?? '');
	if (!stored) return problem(404, `There is no package ${id}.`);
	const {pipeline, status, misc} = body;
	const changed: StoredPackage = {
		...stored,
		pipeline: pipeline === null || typeof pipeline === 'string' ? pipeline : stored.pipeline,
		status: typeof status === 'string' ? status : stored.status,
		misc: typeof misc === 'object' && misc !== null ? {...misc} : stored.misc,
	};
	state.packages.put(stored.uuid, changed);
	return json({uuid: stored.uuid, pipeline: changed.pipeline, status: changed.status, misc: changed.misc ?? {}});
}

function removePackage(context: SandboxContext, state: State, id: string): Response {
	const stored = state.packages.get(parseUuid(id) ?? '');
	if (!stored) return problem(404, `There is no package ${id}.`);
	const message = context.store.transaction(() => remove(context, state, stored));
	return message === undefined ? json({package: stored.uuid, status: 'DELETED'}) : problem(409, message);
}

function flag(value: unknown, otherwise: boolean): boolean {
	return typeof value === 'boolean' ? value : otherwise;
}

function problem(status: number, message: string): Response {
	return json({error: message}, status);
}
