import {PackageError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {readWhole} from '../tree/read-whole.ts';
import {subtree} from '../tree/subtree.ts';
import {bagAlgorithm, isModern, type Bag, type BagInfoElement, type FetchItem, type Manifest} from './bag.ts';
import {readBagInfo} from './bag-info.ts';
import {readDeclaration} from './declaration.ts';
import {readFetchList, readManifest} from './manifest.ts';
import {decodeTagFile} from './tag-text.ts';

/** Options of {@link readBag}. */
export interface ReadBagOptions {
	/** Ends the reading with its reason. */
	readonly signal?: AbortSignal | undefined;
}

/** The largest tag file that is read: a manifest of some two million files. */
const limit = {bytes: 512 * 1024 * 1024, what: 'a tag file'};

/**
 * Reads the tag files of a bag of BagIt 0.93 to 1.0. What is wrong in them comes as findings; the payload is not looked at.
 *
 * @param tree - A folder with the bag, or a ZIP file with the bag in its only folder (RFC 8493, 4.2).
 * @throws PackageError with the problem `not-a-bag` when there is no `bagit.txt`, `too-large` or `size-mismatch` of a tag file; the reason of the signal, or what reading a file throws.
 */
export async function readBag(tree: PackageTree, {signal}: ReadBagOptions = {}): Promise<Bag> {
	const own = bagFolder(tree);
	const declarationFile = own.files.get('bagit.txt');
	if (declarationFile === undefined) {
		throw new PackageError('There is no bagit.txt: this is not a bag.', {problem: 'not-a-bag', path: 'bagit.txt'});
	}
	const findings: Finding[] = [];
	const tell = (finding: Finding): void => void findings.push(finding);
	const declaration = readDeclaration(await readWhole(declarationFile, {limit, signal}), tell);
	const modern = isModern(declaration);
	const textOf = async (file: PackageFile): Promise<string> =>
		decodeTagFile(await readWhole(file, {limit, signal}), declaration.encoding, file.path, tell);

	const manifests: Manifest[] = [];
	const tagManifests: Manifest[] = [];
	for (const file of own.files.values()) {
		const [, tag, name = ''] = /^(tag)?manifest-([^/]+)\.txt$/i.exec(file.path) ?? [];
		const algorithm = bagAlgorithm(name);
		if (name !== '' && algorithm === undefined) {
			const message = `The digest of ${file.path} is not known here, so that it proves nothing.`;
			tell({code: 'algorithm-unknown', severity: 'warning', path: file.path, message});
		} else if (algorithm !== undefined) {
			const isPayload = tag === undefined;
			const read = readManifest(await textOf(file), {file: file.path, algorithm, isPayload, isModern: modern}, tell);
			(isPayload ? manifests : tagManifests).push(read);
		}
	}
	return {
		tree: own,
		...declaration,
		info: await infoOf(own, declaration.version, textOf, tell),
		manifests,
		tagManifests,
		fetch: await fetchOf(own, modern, textOf, tell),
		findings,
	};
}

type TextOf = (file: PackageFile) => Promise<string>;
type Tell = (finding: Finding) => void;

/** Before 0.96 it was called `package-info.txt`. */
async function infoOf({files}: PackageTree, version: string, textOf: TextOf, tell: Tell): Promise<readonly BagInfoElement[]> {
	const file = files.get('bag-info.txt') ?? (Number(version) < 0.96 ? files.get('package-info.txt') : undefined);
	return file === undefined ? [] : readBagInfo(await textOf(file), file.path, version, tell);
}

async function fetchOf({files}: PackageTree, modern: boolean, textOf: TextOf, tell: Tell): Promise<readonly FetchItem[]> {
	const file = files.get('fetch.txt');
	return file === undefined ? [] : readFetchList(await textOf(file), modern, tell);
}

/** The bag itself: what is in the folder around it, if that is the only one. */
function bagFolder(tree: PackageTree): PackageTree {
	const tops = new Set([...tree.files.keys(), ...tree.emptyFolders].map(path => path.slice(0, path.indexOf('/') + 1)));
	const [folder = ''] = tops;
	if (tree.files.has('bagit.txt') || tops.size !== 1 || !tree.files.has(`${folder}bagit.txt`)) {
		return tree;
	}
	return subtree(tree, folder);
}
