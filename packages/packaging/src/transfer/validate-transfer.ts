import {parseXml} from '@fonds/core/xml';
import {validateBag} from '../bagit/validate-bag.ts';
import type {Finding} from '../findings/finding.ts';
import {statusOf} from '../findings/status.ts';
import type {Tell} from '../metadata/table.ts';
import type {DigestFilesOptions} from '../tree/digest-files.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {readWhole} from '../tree/read-whole.ts';
import {checkChecksums} from './check-checksums.ts';
import {checkMetadataCsv, metadataCsvPath} from './check-metadata-csv.ts';
import {checkNames} from './check-names.ts';
import {checkRightsCsv, rightsCsvPath} from './check-rights-csv.ts';
import {readChecksumFile, type ChecksumFile} from './checksum-file.ts';
import {modelOf, type TransferModel} from './transfer-model.ts';
import type {TransferChecksum} from './transfer.ts';

/** Options of {@link validateTransfer}. */
export interface ValidateTransferOptions extends DigestFilesOptions {
	/** Whether files are read and compared with the checksum files, or the manifests of a bag, or only names and sizes. @default true */
	readonly digests?: boolean | undefined;
}

/** What was found out about a transfer. */
export interface TransferReport {
	readonly kind: 'standard' | 'bag';
	/** `invalid`: there are errors. */
	readonly status: 'valid' | 'invalid';
	readonly findings: readonly Finding[];
}

/** The largest table that is read. */
const limit = {bytes: 256 * 1024 * 1024, what: 'a table'};

/**
 * Validates a transfer before it is sent: a standard one, or a bag if there is a `bagit.txt`. Each object is read once at most.
 *
 * Told are what Archivematica would fail on (`error`), and what it would do that may not be meant (`warning`): rows of `metadata.csv` and `rights.csv` that are about
 * nothing, files without a row, digests that differ, names that will be changed.
 *
 * @throws PackageError with the problem `too-large` for a table that is too long to be read; the reason of the signal.
 */
export async function validateTransfer(tree: PackageTree, options: ValidateTransferOptions = {}): Promise<TransferReport> {
	const findings: Finding[] = [];
	const tell: Tell = finding => void findings.push(finding);
	const isBag = hasBag(tree);
	let own = tree;
	if (isBag) {
		const {findings: told, bag} = await validateBag(tree, options);
		told.forEach(tell);
		own = bag.tree;
	}
	const model = modelOf(own, isBag ? 'bag' : 'standard');
	model.findings.forEach(tell);
	if (model.objects.size === 0) {
		tell({code: 'no-objects', severity: 'error', path: 'objects', message: 'There is no object: Archivematica takes no transfer without.'});
	}
	checkNames(model, tell);
	await checkTables(model, tell, options);
	await checkConfiguration(model.others.get('processingMCP.xml'), tell, options.signal);
	const lists = await checksumFiles(model, tell, options);
	if (isBag) {
		lists.forEach(({path}) =>
			tell({code: 'checksum-in-bag', severity: 'warning', path, message: `"${path}" is not needed in a bag, which has manifests.`}),
		);
	} else if (lists.length > 0) {
		await checkChecksums(lists, model, tell, options);
	}
	return {kind: model.kind, status: statusOf(findings), findings};
}

/** A bag at the top, or in the only folder there is; a bag in `objects/` is one of the objects. */
function hasBag({files}: PackageTree): boolean {
	const tops = new Set(Array.from(files.keys(), path => path.split('/')[0]!));
	const [top = ''] = tops;
	return files.has('bagit.txt') || (tops.size === 1 && top !== 'objects' && files.has(`${top}/bagit.txt`));
}

async function checkTables(model: TransferModel, tell: Tell, {signal}: ValidateTransferOptions): Promise<void> {
	const metadata = model.others.get(metadataCsvPath);
	if (metadata !== undefined) {
		const bytes = await bytesOf(metadata, metadataCsvPath, tell, signal);
		await (bytes && checkMetadataCsv(bytes, model, tell));
	}
	const rights = model.others.get(rightsCsvPath);
	if (rights !== undefined) {
		const bytes = await bytesOf(rights, rightsCsvPath, tell, signal);
		await (bytes && checkRightsCsv(bytes, model, tell));
	}
}

async function checkConfiguration(file: PackageFile | undefined, tell: Tell, signal: AbortSignal | undefined): Promise<void> {
	const path = 'processingMCP.xml';
	const bytes = file && (await bytesOf(file, path, tell, signal));
	let problem = 'its outermost element is another one';
	try {
		if (bytes === undefined || parseXml(bytes).name === 'processingMCP') {
			return;
		}
	} catch (error) {
		problem = error instanceof Error ? error.message : String(error);
	}
	tell({
		code: 'processing-configuration',
		severity: 'error',
		path,
		message: `processingMCP.xml is no processing configuration: ${problem}.`,
	});
}

async function checksumFiles({others}: TransferModel, tell: Tell, {signal}: ValidateTransferOptions): Promise<readonly ChecksumFile[]> {
	const lists: ChecksumFile[] = [];
	for (const [path, file] of others) {
		const algorithm = /^metadata\/checksum\.(md5|sha1|sha256|sha512)$/.exec(path)?.[1] as TransferChecksum | undefined; // oxlint-disable-line typescript/no-unsafe-type-assertion -- by the expression
		const bytes = algorithm && (await bytesOf(file, path, tell, signal));
		if (algorithm !== undefined && bytes !== undefined) {
			lists.push(readChecksumFile(new TextDecoder().decode(bytes), path, algorithm, tell));
		} else if (/^metadata\/checksums?\b/i.test(path) && algorithm === undefined) {
			const message = `"${path}" is not read as a checksum file: those are called checksum.md5, checksum.sha1, checksum.sha256 or checksum.sha512.`;
			tell({code: 'checksum-name', severity: 'warning', path, message});
		}
	}
	return lists;
}

async function bytesOf(file: PackageFile, path: string, tell: Tell, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
	try {
		return await readWhole(file, {limit, signal});
	} catch (error) {
		signal?.throwIfAborted();
		if (file.size > limit.bytes) {
			throw error;
		}
		tell({
			code: 'unreadable',
			severity: 'error',
			path,
			message: `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
		});
		return undefined;
	}
}
