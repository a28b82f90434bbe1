import {insidePath} from '../paths/server-path.ts';
import type {StoragePackage} from './package.ts';

/**
 * The path in the form SS-26 takes: the server decodes the value a second time after the query string was decoded, so it is encoded here once
 * and by the transport once more. Slashes may stay.
 *
 * @throws ConfigurationError for a path with `..`: the studied servers would follow it out of the package.
 */
export function extractionPath(file: string): string {
	return insidePath(file).text.split('/').map(encodeURIComponent).join('/');
}

/** The folder at the top of a package: the end of its path without the suffixes of compression (reference 5.3). */
export function packageFolder({path}: Pick<StoragePackage, 'path'>): string {
	const name = path.split('/').findLast(part => part !== '') ?? '';
	return name.replace(/(?:\.(?:7z|bz2|gz|tar))+$/, '');
}
