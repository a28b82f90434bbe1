import type {RequestOptions} from '@fonds/core';
import type {Preservica} from '../preservica.ts';

/** Name of the identifier that tells what of a directory is there already (reference 4.6). */
export const identifierType = 'code';

/** Is there an asset with this code? */
export async function isThere(entities: Preservica['entities'], code: string, options: RequestOptions): Promise<boolean> {
	const found = await entities.byIdentifier(identifierType, code, options);
	return found.some(({type}) => type !== 'folder');
}

/** Are there assets with all of these codes? */
export async function areThere(entities: Preservica['entities'], codes: readonly string[], options: RequestOptions): Promise<boolean> {
	for (const code of codes) {
		if (!(await isThere(entities, code, options))) {
			return false;
		}
	}
	return true;
}
