import type {PackageTree} from '../tree/package-tree.ts';
import type {OcflRelease} from './inventory.ts';
import {readText} from './read-file.ts';
import type {Tell} from './tell.ts';

/**
 * Looks for the one declaration, a NAMASTE file such as `0=ocfl_object_1.1`, that says what a folder is (OCFL 1.1, 3.2 and 4.2).
 *
 * @returns the release it declares; undefined when that cannot be told.
 */
export async function checkDeclaration(
	tree: PackageTree,
	kind: 'object' | 'root',
	tell: Tell,
	signal?: AbortSignal,
): Promise<OcflRelease | undefined> {
	const codes = kind === 'object' ? {one: 'E003', name: 'E006', text: 'E007'} : {one: 'E069', name: 'E079', text: 'E080'};
	const pattern = kind === 'object' ? /^0=ocfl_object_(\d+\.\d+)$/ : /^0=ocfl_(\d+\.\d+)$/;
	const declarations = [...tree.files.keys()].filter(path => /^\d=/.test(path) && !path.includes('/'));
	const [name] = declarations;
	if (name === undefined || declarations.length > 1) {
		tell(
			name === undefined || kind === 'object' ? codes.one : 'E076',
			`There are ${declarations.length} declarations of an OCFL ${kind}; there has to be one.`,
		);
	}
	const release = declarations.map(item => pattern.exec(item)?.[1]).find(item => item !== undefined);
	if (name === undefined || release === undefined) {
		if (name !== undefined) {
			tell(codes.name, `"${name}" does not declare an OCFL ${kind}.`, name);
		}
		return undefined;
	}
	if (release !== '1.0' && release !== '1.1') {
		tell(codes.name, `OCFL ${release} is not known here.`, name);
		return undefined;
	}
	const declared = kind === 'object' ? `ocfl_object_${release}` : `ocfl_${release}`;
	const text = await readText(tree, `0=${declared}`, signal);
	if (text !== `${declared}\n`) {
		tell(codes.text, `The declaration has to say "${declared}" and end its line.`, `0=${declared}`);
	}
	return release;
}
