import {createHash} from 'node:crypto';
import {posix} from 'node:path';
import type {SandboxContext} from '../../context.ts';
import {compliantPath} from './compliance.ts';
import {readText} from './keep-file.ts';
import type {TransferType} from './transfer-types.ts';
import type {UnitFile} from './unit.ts';

const checksumFile = /^metadata\/checksum\.(md5|sha1|sha256|sha512)$/u;

/**
 * What is wrong with the checksums a transfer brings along in `metadata/checksum.<algorithm>`: another number of lines than there are objects, a line that
 * is none, a digest that differs, or a file that is not there. Lines are those of `sha256sum`, which is run in `objects/`. `undefined` when all is well.
 */
export async function checksumProblem(
	context: SandboxContext,
	type: TransferType,
	given: readonly UnitFile[],
): Promise<string | undefined> {
	const files = new Map(given.map(file => [compliantPath(type, file.path), file]));
	const objects = [...files.keys()].filter(path => path.startsWith('objects/')).length;
	for (const [path, list] of files) {
		const algorithm = checksumFile.exec(path)?.[1];
		if (algorithm === undefined) continue;
		const lines = linesOf(await readText(context, list));
		if (lines.length !== objects) return `${path}: Comparison failed with ${lines.length} checksum lines and ${objects} transfer files`;
		for (const line of lines) {
			const problem = await lineProblem(context, files, algorithm, line);
			if (problem !== undefined) return `${path}: ${problem}`;
		}
	}
	return undefined;
}

/** Every line counts, empty ones too; only after the last line end there is none. */
function linesOf(text: string): readonly string[] {
	const lines = text.split(/\r\n|\r|\n/u);
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

async function lineProblem(
	context: SandboxContext,
	files: ReadonlyMap<string, UnitFile>,
	algorithm: string,
	line: string,
): Promise<string | undefined> {
	if (line === '' || line.startsWith('#')) return undefined; // counted, and not compared
	const [, escaped = '', expected = '', written = ''] = /^(\\?)([0-9a-f]+) [ *](.+)$/iu.exec(line) ?? [];
	if (written === '') return `${JSON.stringify(line)} is improperly formatted`;
	const name = escaped === '' ? written : written.replaceAll(/\\([\\nr])/gu, (_, letter: string) => ({n: '\n', r: '\r'})[letter] ?? '\\');
	const file = files.get(posix.join('objects', name));
	if (!file) return `${name} does not exist`;
	const actual = await digest(context, file, algorithm);
	return actual === expected.toLowerCase() ? undefined : `${name} has the ${algorithm} ${actual}, not ${expected}`;
}

async function digest({store}: SandboxContext, {blob, sha256}: UnitFile, algorithm: string): Promise<string> {
	if (algorithm === 'sha256') return sha256;
	const hash = createHash(algorithm);
	for await (const chunk of store.blobs.read(blob)) hash.update(chunk);
	return hash.digest('hex');
}
