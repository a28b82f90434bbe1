import {empty, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {builtIn, configurationNamed, configurationXml} from '../workflow/configurations.ts';
import {answer, versionHeaders} from './answer.ts';
import {settingsOf} from './settings.ts';

/** The end of the names of configuration files, which is cut off whether it is there or not. */
const ending = 'ProcessingMCP.xml';

/** AM-19: every file that is there, with the last 17 characters of its name cut off. */
export function listConfigurations(state: State): Response {
	const names = new Set([...Object.keys(builtIn), ...state.configurations.entries().map(([name]) => name)]);
	const kept = [...names].filter(name => configurationNamed(state, name) !== undefined);
	const stray = state.strayFiles.values().map(name => name.slice(0, -ending.length));
	return answer(state, {processing_configurations: [...kept, ...stray].toSorted()});
}

/** AM-20: XML, and only for who says that XML is acceptable. A built-in one that is missing is made again. */
export function readConfiguration(state: State, request: Asked, name: string): Response {
	const accept = request.headers.get('accept') ?? '';
	if (accept !== '*/*' && !accept.includes('xml')) return empty(415, versionHeaders(state));
	if (state.configurations.get(name) === null) {
		if (!settingsOf(state).configurationsWritable) {
			return answer(state, {success: false, error: `Failed to reset processing config "${name}".`}, 500);
		}
		state.configurations.delete(name);
	}
	const configuration = configurationNamed(state, name);
	if (!configuration) return unknown(state, name);
	return text(configurationXml(configuration), 200, {...versionHeaders(state), 'content-type': 'text/xml'});
}

/** AM-21. A built-in one comes back with the next reading. */
export function deleteConfiguration(state: State, name: string): Response {
	if (!configurationNamed(state, name)) return unknown(state, name);
	if (Object.hasOwn(builtIn, name)) state.configurations.put(name, null);
	else state.configurations.delete(name);
	return answer(state, {success: true});
}

function unknown(state: State, name: string): Response {
	return answer(state, {success: false, error: `No such processing config "${name}".`}, 404);
}
