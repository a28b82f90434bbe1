import type {Finding} from '../findings/finding.ts';
import {digestFiles, type DigestFilesOptions, type DigestRequest} from '../tree/digest-files.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import type {Bag} from './bag.ts';
import {checkBag, type ListedFile} from './check-bag.ts';
import {checkProfile, type BagProfile} from './profile.ts';
import {readBag} from './read-bag.ts';

/** Options of {@link validateBag}. */
export interface ValidateBagOptions extends DigestFilesOptions {
	/**
	 * Whether every file is read and its digests compared (the bag is *valid*, RFC 8493, 3), or only names and sizes (it is *complete*).
	 *
	 * @default true
	 */
	readonly digests?: boolean | undefined;
	/** A BagIt profile that the bag has to conform to. */
	readonly profile?: BagProfile | undefined;
	/** How the bag came, for what a profile says of serialization: a media type such as `application/zip`. @default a folder */
	readonly serialization?: string | undefined;
}

/** What was found out about a bag. */
export interface BagReport {
	/**
	 * `valid`: nothing is wrong. `incomplete`: nothing is wrong, but there are files that have to be fetched. `invalid`: there are errors. With `digests:
	 * false`, `valid` says no more than that the bag is complete.
	 */
	readonly status: 'valid' | 'incomplete' | 'invalid';
	readonly findings: readonly Finding[];
	readonly bag: Bag;
}

/**
 * Validates a bag of BagIt 0.93 to 1.0: each file is read once for the digests of all manifests.
 *
 * @throws PackageError with the problem `not-a-bag` or `too-large`; the reason of the signal. What is wrong with the bag comes as findings.
 * @see https://www.rfc-editor.org/rfc/rfc8493
 */
export async function validateBag(tree: PackageTree, options: ValidateBagOptions = {}): Promise<BagReport> {
	const bag = await readBag(tree, options);
	const findings: Finding[] = [...bag.findings];
	const tell = (finding: Finding): void => void findings.push(finding);
	const listed = checkBag(bag, tell);
	if (options.digests !== false) {
		await checkDigests(bag, listed, options, tell);
	}
	if (options.profile !== undefined) {
		checkProfile(bag, options.profile, options.serialization, tell);
	}
	const isWrong = findings.some(({severity}) => severity === 'error');
	const isHoley = findings.some(({code}) => code === 'not-fetched');
	return {status: isWrong ? 'invalid' : isHoley ? 'incomplete' : 'valid', findings, bag};
}

async function checkDigests(
	{tree}: Bag,
	listed: readonly ListedFile[],
	options: DigestFilesOptions,
	tell: (finding: Finding) => void,
): Promise<void> {
	const byPath = new Map<string, ListedFile[]>();
	for (const line of listed) {
		const lines = byPath.get(line.path);
		if (lines === undefined) {
			byPath.set(line.path, [line]);
		} else {
			lines.push(line);
		}
	}
	const requests: DigestRequest[] = [];
	for (const [path, lines] of byPath) {
		const file = tree.files.get(path);
		if (file !== undefined) {
			requests.push({file, algorithms: [...new Set(lines.map(({manifest}) => manifest.algorithm))]});
		}
	}
	for await (const {
		file: {path},
		digests,
		problem,
	} of digestFiles(requests, options)) {
		if (problem !== undefined) {
			tell({code: 'unreadable', severity: 'error', path, message: `"${path}" cannot be read: ${problem}`});
			continue;
		}
		for (const {manifest, entry} of byPath.get(path) ?? []) {
			const actual = digests[manifest.algorithm];
			if (actual !== entry.digest) {
				const message = `"${path}" has the ${manifest.algorithm} digest ${actual}; ${manifest.file} says ${entry.digest}. It was changed, or is damaged.`;
				tell({code: 'digest-wrong', severity: 'error', path, message});
			}
		}
	}
}
