import {orAbort} from '../entries/abortable.ts';
import {pullStream} from '../entries/pull-stream.ts';
import type {PackageProgressListener} from '../entries/progress.ts';
import type {XipDescription} from '../xip/description.ts';
import type {PackageAssetsOptions} from '../xip/options.ts';
import {outlinePackage} from '../xip/outline.ts';
import type {XipPackage} from '../xip/package-assets.ts';
import type {XipPlan} from '../xip/plan.ts';
import {planPackage} from '../xip/plan-package.ts';
import {openExchange, type PackagingWorker} from './exchange.ts';
import {encodePlan} from './messages.ts';

/**
 * Packages assets like `packageAssets`, in a worker that has called `servePackaging`: reading, digests and compression leave the
 * page alone. Files have to be `File` objects, or entries made by `entryFromFile`.
 *
 * The worker starts when the stream is first read, and is never more than a few chunks ahead of it. It can make several packages.
 * A worker that is terminated cannot tell: give `signal`, and abort it.
 *
 * @throws ConfigurationError as `packageAssets` does; from the stream for files that cannot be given to a worker.
 * @throws PackageError (from the stream) as `packageAssets` does, and with the problem `worker-failed` if the worker breaks down.
 */
export function packageInWorker(worker: PackagingWorker, description: XipDescription, options: PackageAssetsOptions = {}): XipPackage {
	const plan = planPackage(description, options);
	const outline = outlinePackage(plan);
	return {
		bytes: pullStream(signal => receive(worker, plan, options.onProgress, signal), options.signal),
		get size() {
			return outline.size;
		},
		assets: outline.assets,
		name: outline.name,
	};
}

async function* receive(
	worker: PackagingWorker,
	plan: XipPlan,
	onProgress: PackageProgressListener | undefined,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const message = await orAbort(encodePlan(plan), signal);
	const exchange = openExchange(worker, {kind: 'plan', plan: message}, {signal, onProgress});
	try {
		yield* exchange.chunks();
	} finally {
		exchange.close();
	}
}
