import type {Page} from '@fonds/core';
import {optionalAttribute, type XmlElement} from '@fonds/core/xml';
import {findAll} from '../xml/find-all.ts';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed} from '../xml/read.ts';
import type {IntegrityCheck} from './integrity-check.ts';

/** Reads the names of storage adapters (ENT-32), which are attributes of whatever is in a `StorageLocation`. */
export function decodeStorageLocations(response: XmlElement): readonly string[] {
	const adapters = findAll(response, either('StorageLocation')).flatMap(({children}) => children);
	const names = adapters.flatMap(node => (typeof node === 'object' && optionalAttribute(node, 'name')?.trim()) || []);
	return decodePage(response, names).items;
}

/** Reads a page of integrity checks (ENT-32). */
export function decodeIntegrityChecks(response: XmlElement): Page<IntegrityCheck> {
	return decodePage(
		response,
		findAll(response, either('IntegrityCheckHistory')).map(source => decodeCheck(source)),
	);
}

function decodeCheck(source: XmlElement): IntegrityCheck {
	const field = (name: string): string | undefined => optionalTrimmed(source, either(name));
	return {
		type: field('Type'),
		success: flag(field('Success')),
		date: field('Date'),
		adapter: field('AdapterName'),
		fixed: flag(field('Fixed')),
		reason: field('Reason'),
	};
}

const flags: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/** A word that is neither yes nor no says nothing: that a check went well must not be guessed, nor that it failed. */
function flag(value: string | undefined): boolean | undefined {
	return flags.get(value?.toLowerCase() ?? '');
}
