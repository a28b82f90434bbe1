import type {HttpClient, HttpMethod, Path, SendOptions} from '@fonds/core';

/** Sends a request whose answer tells nothing but that it was done. */
export async function sendAndForget(http: HttpClient, method: HttpMethod, target: Path | string, options: SendOptions = {}): Promise<void> {
	const response = await http.send(method, target, options);
	await response.body?.cancel();
}
