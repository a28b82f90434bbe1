import {checkedRef} from '../search/checked-ref.ts';
import {wireNames, type EntityReference} from './entity.ts';

/**
 * What the Content API calls an entity: `sdb:IO|683f9db7-ff81-4859-9c03-f68cfa5d9c3d`.
 *
 * @throws ConfigurationError when its reference is none.
 */
export function contentId(entity: EntityReference): string {
	return `sdb:${wireNames[entity.type].code}|${checkedRef(entity)}`;
}
