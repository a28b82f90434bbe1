import type {SandboxContext} from '../../context.ts';
import {json} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {derivedUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {parseConfiguration} from '../workflow/configurations.ts';
import {restartServer} from '../workflow/restart-server.ts';
import {settingsOf, usualSettings} from './settings.ts';

/**
 * Control of the dashboard, below `/sandbox/archivematica/`: what its web interface and its administrator do.
 *
 * - `GET`, `PUT dashboard` `{allowlist?, callerAddress?, installed?, loginPages?, atom?, atomLevels?, mcpServer?, storageService?,
 *   configurationsWritable?, concurrency?, stepDuration?}`: what is set. `atom` is `ready`, `no-url`, `no-authentication` or `unreachable`.
 * - `POST mcp-server/restart`: units that are not done are failed, and go no further.
 * - `PUT configurations/<name>`: the XML of a processing configuration. `PUT configurations/<file>?stray`: a file among them that is none.
 * - `GET`, `PUT levels` `[name]`: levels of description.
 * - `GET`, `PUT arrangement` `[path]` or `[{path, used?}]`: the folders in which SIPs are arranged, each with a slash at its end.
 *
 * @returns `undefined` for what is none of this
 */
export async function dashboardControl(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response | undefined> {
	const call = `${request.method} ${path.replace(/\/$/u, '')}`;
	const configuration = /^PUT configurations\/([^/]+)$/u.exec(call)?.[1];
	if (configuration !== undefined) return putConfiguration(state, configuration, request);
	switch (call) {
		case 'GET dashboard':
			return json(settingsOf(state));
		case 'PUT dashboard':
			return changeSettings(state, await read(request));
		case 'POST mcp-server/restart':
			return json({failed: restartServer(context, state)});
		case 'GET levels':
			return json(state.levels.values());
		case 'PUT levels':
			return putLevels(state, await read(request));
		case 'GET arrangement':
			return json(state.arrangement.entries().map(([folder, {level, used}]) => ({path: folder, level, used})));
		case 'PUT arrangement':
			return putArrangement(state, await read(request));
		default:
			return undefined;
	}
}

async function putConfiguration(state: State, name: string, request: Asked): Promise<Response> {
	if (request.url.searchParams.has('stray')) {
		state.strayFiles.put(name, name);
		return json({file: name}, 201);
	}
	if (!/^\w{1,16}$/u.test(name)) return problem('The name of a processing configuration has 1 to 16 letters, digits and underscores.');
	const configuration = parseConfiguration(await request.text());
	if (!configuration) return problem('The body is not a processingMCP document.');
	state.configurations.put(name, configuration);
	return json({name}, 201);
}

function changeSettings(state: State, body: unknown): Response {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return problem('The body is an object with what is to change.');
	const changes = Object.entries(body);
	const wrong = changes.find(([name, value]) => !isSetting(name, value));
	if (wrong)
		return problem(
			`"${wrong[0]}" is not a setting of the dashboard, or not with such a value. Settings: ${Object.keys(usualSettings).join(', ')}.`,
		);
	state.dashboardSettings.put('dashboard', {...settingsOf(state), ...Object.fromEntries(changes)});
	return json(settingsOf(state));
}

function isSetting(name: string, value: unknown): boolean {
	if (name === 'stepDuration' && value === null) return true;
	if (name === 'atom') return ['ready', 'no-url', 'no-authentication', 'unreachable'].includes(String(value));
	if (name === 'concurrency' || name === 'stepDuration') return typeof value === 'number' && value >= 0;
	const usual: unknown = Object.entries(usualSettings).find(([key]) => key === name)?.[1];
	if (Array.isArray(usual)) return Array.isArray(value) && value.every(item => typeof item === 'string');
	return usual !== undefined && typeof usual === typeof value;
}

function putLevels(state: State, body: unknown): Response {
	if (!Array.isArray(body)) return problem('The body is a list of names.');
	for (const [uuid] of state.levels.entries()) state.levels.delete(uuid);
	for (const name of body.map(String)) state.levels.put(derivedUuid('level', name), name);
	return json(state.levels.entries().map(([uuid, name]) => ({[uuid]: name})));
}

function putArrangement(state: State, body: unknown): Response {
	if (!Array.isArray(body)) return problem('The body is a list of paths.');
	for (const [path] of state.arrangement.entries()) state.arrangement.delete(path);
	for (const item of body) {
		const {path, used = false}: {path?: unknown; used?: unknown} = typeof item === 'string' ? {path: item} : Object(item);
		state.arrangement.put(String(path), {level: null, used: used === true});
	}
	return json(state.arrangement.entries().map(([path]) => path));
}

async function read(request: Asked): Promise<unknown> {
	try {
		return JSON.parse(await request.text());
	} catch {
		return undefined;
	}
}

function problem(error: string): Response {
	return json({error}, 400);
}
