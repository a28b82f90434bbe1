import {ConfigurationError, path, type Job} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {wireNames, type EntityReference} from './entity.ts';
import type {SecurityTagOptions} from './options.ts';

interface Options extends SecurityTagOptions {
	/** Said when it failed. */
	readonly advice?: string | undefined;
}

/** Asks for another security tag (ENT-16): the server changes it in its own time. */
export async function changeSecurityTag(
	session: Session,
	{type, ref}: EntityReference,
	tag: string,
	{includeDescendants = false, advice, ...options}: Options,
): Promise<Job<ServerProgress, void>> {
	requireSecurityTag(tag);
	const {path: place, words} = wireNames[type];
	const response = await session.http.send('PUT', path`api/entity/${place}/${ref}/security-descriptor`, {
		...options,
		query: {includeDescendants},
		headers: {'content-type': 'text/plain'},
		body: tag,
	});
	const whole = includeDescendants ? ' and everything below it' : '';
	return followOperation(session, response, {
		kind: 'preservica-security-tag',
		what: `The change of the security tag of the ${words} ${ref}${whole} to ${JSON.stringify(tag)}`,
		data: null,
		result: () => {},
		advice,
	});
}

/**
 * Refuses to go without a tag.
 *
 * @throws ConfigurationError for an empty one, such as that of a tombstone.
 */
export function requireSecurityTag(tag: string): void {
	if (tag.trim() === '') {
		throw new ConfigurationError('The name of a security tag is not an empty text.');
	}
}
