import {HttpError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {expectEmpty} from './contents.ts';

/** SS-30: a GET that calls others, and is not repeated. */
export async function sendCallbacks(http: HttpClient, uuid: string, options: RequestOptions): Promise<void> {
	try {
		await expectEmpty(await http.send('GET', path`api/v2/file/${uuid}/send_callback/post_store/`, {...options, retry: false}));
	} catch (error) {
		if (error instanceof HttpError && error.status === 500 && error.body?.includes('"failure_count"')) {
			const {message, status, method, url, body} = error;
			throw new HttpError(`${message} Those that succeeded are called again when this is repeated.`, {
				code: 'callbacks-failed',
				status,
				method,
				url,
				body,
			});
		}
		throw error;
	}
}
