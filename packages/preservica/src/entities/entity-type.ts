import {wireNames, type EntityType} from './entity.ts';

const entityTypes: readonly EntityType[] = ['folder', 'asset', 'contentObject'];

/** The kind behind a code such as `IO`, undefined for a code this release does not know. */
export function entityTypeOf(code: string): EntityType | undefined {
	const wanted = code.trim().toUpperCase();
	return entityTypes.find(type => wireNames[type].code === wanted);
}
