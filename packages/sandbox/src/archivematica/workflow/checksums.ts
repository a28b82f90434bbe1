import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {readText} from './keep-file.ts';
import type {UnitFile} from './unit.ts';

const checksumFile = /^metadata\/checksum\.(md5|sha1|sha256|sha512)$/u;

/**
 * What is wrong with the checksums a transfer brings along in `metadata/checksum.<algorithm>`: a digest that differs, or a file that is not
 * there. Lines are those of `sha256sum`; names are relative to the transfer's objects. `undefined` when all is well.
 */
export async function checksumProblem(context: SandboxContext, files: readonly UnitFile[]): Promise<string | undefined> {
	for (const list of files) {
		const algorithm = checksumFile.exec(list.path)?.[1];
		if (algorithm === undefined) continue;
		for (const [, expected = '', name = ''] of (await readText(context, list)).matchAll(/^\\?([0-9a-f]+)\s+\*?(.+?)\r?$/gimu)) {
			const file = findFile(files, name);
			if (!file) return `${list.path}: ${name} does not exist`;
			const actual = await digest(context, file, algorithm);
			if (actual !== expected.toLowerCase()) return `${list.path}: ${name} has the ${algorithm} ${actual}, not ${expected}`;
		}
	}
	return undefined;
}

function findFile(files: readonly UnitFile[], name: string): UnitFile | undefined {
	const relative = name.replace(/^(?:\.\.?\/)+/u, '').replace(/^objects\//u, '');
	return files.find(({path}) => path === `objects/${relative}`) ?? files.find(({path}) => path === relative);
}

async function digest({store}: SandboxContext, {blob, sha256}: UnitFile, algorithm: string): Promise<string> {
	if (algorithm === 'sha256') return sha256;
	const hash = createHash(algorithm);
	for await (const chunk of store.blobs.read(blob)) hash.update(chunk);
	return hash.digest('hex');
}
