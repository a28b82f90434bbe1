import type {FixityAlgorithm} from '@fonds/core/hash';
import {algorithmOf} from '../mets/premis-xml.ts';
import {finding} from './bag-report.ts';
import type {BagFinding, BagReport, CheckedFile} from './bag-report.ts';
import type {BagContents} from './inspect-bag.ts';
import {parseManifest} from './manifest.ts';
import type {ManifestEntry} from './manifest.ts';

interface Manifest {
	readonly name: string;
	readonly algorithm: FixityAlgorithm;
	readonly entries: readonly ManifestEntry[];
}

/** Compares what is in a bag with what should be (RFC 8493; 0.97 and older with their own rules). */
export function judgeBag({files, tagFiles}: BagContents): BagReport {
	const findings: BagFinding[] = [];
	const folder = folderOf(tagFiles);
	if (folder === undefined) {
		findings.push(finding('error', 'not-a-bag', undefined, 'There is no bagit.txt, or more than one: this is no bag.'));
		return {valid: false, findings, folder: '', version: undefined, algorithms: [], payloadFiles: 0, payloadBytes: 0};
	}
	const inside = new Map([...files].filter(([path]) => path.startsWith(folder)).map(([path, file]) => [path.slice(folder.length), file]));
	for (const path of files.keys()) {
		if (!path.startsWith(folder)) {
			findings.push(finding('error', 'outside', path, `${path} is beside the bag, not in it.`));
		}
	}
	const {version, read} = declarationOf(tagFiles, folder, findings);
	const payload = manifestsOf('manifest', tagFiles, folder, read, findings);
	const tags = manifestsOf('tagmanifest', tagFiles, folder, read, findings);
	const toFetch = new Set(fetchedPaths(read('fetch.txt')));
	if (payload.length === 0) {
		findings.push(finding('error', 'no-manifest', undefined, 'The bag has no payload manifest that can be checked.'));
	}
	for (const manifest of [...payload, ...tags]) {
		findings.push(...compare(manifest, inside, toFetch));
	}
	findings.push(...untracked(payload, inside, Number(version ?? 0) >= 1));
	const payloads = [...inside].filter(([path]) => path.startsWith('data/'));
	const payloadBytes = payloads.reduce((sum, [, {size}]) => sum + size, 0);
	findings.push(...checkOxum(read('bag-info.txt'), payloadBytes, payloads.length));
	return {
		valid: !findings.some(({severity}) => severity === 'error'),
		findings,
		folder: folder.replace(/\/$/, ''),
		version,
		algorithms: payload.map(({algorithm}) => algorithm),
		payloadFiles: payloads.length,
		payloadBytes,
	};
}

/** The folder of the only bag there is, with a slash at its end. */
function folderOf(tagFiles: ReadonlyMap<string, Uint8Array>): string | undefined {
	const declarations = [...tagFiles.keys()].filter(path => /(?:^|\/)bagit\.txt$/.test(path));
	const [only, ...others] = declarations.includes('bagit.txt') ? ['bagit.txt'] : declarations;
	return others.length === 0 ? only?.slice(0, -'bagit.txt'.length) : undefined;
}

/** `bagit.txt` is UTF-8 and says what the other tag files are in. */
function declarationOf(tagFiles: ReadonlyMap<string, Uint8Array>, folder: string, findings: BagFinding[]) {
	const bytes = tagFiles.get(`${folder}bagit.txt`) ?? new Uint8Array(0);
	const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
	const version = /^BagIt-Version: (\d+\.\d+)\s*$/m.exec(text)?.[1];
	const encoding = /^Tag-File-Character-Encoding: (\S+)\s*$/m.exec(text)?.[1];
	if (version === undefined || encoding === undefined || text.startsWith('\uFEFF')) {
		findings.push(finding('error', 'bag-declaration', 'bagit.txt', 'bagit.txt does not say version and encoding as it should.'));
	}
	const decoder = decoderOf(encoding ?? 'utf-8', findings);
	const read = (name: string): string | undefined => {
		const tagFile = tagFiles.get(folder + name);
		try {
			return tagFile && decoder.decode(tagFile);
		} catch {
			findings.push(finding('error', 'malformed-line', name, `${name} is not ${encoding ?? 'UTF-8'}.`));
			return undefined;
		}
	};
	return {version, read};
}

