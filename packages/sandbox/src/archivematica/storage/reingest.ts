import {parseUuid} from '../identifiers.ts';
import {pipelineOf} from '../state.ts';
import {startReingest} from '../workflow/reingest.ts';
import type {PackageCall} from './call.ts';
import {findFixity} from './fixity.ts';
import {readBody, readFields} from './read-body.ts';
import {badRequest, reply} from './refusal.ts';
import {sendable} from './lists.ts';
import {resources} from './resources.ts';

/** SS-33: checks the package, sends its content to the pipeline and asks that for a reingest. */
export async function reingest({context, state, request, stored}: PackageCall): Promise<Response> {
	const fields = await readFields(request, ['pipeline', 'reingest_type']);
	const pipeline = state.pipelines.get(parseUuid(String(fields['pipeline'])) ?? '');
	if (!pipeline || pipeline.disabled) {
		return reply({error: true, message: `Pipeline UUID ${String(fields['pipeline'])} failed to return a pipeline`}, 400);
	}
	if (stored.type !== 'AIP' && stored.type !== 'AIC') return answer(405, `Package with UUID ${stored.uuid} is not an AIP or AIC.`);
	const busy = reingestedOn(stored.misc);
	if (busy !== null) return answer(409, `This AIP is already being reingested on ${busy}`);
	const processing = state.locations
		.values()
		.filter(({purpose, pipelines, disabled}) => purpose === 'CP' && !disabled && pipelines.includes(pipeline.uuid));
	if (processing.length !== 1) return answer(412, `No currently processing Location is associated with pipeline ${pipeline.uuid}`);
	const fixity = await findFixity(context, state, stored);
	if (!fixity) return answer(500, 'The content of the package cannot be read.');
	if (fixity.success === false) return answer(500, fixity.message);
	if (pipeline.uuid !== pipelineOf(state).uuid) return answer(502, 'Error in approve reingest API. Pipeline unreachable.');
	const options = {
		type: String(fields['reingest_type']),
		configuration: typeof fields['processing_config'] === 'string' ? fields['processing_config'] : 'default',
		pipeline: pipeline.uuid,
	};
	const started = await startReingest(context, state, stored, options).catch((error: unknown) => ({
		status: 500 as const,
		message: error instanceof Error ? error.message : String(error),
		unread: true,
	}));
	if (!('uuid' in started)) {
		return 'unread' in started ? answer(500, started.message) : answer(502, `Error in approve reingest API. ${started.message}`);
	}
	const message = `Package ${stored.uuid} sent to pipeline ${pipeline.description ?? ''} (${pipeline.uuid}) for re-ingest`;
	return answer(202, message, {reingest_uuid: started.uuid});
}

function answer(status: number, message: string, more = {}): Response {
	return reply({error: status !== 202, message, ...more, status_code: status}, status);
}

/** The pipeline a package is reingested on, if it is. */
export function reingestedOn(misc: Readonly<Record<string, unknown>> = {}): string | null {
	const pipeline = misc['reingest_pipeline'];
	return typeof pipeline === 'string' ? pipeline : null;
}

/** SS-22: gives a package free that is stuck in a reingest. */
export async function patchPackage({state, request, stored, view}: PackageCall): Promise<Response> {
	const body = await readBody(request);
	if (Object.keys(body).some(key => key !== 'reingest')) return badRequest('PATCH only allowed on reingest');
	if (Object.hasOwn(body, 'reingest')) {
		state.packages.put(stored.uuid, {...stored, misc: {...stored.misc, reingest_pipeline: null}});
	}
	return sendable([resources.file.one(view, stored.uuid) ?? {}], ([object]) => object, 202);
}
