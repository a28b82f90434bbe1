import type {XipDescription} from '../xip/description.ts';
import type {PackageAssetsOptions} from '../xip/options.ts';
import type {XipPackage} from '../xip/package-assets.ts';
import {openZipExchange, type PackagingWorker} from './exchange.ts';

/** Options of {@link packageInWorker}. References that have to be known beforehand are given in the description. */
export type PackageInWorkerOptions = Omit<PackageAssetsOptions, 'createRef'>;

/**
 * Packages assets like `packageAssets`, in a worker that has called `servePackaging`: planning, reading, digests and compression leave the
 * page alone. Files have to be `File` objects, or entries made by `entryFromFile` or `entriesOfDirectory`. The stream has to be read or cancelled, or
 * the signal ended: the worker keeps the package until then, never more than a few chunks ahead. It can make several packages.
 *
 * @throws ConfigurationError as `packageAssets` does, and for what cannot be given to a worker.
 * @throws PackageError (from the stream) as `packageAssets` does, and with the problem `worker-failed` if the worker breaks down.
 */
export async function packageInWorker(
	worker: PackagingWorker,
	description: XipDescription,
	{signal, onProgress, ...options}: PackageInWorkerOptions = {},
): Promise<XipPackage> {
	return await openZipExchange(worker, {kind: 'assets'}, [description, options], {signal, onProgress});
}