function decoderOf(label: string, findings: BagFinding[]): TextDecoder {
	try {
		return new TextDecoder(label, {fatal: true});
	} catch {
		findings.push(finding('error', 'bag-declaration', 'bagit.txt', `The encoding ${label.slice(0, 40)} is not known here.`));
		return new TextDecoder('utf-8', {fatal: true});
	}
}

function manifestsOf(
	kind: 'manifest' | 'tagmanifest',
	tagFiles: ReadonlyMap<string, Uint8Array>,
	folder: string,
	read: (name: string) => string | undefined,
	findings: BagFinding[],
): readonly Manifest[] {
	const names = [...tagFiles.keys()].map(path => path.slice(folder.length)).filter(name => name.startsWith(`${kind}-`));
	return names.toSorted().flatMap((name): readonly Manifest[] => {
		const algorithm = algorithmOf(name.slice(kind.length + 1, -'.txt'.length));
		if (algorithm === undefined) {
			findings.push(finding('warning', 'unknown-algorithm', name, `${name} has an algorithm that cannot be checked here.`));
			return [];
		}
		const text = read(name);
		return text === undefined ? [] : [{name, algorithm, entries: parseManifest(name, text, findings)}];
	});
}

function compare(
	{name, algorithm, entries}: Manifest,
	files: ReadonlyMap<string, CheckedFile>,
	toFetch: ReadonlySet<string>,
): BagFinding[] {
	return entries.flatMap(({path, written, digest}): BagFinding[] => {
		const file = files.get(path) ?? files.get(written);
		if (file === undefined) {
			const where = toFetch.has(path) ? 'is still to be fetched' : 'is not there';
			return [finding('error', 'missing', path, `${path} is in ${name} and ${where}.`, {algorithm, expected: digest})];
		}
		const actual = file.digests[algorithm];
		return actual === digest
			? []
			: [
					finding('error', 'changed', path, `The ${algorithm} of ${path} should be ${digest} and is ${actual}.`, {
						algorithm,
						expected: digest,
						actual,
					}),
				];
	});
}

/** Since 1.0 every manifest names every file; before, one was enough. */
function untracked(manifests: readonly Manifest[], files: ReadonlyMap<string, CheckedFile>, needsAll: boolean): BagFinding[] {
	const named = manifests.map(({name, entries}) => ({name, paths: new Set(entries.flatMap(({path, written}) => [path, written]))}));
	return [...files.keys()]
		.filter(path => path.startsWith('data/'))
		.flatMap((path): BagFinding[] => {
			const without = named.filter(({paths}) => !paths.has(path)).map(({name}) => name);
			if (without.length === named.length) {
				return [finding('error', 'untracked', path, `${path} is in no manifest.`)];
			}
			const isPartial = needsAll && without.length > 0;
			return isPartial ? [finding('error', 'not-in-every-manifest', path, `${path} is not in ${without.join(', ')}.`)] : [];
		});
}

function checkOxum(bagInfo: string | undefined, bytes: number, count: number): BagFinding[] {
	const [, expected] = /^Payload-Oxum\s*:\s*(\S+)\s*$/im.exec(bagInfo ?? '') ?? [];
	const actual = `${bytes}.${count}`;
	return expected === undefined || expected === actual
		? []
		: [
				finding('error', 'payload-oxum', 'bag-info.txt', `The payload should be ${expected} (bytes.files) and is ${actual}.`, {
					expected,
					actual,
				}),
			];
}

function fetchedPaths(text: string | undefined): readonly string[] {
	return (text ?? '').split(/\r\n|\r|\n/).flatMap(line => /^\s*\S+\s+\S+\s+(.+)$/.exec(line)?.[1] ?? []);
}
