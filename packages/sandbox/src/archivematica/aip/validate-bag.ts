import {createHash} from 'node:crypto';

/** A file of a bag, as far as checking it goes. */
export interface CheckedFile {
	readonly path: string;
	readonly size: number;
	readonly open: () => AsyncIterable<Uint8Array>;
}

/** What is wrong with a bag, in the three lists and the words of SS-29. */
export interface BagReport {
	readonly message: string;
	readonly missing: readonly {readonly path: string; readonly message: string}[];
	readonly changed: readonly {
		readonly path: string;
		readonly expected: string;
		readonly actual: string;
		readonly hash_type: string;
		readonly message: string;
	}[];
	readonly untracked: readonly {readonly path: string; readonly message: string}[];
}

const algorithms = new Set(['sha512', 'sha256', 'sha1', 'md5']);

/** Checks a bag: that it is one, its Payload-Oxum, and every file against every manifest. `undefined` when all is well. */
export async function validateBag(files: readonly CheckedFile[]): Promise<BagReport | undefined> {
	const byPath = new Map(files.map(file => [file.path, file]));
	const declaration = byPath.get('bagit.txt');
	if (!declaration) return problem('Expected bagit.txt does not exist');
	const payload = files.filter(({path}) => path.startsWith('data/'));
	const oxum = await payloadOxum(byPath.get('bag-info.txt'));
	const found = `${payload.reduce((sum, {size}) => sum + size, 0)}.${payload.length}`;
	if (oxum !== undefined && oxum !== found) {
		return problem(
			`Payload-Oxum validation failed. Expected ${oxum.replace('.', ' bytes in ')} files but found ${found.replace('.', ' bytes in ')} files`,
		);
	}
	const manifests = files.filter(({path}) => /^manifest-[a-z0-9]+\.txt$/u.test(path));
	if (manifests.length === 0) return problem('No manifest files found');
	return compare(
		byPath,
		payload,
		await readManifests([...manifests, ...files.filter(({path}) => /^tagmanifest-[a-z0-9]+\.txt$/u.test(path))]),
	);
}

interface Line {
	readonly path: string;
	readonly algorithm: string;
	readonly expected: string;
}

async function compare(
	byPath: ReadonlyMap<string, CheckedFile>,
	payload: readonly CheckedFile[],
	lines: readonly Line[],
): Promise<BagReport | undefined> {
	const listed = new Set(lines.map(({path}) => path));
	const missing = [...listed]
		.filter(path => !byPath.has(path))
		.map(path => ({path, message: `${path} exists in manifest but was not found on filesystem`}));
	const untracked = payload
		.filter(({path}) => !listed.has(path))
		.map(({path}) => ({path, message: `${path} exists on filesystem but is not in the manifest`}));
	const changed: BagReport['changed'][number][] = [];
	for (const {path, algorithm, expected} of lines) {
		const file = byPath.get(path);
		if (!file) continue;
		const actual = await digest(file, algorithm);
		if (actual === expected) continue;
		const message = `${path} ${algorithm} validation failed: expected="${expected}" found="${actual}"`;
		changed.push({path, expected, actual, hash_type: algorithm, message});
	}
	const all = [...missing, ...changed, ...untracked].map(({message}) => message);
	return all.length === 0 ? undefined : {message: `Bag validation failed: ${all.join('; ')}`, missing, changed, untracked};
}

async function readManifests(manifests: readonly CheckedFile[]): Promise<readonly Line[]> {
	const lines: Line[] = [];
	for (const manifest of manifests) {
		const algorithm = /manifest-([a-z0-9]+)\.txt$/u.exec(manifest.path)?.[1] ?? '';
		if (!algorithms.has(algorithm)) continue;
		for (const line of (await readText(manifest)).split(/\r\n|\n|\r/u)) {
			const match = /^([0-9a-f]+)\s+\*?(?:\.\/)?(.+)$/iu.exec(line);
			if (match?.[1] !== undefined && match[2] !== undefined)
				lines.push({algorithm, expected: match[1].toLowerCase(), path: decodePath(match[2])});
		}
	}
	return lines;
}

async function payloadOxum(info: CheckedFile | undefined): Promise<string | undefined> {
	return info && /^Payload-Oxum:\s*(\S+)/imu.exec(await readText(info))?.[1];
}

async function digest(file: CheckedFile, algorithm: string): Promise<string> {
	const hash = createHash(algorithm);
	for await (const chunk of file.open()) hash.update(chunk);
	return hash.digest('hex');
}

async function readText(file: CheckedFile): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of file.open()) chunks.push(chunk);
	return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Line ends and percent signs are encoded in manifests (RFC 8493, 2.1.3). */
function decodePath(path: string): string {
	return path.replaceAll(/%(0A|0D|25)/giu, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

function problem(message: string): BagReport {
	return {message, missing: [], changed: [], untracked: []};
}
