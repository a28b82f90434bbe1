import {ConflictError, PackageError} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {isCompressed} from './compressed.ts';
import type {FixityReport} from './fixity-report.ts';
import type {StoragePackage} from './package.ts';
import type {PointerFile} from './pointer-file.ts';

/**
 * What a download of a package can be verified with (reference 5.3).
 *
 * Compressed packages have a pointer file with size and digests. For all others the Storage Service makes a tar when it is asked; nobody
 * knows a digest of that, so only its announced length can be checked: validate the bag in it, or have the server check the fixity.
 */
export interface PackageEvidence {
	readonly package: StoragePackage;
	/** `digest`: every byte is verified. `length`: only that nothing is missing at the end. */
	readonly strength: 'digest' | 'length';
	readonly size: number | undefined;
	readonly fixities: readonly Fixity[];
	readonly pointerFile: PointerFile | undefined;
	/** What the server found, where it was asked to check. */
	readonly fixityReport: FixityReport | undefined;
}

/** Puts together what is known about a package. */
export function gatherEvidence(
	storagePackage: StoragePackage,
	pointerFile: PointerFile | undefined,
	fixityReport: FixityReport | undefined,
): PackageEvidence {
	const fixities = pointerFile?.fixities ?? [];
	return {
		package: storagePackage,
		strength: fixities.length > 0 ? 'digest' : 'length',
		size: pointerFile?.size ?? (isCompressed(storagePackage) ? storagePackage.size : undefined),
		fixities,
		pointerFile,
		fixityReport,
	};
}

/**
 * Refuses what cannot be downloaded in a good state.
 *
 * @throws ConflictError with code `not-stored`, PackageError when the server's own check failed.
 */
export function checkEvidence({package: {uuid, status, statusText, path}, fixityReport}: PackageEvidence): void {
	if (!['UPLOADED', 'VERIFIED', 'DEL_REQ', 'RECOVER_REQ'].includes(status)) {
		throw new ConflictError(`The package ${uuid} has the status ${statusText} in the Storage Service: it has no content to download.`, {
			code: 'not-stored',
		});
	}
	if (fixityReport?.success === false) {
		throw new PackageError(`The Storage Service found the package ${uuid} damaged: ${fixityReport.message}`, {
			problem: 'fixity-check-failed',
			path,
		});
	}
}
