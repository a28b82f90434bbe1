import {path, type Job, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-xml.ts';
import {wireNames, type Entity} from './entity.ts';

/** Asks for another security tag (ENT-16): the server changes it in its own time. */
export async function changeSecurityTag(session: Session, entity: Entity, options: RequestOptions): Promise<Job<ServerProgress, void>> {
	const {path: place, words} = wireNames[entity.type];
	const response = await session.http.send('PUT', path`api/entity/${place}/${entity.ref}/security-descriptor`, {
		...options,
		query: {includeDescendants: false},
		headers: {'content-type': 'text/plain'},
		body: entity.securityTag,
	});
	return followOperation(session, response, {
		kind: 'preservica-security-tag',
		what: `The change of the security tag of the ${words} ${entity.ref} to ${JSON.stringify(entity.securityTag)}`,
		data: null,
		result: () => {},
		advice: 'Title, description and custom type were saved.',
	});
}
