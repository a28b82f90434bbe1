import {ConfigurationError, isSdkError} from '@fonds/core';
import {answerChallenge} from './answer-challenge.ts';
import {verifyWebhook} from './verify-webhook.ts';
import type {ReceiveWebhookOptions, WebhookDelivery} from './webhook.ts';

/**
 * Answers what Preservica sends to a subscription, in any server that speaks `Request` and `Response`:
 *
 * ```ts
 * Deno.serve(request => receiveWebhook(request, {secret, onEvent: ({entityRef}) => queue.add(entityRef)}));
 * ```
 *
 * Challenges are answered; deliveries are verified, then told event by event. 200 when all were taken, 401 for a wrong signature, 400 for
 * what is signed and no delivery, 413 for too many bytes, 405 for other methods than POST, 500 when `onEvent` fails.
 *
 * @throws ConfigurationError when no secret is given, or something read the body before.
 */
export async function receiveWebhook(request: Request, options: ReceiveWebhookOptions): Promise<Response> {
	if (request.method !== 'POST') {
		return new Response('Webhooks are sent with POST.', {status: 405, headers: {allow: 'POST'}});
	}
	const challenge = await answerChallenge(request, options);
	if (challenge !== undefined) {
		return challenge;
	}
	let delivery: WebhookDelivery;
	try {
		delivery = await verifyWebhook(request, options);
	} catch (error) {
		if (error instanceof ConfigurationError) {
			throw error;
		}
		tell(options, error);
		return refuse(error);
	}
	try {
		for (const event of delivery.events) {
			await options.onEvent(event, delivery);
		}
	} catch (error) {
		tell(options, error);
		return new Response('The delivery was understood, but could not be worked on.', {status: 500});
	}
	return new Response('');
}

/** Our own messages say nothing that the sender does not know. */
function refuse(error: unknown): Response {
	const status = isSdkError(error, 'signature') ? 401 : isSdkError(error, 'too-large') ? 413 : 400;
	return new Response(isSdkError(error) ? error.message : 'The request broke off.', {status});
}

function tell({onError}: ReceiveWebhookOptions, error: unknown): void {
	try {
		onError?.(error);
	} catch {
		// A listener is a guest: its failure is not the sender's.
	}
}
