import type {HttpOperationResponse, IHttpClient, WebResource} from '@azure/storage-blob';
import type {HttpMethod, SendOptions} from '@fonds/core';
import {bodyOfBytes} from './body-of-bytes.ts';
import {completionLimit, sendLimit} from './send-stream.ts';
import type {StorageConnection} from './storage-connection.ts';

/** The requests of Azure's client, of which more is known than its types say: what we gave it comes back. */
interface AzureRequest extends Omit<WebResource, 'abortSignal' | 'body' | 'method'> {
	readonly method: HttpMethod;
	readonly abortSignal?: AbortSignal | undefined;
	readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Sends the requests of Azure's client through our own transport. The shared access signature joins the address here, at the last moment, so
 * that it never enters that client, whose errors and logs hold whole requests.
 *
 * @param timeout - Milliseconds one attempt to send a block may take.
 */
export function createAzureTransport({connect}: StorageConnection, signature: URLSearchParams, timeout: number | undefined): IHttpClient {
	return {
		async sendRequest(resource) {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bytes and signals are those that azure-store.ts gives
			const request = resource as AzureRequest;
			const url = new URL(request.url);
			const isCommit = url.searchParams.get('comp') === 'blocklist';
			for (const [name, value] of signature) {
				url.searchParams.set(name, value);
			}
			const response = await connect(url.origin).send(request.method, url, {
				...contentOf(request, timeout),
				...(isCommit && {retry: false, timeout: completionLimit}),
				signal: request.abortSignal,
			});
			const bodyAsText = await response.text();
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that the client reads of headers is their JSON
			const headers = {toJson: () => Object.fromEntries(response.headers)} as HttpOperationResponse['headers'];
			return {request: resource, status: response.status, headers, bodyAsText};
		},
	};
}

function contentOf({body, headers}: AzureRequest, timeout: number | undefined): SendOptions {
	const own = ownHeaders(headers.toJson());
	if (!(body instanceof Uint8Array)) {
		return {headers: own, body};
	}
	const sent = bodyOfBytes(body);
	return {headers: {...own, ...sent.headers}, body: sent.body, timeout: sendLimit(body.length, timeout)};
}

/** What the runtime sets itself stays away, and what a browser would have to ask the service for leave to send. */
const unsent = new Set(['host', 'content-length', 'accept-encoding', 'user-agent', 'x-ms-useragent', 'connection']);

function ownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !unsent.has(name.toLowerCase())));
}
