import type {ProgressListener} from '@fonds/core';
import type {Digests, HashAlgorithm} from '@fonds/core/hash';
import type {BagReport, ValidateBagOptions} from '../bagit/validate-bag.ts';
import type {BlobEntry} from '../entries/file-entry.ts';
import type {OcflReport, ValidateOcflObjectOptions} from '../ocfl/validate-object.ts';
import type {PreflightOptions, PreflightReport} from '../preflight/preflight.ts';
import type {TransferReport, ValidateTransferOptions} from '../transfer/validate-transfer.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import type {VerifyXipOptions, XipReport} from '../xip/verify-xip.ts';

/** What can be read in a worker: a ZIP file, a folder that a user chose, or a tree of chosen files. */
export type WorkerSource = Blob | FileSystemDirectoryHandle | PackageTree;

/** A file of which digests were asked for. */
export interface DigestedFile {
	readonly path: string;
	/** Bytes that were read. */
	readonly size: number;
	readonly digests: Digests;
	/** Why it could not be read; there are no digests then. */
	readonly problem: string | undefined;
}

/** Options without what is given beside them. */
type Plain<O> = Omit<O, 'signal' | 'onProgress'>;

/** What a worker can be asked for beside packages. */
export interface WorkerTasks {
	/** Digests of chosen files, each read once. */
	digestFiles(files: Iterable<BlobEntry> | AsyncIterable<BlobEntry>, algorithms: readonly HashAlgorithm[]): readonly DigestedFile[];
	/** `preflight`, of chosen files too. */
	preflight(source: WorkerSource | Iterable<BlobEntry> | AsyncIterable<BlobEntry>, options?: Plain<PreflightOptions>): PreflightReport;
	/** `validateBag`, without the bag itself. */
	validateBag(source: WorkerSource, options?: Plain<ValidateBagOptions>): Omit<BagReport, 'bag'>;
	/** `validateOcflObject`. */
	validateOcflObject(source: WorkerSource, options?: Plain<ValidateOcflObjectOptions>): OcflReport;
	/** `validateTransfer`. */
	validateTransfer(source: WorkerSource, options?: Plain<ValidateTransferOptions>): TransferReport;
	/** `verifyXip` of what `readXip` reads. */
	verifyXip(source: WorkerSource, options?: Plain<VerifyXipOptions>): XipReport;
}

/** What comes with the task, and cannot be posted. */
export interface TaskOptions {
	readonly signal: AbortSignal;
	readonly onProgress: ProgressListener | undefined;
}

type Task<T extends keyof WorkerTasks> = (options: TaskOptions, ...args: Parameters<WorkerTasks[T]>) => Promise<ReturnType<WorkerTasks[T]>>;

/** Loads what a task needs when it is first asked for. */
export const tasks: {readonly [T in keyof WorkerTasks]: Task<T>} = {
	async digestFiles({signal, onProgress}, files, algorithms) {
		const [{digestFiles}, {blobFile}] = await Promise.all([import('../tree/digest-files.ts'), import('../tree/tree-of-entries.ts')]);
		const requests = [];
		for await (const entry of files) {
			requests.push({file: blobFile(entry), algorithms});
		}
		const digested: DigestedFile[] = [];
		for await (const {file, size, digests, problem} of digestFiles(requests, {signal, onProgress})) {
			digested.push({path: file.path, size, digests, problem});
		}
		return digested;
	},
	async preflight(control, source, options) {
		const {preflight} = await import('../preflight/preflight.ts');
		return await preflight(isEntries(source) ? source : await openSource(source, control.signal), {...options, ...control});
	},
	async validateBag(control, source, options) {
		const {validateBag} = await import('../bagit/validate-bag.ts');
		const {status, findings} = await validateBag(await openSource(source, control.signal), {...options, ...control});
		return {status, findings};
	},
	async validateOcflObject(control, source, options) {
		const {validateOcflObject} = await import('../ocfl/validate-object.ts');
		return await validateOcflObject(await openSource(source, control.signal), {...options, ...control});
	},
	async validateTransfer(control, source, options) {
		const {validateTransfer} = await import('../transfer/validate-transfer.ts');
		return await validateTransfer(await openSource(source, control.signal), {...options, ...control});
	},
	async verifyXip(control, source, options) {
		const [{readXip}, {verifyXip}] = await Promise.all([import('../xip/read-xip.ts'), import('../xip/verify-xip.ts')]);
		return await verifyXip(await readXip(await openSource(source, control.signal)), {...options, ...control});
	},
};

/** A handle can be gone through, too. */
function isEntries(source: Parameters<WorkerTasks['preflight']>[0]): source is Iterable<BlobEntry> | AsyncIterable<BlobEntry> {
	return !('isSameEntry' in source) && (Symbol.iterator in source || Symbol.asyncIterator in source);
}

async function openSource(source: WorkerSource, signal: AbortSignal): Promise<PackageTree> {
	if (source instanceof Blob) {
		const [{openZip}, {treeOfZip}] = await Promise.all([import('../unzip/open-zip.ts'), import('../tree/tree-of-zip.ts')]);
		return treeOfZip(await openZip(source));
	}
	if ('files' in source) {
		return source;
	}
	const {treeOfDirectory} = await import('../sources/directory-handle.ts');
	return await treeOfDirectory(source, {signal});
}
