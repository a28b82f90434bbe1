import {HttpError, path, type RequestOptions} from '@fonds/core';
import {writeXml, xmlContentType} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {progressTokenOf} from '../operations/progress.ts';
import {encodeSubmission} from './deletion-xml.ts';

/** Asks for a deletion (ENT-22). A second request could start a second workflow, so it is sent once. */
export async function submit(session: Session, {type, ref}: EntityReference, comment: string, options: RequestOptions): Promise<string> {
	const {entity} = await session.namespaces(options);
	const {path: place, words} = wireNames[type];
	const uncertain = 'It may have been asked for all the same: look in Preservica before you ask again.';
	try {
		return await orSayUncertain(uncertain, async () => {
			const response = await session.http.send('DELETE', path`api/entity/${place}/${ref}`, {
				...options,
				headers: {'content-type': xmlContentType},
				body: writeXml(encodeSubmission(comment, entity)),
				retry: false,
			});
			return progressTokenOf(response, `The deletion of the ${words} ${ref}`);
		});
	} catch (error) {
		throw error instanceof HttpError && error.status === 422 ? withoutWorkflow(error, `${words} ${ref}`) : error;
	}
}

function withoutWorkflow({status, method, url, body, message}: HttpError, what: string): HttpError {
	return new HttpError(
		`The ${what} cannot be deleted: the tenancy has no active workflow for full deletion. An administrator sets one up in Preservica. (${message})`,
		{status, method, url, body, code: 'no-deletion-workflow'},
	);
}
