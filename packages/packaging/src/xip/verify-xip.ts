import type {FixityAlgorithm} from '@fonds/core/hash';
import type {Finding} from '../findings/finding.ts';
import {statusOf} from '../findings/status.ts';
import {digestFiles, type DigestFilesOptions, type DigestRequest, type FileDigests} from '../tree/digest-files.ts';
import type {PackageFile} from '../tree/package-tree.ts';
import type {XipBitstream, XipContents} from './contents.ts';
import {createTell, type Tell} from './tell.ts';

/** Options of {@link verifyXip}. */
export interface VerifyXipOptions extends DigestFilesOptions {
	/** Whether every file is read and its digests compared, or only names and sizes. @default true */
	readonly digests?: boolean | undefined;
}

/** What was found out about a package. */
export interface XipReport {
	/** `valid`: there are no errors. */
	readonly status: 'valid' | 'invalid';
	/** Those of the contents, and those of the files. */
	readonly findings: readonly Finding[];
}

/**
 * Compares the files of a package that was read with what its metadata say of them: every file is there, sizes are right, and so is every digest. Each file is
 * read once, also without a digest: it can then be told at least whether it can be read.
 *
 * @throws the reason of the signal. What is wrong comes as findings.
 */
export async function verifyXip(contents: XipContents, options: VerifyXipOptions = {}): Promise<XipReport> {
	const findings: Finding[] = [...contents.findings];
	const tell = createTell(findings, contents.metadataPath);
	const described = new Map<PackageFile, XipBitstream[]>();
	for (const bitstream of contents.bitstreams) {
		const file = checkPresence(bitstream, tell);
		if (file !== undefined) {
			const known = described.get(file);
			if (known === undefined) {
				described.set(file, [bitstream]);
			} else {
				known.push(bitstream);
			}
		}
	}
	if (options.digests !== false) {
		for await (const read of digestFiles(requestsOf(described), options)) {
			checkDigests(read, described.get(read.file) ?? [], tell);
		}
	}
	return {status: statusOf(findings), findings};
}

function checkPresence({filename, location, size, fixities, file}: XipBitstream, tell: Tell): PackageFile | undefined {
	const path = location === undefined ? filename : `${location}/${filename}`;
	if (file === undefined) {
		tell('missing', `"${path}" is described, and not in the package.`, 'error', path);
		return undefined;
	}
	if (size !== undefined && size !== file.size) {
		tell('size-wrong', `"${file.path}" has ${file.size} bytes; the metadata say ${size}.`, 'error', file.path);
	}
	if (!fixities.some(({algorithm}) => algorithm !== undefined)) {
		tell('no-fixity', `"${file.path}" has no digest in the metadata, so that nothing proves it.`, 'warning', file.path);
	}
	return file;
}

function requestsOf(described: ReadonlyMap<PackageFile, readonly XipBitstream[]>): readonly DigestRequest[] {
	return Array.from(described, ([file, bitstreams]) => ({file, algorithms: [...new Set(bitstreams.flatMap(algorithmsOf))]}));
}

function algorithmsOf({fixities}: XipBitstream): readonly FixityAlgorithm[] {
	return fixities.flatMap(({algorithm}) => algorithm ?? []);
}

function checkDigests(
	{file: {path, size: listed}, size, digests, problem}: FileDigests,
	bitstreams: readonly XipBitstream[],
	tell: Tell,
): void {
	if (problem !== undefined) {
		tell('unreadable', `"${path}" cannot be read: ${problem}`, 'error', path);
		return;
	}
	if (size !== listed) {
		tell('size-wrong', `"${path}" gave ${size} bytes, not the ${listed} that it is said to have where it lies.`, 'error', path);
	}
	for (const {algorithm, name, value} of bitstreams.flatMap(({fixities}) => fixities)) {
		if (algorithm !== undefined && digests[algorithm] !== value) {
			const message = `"${path}" has the ${name} digest ${digests[algorithm]}; the metadata say ${value}. It was changed, or is damaged.`;
			tell('digest-wrong', message, 'error', path);
		}
	}
}
