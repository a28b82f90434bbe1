import {errorPage, notFoundPage} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {newUuid, parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {answer} from './answer.ts';
import {settingsOf} from './settings.ts';

const atomErrors = {
	'no-url': 'AtoM URL not defined!',
	'no-authentication': 'AtoM authentication settings not defined!',
	unreachable: 'Unable to fetch levels of description from AtoM!',
} as const;

/** AM-16: one object for each level. */
export function listLevels(state: State): Response {
	return answer(
		state,
		state.levels.entries().map(([uuid, name]) => ({[uuid]: name})),
	);
}

/** AM-17: forgets the levels, and takes those of AtoM. They are kept when it cannot be asked at all (that they are lost when it does not answer: assumed). */
export function fetchLevels(state: State): Response {
	const {atom, atomLevels} = settingsOf(state);
	if (atom === 'no-url' || atom === 'no-authentication') return answer(state, {success: false, error: atomErrors[atom]}, 500);
	for (const [uuid] of state.levels.entries()) state.levels.delete(uuid);
	if (atom === 'unreachable') return answer(state, {success: false, error: atomErrors.unreachable}, 500);
	for (const name of atomLevels) state.levels.put(newUuid(), name);
	return listLevels(state);
}

/** AM-18, reading: a level's name. */
export function readPathLevel(state: State, request: Asked): Response {
	const folder = state.arrangement.get(request.url.searchParams.get('path') ?? '');
	if (!folder || folder.used) return notFoundPage();
	return answer(state, {level_of_description: state.levels.get(folder.level ?? '') ?? ''});
}

/** AM-18, writing: a level's UUID. One that nobody knows, or none, clears what is there. */
export async function writePathLevel(state: State, request: Asked): Promise<Response> {
	const form = await request.form();
	const path = form.get('path') ?? '';
	const folder = state.arrangement.get(path);
	if (!folder || folder.used) return notFoundPage();
	const level = form.get('level_of_description') ?? '';
	const uuid = parseUuid(level);
	if (level !== '' && uuid === undefined) return errorPage();
	state.arrangement.put(path, {...folder, level: uuid !== undefined && state.levels.has(uuid) ? uuid : null});
	return answer(state, {success: true}, 201);
}
