import type {RequestOptions} from '@fonds/core';
import type {EntityStub} from '../entities/entity.ts';
import type {Preservica} from '../preservica.ts';

/** Name of the identifier that tells what of a directory is there already (reference 4.6). */
export const identifierType = 'code';

/** What a name is in a code: in Unicode's composed form, and without white space at its end, which servers cut off. */
export function codeName(name: string): string {
	return name.normalize().trimEnd();
}

/** The assets and content objects with this code. */
export async function findCode(entities: Preservica['entities'], code: string, options: RequestOptions): Promise<EntityStub[]> {
	const found = await entities.byIdentifier(identifierType, code, options);
	return found.filter(({type}) => type !== 'folder');
}

/** Are there assets with all of these codes? */
export async function areThere(entities: Preservica['entities'], codes: readonly string[], options: RequestOptions): Promise<boolean> {
	for (const code of codes) {
		if ((await findCode(entities, code, options)).length === 0) {
			return false;
		}
	}
	return true;
}
