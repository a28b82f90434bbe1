import {optionalChild, type XmlElement} from '@fonds/core/xml';
import {DecodeError, type Page} from '@fonds/core';
import {either} from './names.ts';
import {optionalTrimmed} from './read.ts';
import {optionalAddress} from './values.ts';

const paging = either('Paging');
const next = either('Next');
const totalResults = either('TotalResults');

/**
 * A page from an answer's items and its `Paging`, of which everything may be missing (reference 1.6).
 *
 * @throws DecodeError when the answer is in neither of Preservica's namespaces: it has none of the items, and would pass for an empty list.
 */
export function decodePage<T>(response: XmlElement, items: readonly T[]): Page<T> {
	if (!/^http:\/\/preservica\.com\/(?:EntityAPI|XIP)(?:\/|$)/.test(response.namespace)) {
		throw new DecodeError(
			`The answer is <${response.name}> in the namespace ${JSON.stringify(response.namespace.slice(0, 200))}, not a list of Preservica. Another server, or a proxy, may have answered.`,
		);
	}
	const found = optionalChild(response, paging);
	const total = found && optionalTrimmed(found, totalResults);
	return {
		items,
		total: total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined,
		next: found && optionalAddress(found, next),
	};
}
