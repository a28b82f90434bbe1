import {Pages} from '@fonds/core';
import type {StoragePackage} from './package.ts';

/**
 * Whether a package is stored as one compressed file, going by the end of its path: `.7z`, `.tar.gz`, `.tar.bz2` and their like. No field
 * says so (reference 4.4).
 */
export function isCompressed({path}: Pick<StoragePackage, 'path'>): boolean {
	return /\.(?:7z|tar\.\w+)$/i.test(path);
}

/** The same list without what is not compressed. How many there are shows only at the end. */
export function onlyCompressed(packages: Pages<StoragePackage>): Pages<StoragePackage> {
	return new Pages(async function* () {
		for await (const page of packages.pages()) {
			yield {...page, items: page.items.filter(isCompressed), total: undefined};
		}
	});
}
