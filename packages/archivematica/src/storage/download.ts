import {FixityError, HttpError} from '@fonds/core';
import type {HttpClient, Path, ProgressListener, RequestOptions} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {verifyStream} from '@fonds/core/hash';

/** What is known about bytes before they come. */
export interface ExpectedDownload {
	readonly target: Path;
	readonly query?: Readonly<Record<string, string>> | undefined;
	/** For errors and progress. */
	readonly name: string;
	readonly size: number | undefined;
	readonly fixities: readonly Fixity[];
	/** Whether asking again costs the server little. Where it makes a tar first, it does not. */
	readonly retry: boolean;
}

/** Options of everything that downloads. */
export interface DownloadOptions extends RequestOptions {
	/** Told the bytes that arrived. */
	readonly onProgress?: ProgressListener | undefined;
}

/**
 * Asks for bytes and verifies them while they pass: the length the server announces, the size and every digest that is expected.
 *
 * There is no resuming: the server knows neither ranges nor entity tags (SS-27).
 *
 * @throws HttpError with code `not-local` while the content is on tape, FixityError when the announced length is not the expected one.
 */
export async function openDownload(
	http: HttpClient,
	expected: ExpectedDownload,
	{onProgress, ...options}: DownloadOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	const {target, query, name, size, fixities, retry} = expected;
	const headers = {accept: '*/*'};
	const response = await http.send('GET', target, {
		...options,
		timeout: options.timeout ?? preparing,
		query,
		headers,
		identity: true,
		retry,
	});
	const announced = announcedSize(response.headers);
	try {
		checkAnswer(response, name);
		if (size !== undefined && announced !== undefined && size !== announced) {
			throw new FixityError(
				`${name} should have ${size} bytes, and the Storage Service announces ${announced}. Check the package's fixity.`,
				{
					algorithm: 'size',
					expected: String(size),
					actual: String(announced),
					path: name,
				},
			);
		}
	} catch (error) {
		await response.body?.cancel();
		throw error;
	}
	const body = response.body ?? new Blob([]).stream();
	return verifyStream(body, {size: size ?? announced, fixities}, {path: name, signal: options.signal, onProgress, phase: 'download'});
}

/** Milliseconds a Storage Service may take to fetch from a remote space, to extract, or to make a tar before its first byte. */
const preparing = 3_600_000;

/** A 202 is no content, and neither is a page in place of an attachment (SS-27, reference 1.9). */
function checkAnswer(response: Response, name: string): void {
	if (response.status === 202) {
		throw new HttpError(`${name} is not on disk: the storage administrator was asked to fetch it. Try again when it is.`, {
			status: 202,
			method: 'GET',
			code: 'not-local',
		});
	}
	const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
	if (response.status !== 200 || (isPage && !response.headers.has('content-disposition'))) {
		throw new HttpError(
			`${name}: the Storage Service answered ${response.status} with ${isPage ? 'a web page' : 'something else than the content'}. A proxy may be in between.`,
			{status: response.status, method: 'GET', code: 'no-content'},
		);
	}
}

/** The length of what arrives, unless a proxy encoded it. */
function announcedSize(headers: Headers): number | undefined {
	const encoding = headers.get('content-encoding') ?? 'identity';
	const length = headers.get('content-length');
	return encoding === 'identity' && length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
