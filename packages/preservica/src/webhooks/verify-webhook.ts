import {AuthenticationError, ConfigurationError, DecodeError, type JsonValue} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import {entityTypeOf} from '../entities/entity-type.ts';
import {isSigned, secretBytes, signatureBytes} from './signature.ts';
import type {VerifyWebhookOptions, WebhookDelivery} from './webhook.ts';

/**
 * Reads a delivery of Preservica and proves that it comes from there: the signature is checked over the bytes as they came, before anything
 * is made of them. A signature holds no time, so an old delivery that somebody recorded proves itself, too.
 *
 * @throws AuthenticationError with code `signature` when it is not signed with one of the secrets.
 * @throws DecodeError with code `too-large` for too many bytes, and when what is signed is no delivery.
 * @throws ConfigurationError when no secret is given, or something read the body before.
 */
export async function verifyWebhook(request: Request, {secret, maxBytes = 1_048_576}: VerifyWebhookOptions): Promise<WebhookDelivery> {
	const secrets = secretBytes(secret);
	const signature = signatureBytes(request.headers.get('preservica-signature'));
	if (signature === undefined) {
		throw unsigned('The request has no signature of Preservica.');
	}
	const body = await readBody(request, maxBytes);
	if (!(await isSigned(secrets, signature, body))) {
		throw unsigned('The signature of the request is not that of its body by any of the secrets.');
	}
	return decodeDelivery(body);
}

function unsigned(message: string): AuthenticationError {
	return new AuthenticationError(message, {code: 'signature'});
}

async function readBody(request: Request, limit: number): Promise<Uint8Array> {
	if (request.bodyUsed) {
		throw new ConfigurationError(
			'The body of the request was read before. The signature is one of its bytes: no body parser may come first.',
		);
	}
	if (Number(request.headers.get('content-length') ?? 0) > limit) {
		throw new DecodeError(`The delivery has more than ${limit} bytes.`, {code: 'too-large'});
	}
	return request.body ? readAll(request.body, {limit}) : new Uint8Array();
}

function decodeDelivery(bytes: Uint8Array): WebhookDelivery {
	const body = parse(bytes);
	const events = isObject(body) ? body['events'] : undefined;
	if (!Array.isArray(events) || !events.every(isObject)) {
		throw new DecodeError('The delivery is signed, but has no list of events.');
	}
	return {
		events: events.map(data => {
			const {entityRef, entityType} = data;
			return {
				entityRef: typeof entityRef === 'string' ? entityRef : undefined,
				entityType: typeof entityType === 'string' ? entityTypeOf(entityType) : undefined,
				data,
			};
		}),
		body,
	};
}

function parse(bytes: Uint8Array): JsonValue {
	try {
		return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch {
		throw new DecodeError('The delivery is signed, but is no JSON.');
	}
}

function isObject(value: JsonValue): value is {readonly [key: string]: JsonValue} {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
