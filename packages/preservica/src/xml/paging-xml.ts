import {optionalChild, type XmlElement} from '@fonds/core/xml';
import type {Page} from '@fonds/core';
import {either} from './names.ts';
import {optionalTrimmed} from './read.ts';
import {optionalAddress} from './values.ts';

const paging = either('Paging');
const next = either('Next');
const totalResults = either('TotalResults');

/** A page from an answer's items and its `Paging`, of which everything may be missing (reference 1.6). */
export function decodePage<T>(response: XmlElement, items: readonly T[]): Page<T> {
	const found = optionalChild(response, paging);
	const total = found && optionalTrimmed(found, totalResults);
	return {
		items,
		total: total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined,
		next: found && optionalAddress(found, next),
	};
}
