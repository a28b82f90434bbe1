import type {Finding} from '../findings/finding.ts';
import {statusOf} from '../findings/status.ts';
import {Expectations, expectFromXip} from '../pax/check-digests.ts';
import type {DigestFilesOptions} from '../tree/digest-files.ts';
import type {OpexAsset, OpexContents, OpexFolder} from './contents.ts';
import {createTell} from './tell.ts';

/** Options of {@link verifyOpex}. */
export interface VerifyOpexOptions extends DigestFilesOptions {}

/** What was found out about a package. */
export interface OpexReport {
	/** `valid`: there are no errors. */
	readonly status: 'valid' | 'invalid';
	/** Those of reading, and those of the digests. */
	readonly findings: readonly Finding[];
}

/**
 * Compares every file of a package with the digests in its documents, and those in a PAX with its `.xip` too. Each file is read once, and a zipped PAX once more for the
 * files in it. A file without a digest is told as a warning.
 *
 * @throws the reason of the signal. What is wrong comes as findings.
 */
export async function verifyOpex(contents: OpexContents, options: VerifyOpexOptions = {}): Promise<OpexReport> {
	// Those of a .xip that nothing proves a file are told below of all files.
	const findings = contents.findings.filter(({code}) => code !== 'no-fixity');
	const expectations = new Expectations();
	expectFolder(contents, expectations);
	await expectations.check(options, createTell(findings, undefined));
	return {status: statusOf(findings), findings};
}

function expectFolder({folders, assets}: Pick<OpexFolder, 'folders' | 'assets'>, expectations: Expectations): void {
	assets.forEach(asset => expectAsset(asset, expectations));
	folders.forEach(folder => expectFolder(folder, expectations));
}

function expectAsset({file, pax, path, document, documentPath}: OpexAsset, expectations: Expectations): void {
	const source = `"${documentPath}"`;
	for (const {algorithm, value, path: inner} of document?.fixities ?? []) {
		const target = inner === undefined ? file : pax?.tree.files.get(inner);
		if (algorithm !== undefined && target !== undefined) {
			expectations.add(target, inner === undefined ? path : `${path}/${inner}`, [{algorithm, value, source}]);
		}
	}
	// The digest of a ZIP file proves what is in it.
	const isProved = file !== undefined && document?.fixities.some(item => item.path === undefined && item.algorithm !== undefined) === true;
	if (file !== undefined && pax === undefined) {
		expectations.add(file, path, []);
	}
	if (pax !== undefined) {
		expectFromXip(pax, `${path}/`, expectations, isProved);
	}
}
