import {createProgress, DecodeError, type ProgressListener} from '@fonds/core';
import {verifyStream} from '@fonds/core/hash';
import {contentLengthOf} from '../bitstreams/content-length.ts';
import {ZipEnd} from './zip-end.ts';

interface ZipOptions {
	readonly path: string;
	readonly signal: AbortSignal | undefined;
	readonly onProgress: ProgressListener | undefined;
}

/** The bytes of an answer, which fail at their end when some are missing or they are no whole ZIP. */
export function requireZip(response: Response, {path, signal, onProgress}: ZipOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
	const size = contentLengthOf(response);
	const end = new ZipEnd();
	const progress = createProgress(onProgress, 'download', size);
	const reader = verifyStream(response.body ?? new Blob([]).stream(), {size, fixities: []}, {path, signal}).getReader();
	return new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				const {done, value} = await reader.read();
				if (!done) {
					end.update(value);
					progress.add(value.length);
					controller.enqueue(value);
					return;
				}
				if (!end.isWhole()) {
					throw new DecodeError(`${path} is not a whole ZIP: its end is missing. Download the export again.`, {code: 'incomplete-zip'});
				}
				progress.end();
				controller.close();
			},
			cancel: reason => reader.cancel(reason),
		},
		{highWaterMark: 0},
	);
}
