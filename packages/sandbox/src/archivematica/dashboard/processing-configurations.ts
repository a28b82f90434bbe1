import {empty, text} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {builtIn, configurationNamed, configurationXml} from '../workflow/configurations.ts';
import {answer, versionHeaders} from './answer.ts';

/** AM-19. */
export function listConfigurations(state: State): Response {
	const names = new Set([...Object.keys(builtIn), ...[...state.configurations.entries()].map(([name]) => name)]);
	return answer(state, {processing_configurations: [...names].toSorted()});
}

/** AM-20: XML, and only for who says that XML is acceptable. */
export function readConfiguration(state: State, request: Asked, name: string): Response {
	const accept = request.headers.get('accept') ?? '';
	if (accept !== '*/*' && !accept.includes('xml')) return empty(415, versionHeaders(state));
	const configuration = configurationNamed(state, name);
	if (!configuration) return answer(state, {success: false, error: `No such processing config "${name}".`}, 404);
	return text(configurationXml(configuration), 200, {...versionHeaders(state), 'content-type': 'text/xml'});
}

/** AM-21. A built-in one comes back with the next reading. */
export function deleteConfiguration(state: State, name: string): Response {
	const known = state.configurations.delete(name) || Object.hasOwn(builtIn, name);
	if (!known) return answer(state, {success: false, error: `No such processing config "${name}".`}, 404);
	return answer(state, {success: true});
}
