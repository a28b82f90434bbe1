import type {SandboxContext} from '../../context.ts';
import {errorPage} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {approve} from '../workflow/answer.ts';
import type {Stage} from '../workflow/course.ts';
import {acceptReingest} from '../workflow/reingest.ts';
import {answer, failure} from './answer.ts';
import {settingsOf} from './settings.ts';

/** AM-12 and AM-13: for the Storage Service, which has put the content into `tmp`. */
export async function reingest(context: SandboxContext, state: State, request: Asked, stage: Stage): Promise<Response> {
	const form = await request.form();
	const name = form.get('name') ?? '';
	const given = form.get('uuid') ?? '';
	if (name === '' || given === '') return failure(state, 400, '"name" and "uuid" are required.');
	const uuid = parseUuid(given);
	if (uuid === undefined) return errorPage();
	const accepted = await acceptReingest(context, state, stage === 'transfer' ? 'full' : 'partial', name, uuid);
	if (!('uuid' in accepted)) return failure(state, accepted.status, accepted.message);
	return answer(state, {message: 'Approval successful.', reingest_uuid: accepted.uuid});
}

/** AM-14: for reingests of metadata and of objects. */
export async function approveReingest(context: SandboxContext, state: State, request: Asked): Promise<Response> {
	const given = (await request.form()).get('uuid') ?? '';
	if (given === '') return failure(state, 400, '"uuid" is required.');
	const unit = state.unitBySip.get(parseUuid(given) ?? '').find(({reingest: how}) => how?.kind === 'partial');
	if (!unit || !settingsOf(state).mcpServer || !approve(context, state, unit))
		return failure(state, 400, 'Unable to approve the partial reingest.');
	return answer(state, {message: 'Approval successful.'});
}
