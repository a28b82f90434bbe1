import {createJob, JobFailedError, path, type Job, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {isFinished, type ServerProgress} from '../progress/progress-xml.ts';
import {progressTokenOf, readProgress} from '../progress/progress.ts';
import {wireNames, type Entity} from './entity.ts';

/** Asks for another security tag (ENT-16): the server changes it in its own time. */
export async function changeSecurityTag(session: Session, entity: Entity, options: RequestOptions): Promise<Job<ServerProgress, void>> {
	const {path: place, words} = wireNames[entity.type];
	const what = `The new security tag ${JSON.stringify(entity.securityTag)} of the ${words} ${entity.ref}`;
	const response = await session.http.send('PUT', path`api/entity/${place}/${entity.ref}/security-descriptor`, {
		...options,
		query: {includeDescendants: false},
		headers: {'content-type': 'text/plain'},
		body: entity.securityTag,
	});
	const token = await progressTokenOf(response, what);
	return createJob({
		kind: 'preservica-security-tag',
		id: token,
		data: token,
		poll: async (data, pollOptions) => {
			const status = await readProgress(session, data, pollOptions);
			return {status, data, finished: isFinished(status.state)};
		},
		result: status => {
			if (status.state !== 'succeeded') {
				throw new JobFailedError(
					`${what} was not set: ${[status.detail, ...status.errors].join('. ')}. Title, description and custom type were saved.`,
					{status},
				);
			}
		},
	});
}
