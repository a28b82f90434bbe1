import {ConfigurationError} from '@fonds/core';
import type {EntityReference} from '../entities/entity.ts';

/**
 * A reference that becomes part of a query or an address: it must not be more than one.
 *
 * @throws ConfigurationError when it is none.
 */
export function checkedRef(entity: string | EntityReference): string {
	const ref = typeof entity === 'string' ? entity : entity.ref;
	if (!/^[\w-]+$/.test(ref)) {
		throw new ConfigurationError(`${JSON.stringify(ref)} is not the reference of an entity.`);
	}
	return ref;
}
