import {verifyStream} from '@fonds/core/hash';
import type {Session} from '../auth/session.ts';
import type {Bitstream} from '../entities/representation.ts';
import type {DownloadOptions} from './bitstreams.ts';

/** Asks for the bytes of a file (ENT-32), to be checked while they pass. */
export async function openBitstream(
	{http}: Session,
	{url, filename, size, fixities}: Bitstream,
	{onProgress, verify = true, ...options}: DownloadOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	const response = await http.send('GET', url, {...options, identity: true});
	return verifyStream(response.body ?? new Blob([]).stream(), verify ? {size, fixities} : {fixities: []}, {
		path: filename,
		phase: 'download',
		signal: options.signal,
		onProgress,
	});
}
