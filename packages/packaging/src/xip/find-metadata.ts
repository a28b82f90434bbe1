import {PackageError} from '@fonds/core';
import type {XmlElement} from '@fonds/core/xml';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {parseDocument} from '../tree/parse-document.ts';
import {readWhole} from '../tree/read-whole.ts';
import {isXipNamespace} from './names.ts';

/** The largest metadata that are read. */
const limit = {bytes: 512 * 1024 * 1024, what: 'the metadata of a package'};

/**
 * Finds `metadata.xml` at the top or in a folder at the top, or else a `.xip` there.
 *
 * @throws PackageError with the problem `not-xip`.
 */
export function findMetadata({files}: PackageTree, wanted: string | undefined): PackageFile {
	if (wanted !== undefined) {
		const file = files.get(wanted);
		if (file === undefined) {
			throw new PackageError(`There is no ${JSON.stringify(wanted)}.`, {problem: 'not-xip', path: wanted});
		}
		return file;
	}
	const forms = [/^metadata\.xml$/, /^[^/]+\/metadata\.xml$/, /^[^/]+\.xip$/, /^[^/]+\/[^/]+\.xip$/];
	for (const form of forms) {
		const found = [...files.values()].filter(({path}) => form.test(path));
		const [only] = found;
		if (found.length > 1) {
			const paths = found.slice(0, 3).map(({path}) => JSON.stringify(path));
			throw new PackageError(`There are several packages here: ${paths.join(', ')}. Say which one to read.`, {problem: 'not-xip'});
		}
		if (only !== undefined) {
			return only;
		}
	}
	throw new PackageError('There is neither metadata.xml nor a .xip file: this is no XIP package.', {
		problem: 'not-xip',
		path: 'metadata.xml',
	});
}

/**
 * Reads a whole XIP document.
 *
 * @throws PackageError with the problem `too-large`, `size-mismatch`, `unreadable` or `not-xip`; the reason of the signal.
 */
export async function readMetadata(file: PackageFile, signal: AbortSignal | undefined): Promise<XmlElement> {
	const {path} = file;
	const root = parseDocument(await readWhole(file, {limit, signal}), path);
	if (root.name !== 'XIP' || !isXipNamespace(root.namespace)) {
		const where = root.namespace === '' ? 'no namespace' : root.namespace;
		throw new PackageError(`The root of "${path}" is <${root.name}> in ${where}, not <XIP>.`, {problem: 'not-xip', path});
	}
	return root;
}
