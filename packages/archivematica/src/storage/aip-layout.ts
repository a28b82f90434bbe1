import {ConfigurationError} from '@fonds/core';
import {packageFolder} from './extraction-path.ts';
import type {StoragePackage} from './package.ts';

/**
 * Where the METS of a package is in it (reference 4.10). Replicas keep the name of what they are a copy of, and DIPs that of their AIP.
 *
 * @throws ConfigurationError with code `no-mets` for transfers, deposits and files: they have none of their own.
 */
export function metsPath(storagePackage: Pick<StoragePackage, 'path' | 'type' | 'uuid'>): string {
	const {type, uuid} = storagePackage;
	const folder = packageFolder(storagePackage);
	const named = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.exec(folder)?.[0] ?? uuid;
	switch (type) {
		case 'AIP':
		case 'AIC': {
			return `${folder}/data/METS.${named}.xml`;
		}
		case 'DIP': {
			return `${folder}/METS.${named}.xml`;
		}
		default: {
			throw new ConfigurationError(`The package ${uuid} is of the type ${type}, which has no METS of its own. Ask for an AIP or a DIP.`, {
				code: 'no-mets',
			});
		}
	}
}
