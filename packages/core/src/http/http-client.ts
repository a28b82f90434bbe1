import {call} from './call.ts';
import type {HttpClient, HttpClientOptions} from './options.ts';
import {createRetryPolicy} from './retry.ts';
import {parseBaseUrl, resolveTarget} from './target.ts';

/**
 * Makes the one place that sends to a server. Nothing is sent before the first call.
 *
 * @throws ConfigurationError when the address cannot be used.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
	const base = parseBaseUrl(options.baseUrl);
	const policy = createRetryPolicy(options.retry);
	return {
		get baseUrl() {
			return new URL(base);
		},
		async send(method, target, sendOptions = {}) {
			return call(options, policy, method, resolveTarget(base, target, sendOptions, options.foreignLinks), sendOptions);
		},
	};
}
