import {ConfigurationError, Secret} from '@fonds/core';
import type {WebhookOptions} from './webhook.ts';

const encoder = new TextEncoder();
const algorithm = {name: 'HMAC', hash: 'SHA-256'};

/** What the signed bytes of a delivery begin with; the body follows. */
export const deliveryPrefix = 'preservica-webhook-auth';

/**
 * The secrets as bytes of UTF-8.
 *
 * @throws ConfigurationError when there is none, or an empty one: everybody could sign with it.
 */
export function secretBytes(secret: WebhookOptions['secret']): Uint8Array<ArrayBuffer>[] {
	const secrets = (Array.isArray(secret) ? secret : [secret]).map((item: unknown) => (item instanceof Secret ? item.reveal() : item));
	if (secrets.length === 0 || secrets.some(item => typeof item !== 'string' || item === '')) {
		throw new ConfigurationError('A webhook needs the secret of its subscription; an empty one proves nothing.');
	}
	return secrets.map(item => encoder.encode(String(item)));
}

/** Signs a text: HMAC-SHA-256 in lower-case hexadecimal digits. */
export async function sign(secret: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
	const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
	const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
	return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of a signature; undefined when it has not the form of one. */
export function signatureBytes(text: string | null): Uint8Array<ArrayBuffer> | undefined {
	const hex = text?.trim() ?? '';
	return /^[\da-f]{64}$/i.test(hex) ? Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16)) : undefined;
}

/** Is this the signature of a delivery by one of the secrets? The comparison is WebCrypto's, in constant time. */
export async function isSigned(
	secrets: readonly Uint8Array<ArrayBuffer>[],
	signature: Uint8Array<ArrayBuffer>,
	body: Uint8Array,
): Promise<boolean> {
	const prefix = encoder.encode(deliveryPrefix);
	const signed = new Uint8Array(prefix.length + body.length);
	signed.set(prefix);
	signed.set(body, prefix.length);
	const verdicts = await Promise.all(
		secrets.map(async secret => {
			const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify']);
			return crypto.subtle.verify('HMAC', key, signature, signed);
		}),
	);
	return verdicts.includes(true);
}
