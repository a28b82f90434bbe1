/**
 * Decodes standard Base64 of UTF-8 text as the servers do: characters outside the alphabet are dropped, wrong padding and bytes that are
 * not UTF-8 are errors (reference, 1.7). `undefined` is the error.
 */
export function decodeBase64(text: string): string | undefined {
	const kept = text.replaceAll(/[^A-Za-z0-9+/=]/gu, '');
	const data = kept.replace(/=.*$/u, '');
	const padding = kept.length - data.length;
	const missing = (4 - (data.length % 4)) % 4;
	if (missing === 3 || padding < missing) return undefined;
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(Buffer.from(data, 'base64'));
	} catch {
		return undefined;
	}
}

/** Standard Base64, with padding, of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}
