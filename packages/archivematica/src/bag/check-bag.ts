import type {ArchiveFile} from './archive-file.ts';
import type {BagReport} from './bag-report.ts';
import {compareWithMets} from './compare-mets.ts';
import {inspectBag} from './inspect-bag.ts';
import type {InspectOptions} from './inspect-bag.ts';
import {judgeBag} from './judge-bag.ts';
import {openArchive} from './open-archive.ts';
import {readTar} from './read-tar.ts';

/** Options of {@link checkBag}. */
export type CheckBagOptions = InspectOptions;

/**
 * Checks the bag in a tar, plain or as gzip, while it streams: every file against all manifests, tag manifests, `Payload-Oxum`, what is missing
 * and what nobody named; with `mets` also against the METS in it. Nothing is unpacked.
 *
 * What is wrong with the bag is in the report. Leaving early cancels the stream.
 *
 * @throws ConfigurationError with code `unsupported-archive` for 7z and others; PackageError for an archive that is damaged or hostile, with the
 *   problem: `truncated`, `damaged-archive`, `trailing-bytes`, `unsafe-path`, `duplicate-path`, `link`, `sparse-file`, `special-file`, …
 */
export async function checkBag(archive: ReadableStream<Uint8Array>, options: CheckBagOptions = {}): Promise<BagReport> {
	return checkFiles(readTar(await openArchive(archive)), options);
}

/** Checks a bag whose files come from anywhere. */
export async function checkFiles(files: AsyncIterable<ArchiveFile>, options: CheckBagOptions = {}): Promise<BagReport> {
	const contents = await inspectBag(files, options);
	const report = judgeBag(contents);
	if (!options.mets || report.findings.some(({code}) => code === 'not-a-bag')) {
		return report;
	}
	const findings = [...report.findings, ...compareWithMets(contents, report.folder)];
	return {...report, findings, valid: !findings.some(({severity}) => severity === 'error')};
}
