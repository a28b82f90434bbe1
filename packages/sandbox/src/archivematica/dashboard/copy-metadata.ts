import type {SandboxContext} from '../../context.ts';
import {decodeBase64} from '../base64.ts';
import {errorPage} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {pipelineOf} from '../state.ts';
import {copyFiles} from '../workflow/sources.ts';
import type {UnitFile} from '../workflow/unit.ts';
import {answer, failure} from './answer.ts';
import {findUnit} from './units.ts';

/**
 * AM-15: copies files into the metadata of a SIP, at once; they are in the AIP if that is made later. A folder brings what is in it (assumed), and
 * a path where nothing is fails with words that are assumed. What came before a failure stays.
 */
export async function copyMetadata(context: SandboxContext, state: State, request: Asked): Promise<Response> {
	const form = await request.form();
	const sip = form.get('sip_uuid') ?? '';
	const paths = form.getAll('source_paths[]');
	if (sip === '' || paths.length === 0) return failure(state, 400, 'sip_uuid and source_paths[] both required.');
	const found = findUnit(context, state, 'ingest', sip);
	if (!found) return errorPage();
	for (const encoded of paths) {
		const path = decodeBase64(encoded);
		if (path === undefined) return errorPage();
		const copied = copyOne(state, path);
		if (typeof copied === 'string') return failure(state, 500, copied);
		const current = state.units.get(found.unit.uuid);
		if (!current) return errorPage(); // it was reingested meanwhile
		const names = new Set(copied.map(file => file.path));
		state.units.put(current.uuid, {...current, added: [...current.added.filter(file => !names.has(file.path)), ...copied]});
	}
	return answer(state, {error: false, message: 'Metadata files added successfully.'}, 201);
}

/** The files of a source path, or what is wrong with it. */
function copyOne(state: State, given: string): readonly UnitFile[] | string {
	const colon = given.indexOf(':');
	if (colon === -1) return `Path${given}cannot be split into location:path`;
	const uuid = given.slice(0, colon);
	const location = state.locations.get(uuid);
	if (!location?.pipelines.includes(pipelineOf(state).uuid)) return `Location ${uuid} is not associated with this pipeline`;
	const path = given.slice(colon + 1);
	return copyFiles(state, location, path) ?? `Filepath ${path} does not exist.`;
}
