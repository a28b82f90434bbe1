import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {Representation} from './representation.ts';

/** Gives a representation another name (ENT-39). */
export async function renameRepresentation(
	{http}: Session,
	{asset, type, index}: Pick<Representation, 'asset' | 'type' | 'index'>,
	name: string,
	options: RequestOptions,
): Promise<void> {
	requireRepresentationName(name);
	if (!Number.isSafeInteger(index) || index < 1) {
		throw new ConfigurationError(`The index of a representation is ${index}; it counts from 1 within the type.`);
	}
	const target = path`api/entity/information-objects/${asset}/representations/${specifierOf(type, index)}/name`;
	await http.send('PUT', target, {...options, query: {name}});
}

/**
 * A name that reaches the server as it is: it travels in an address.
 *
 * @throws ConfigurationError for an empty one, and for what is no text.
 */
export function requireRepresentationName(name: string): string {
	if (name.trim() === '' || /[\p{Cc}\p{Cs}]/u.test(name)) {
		throw new ConfigurationError(`${JSON.stringify(name)} is not the name of a representation: give one without control characters.`);
	}
	return name;
}

/** `Access` is the first representation of its type, `Access_2` the second. */
function specifierOf(type: string, index: number): string {
	return type === '' || index === 1 ? type : `${type}_${index}`;
}
