import {NotFoundError, path, SdkError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {requireServer} from '../auth/require-server.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {NewSubscription, WebhookSubscription} from './webhook.ts';

/** Subscriptions to what happens on the server. They take a manager's right; before Preservica 6.8 every method throws `ConfigurationError` with code `version`. */
export class Webhooks {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The subscriptions there are (HOOK-01).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.8.
	 * @throws PermissionError without a manager's right.
	 */
	async subscriptions(options: RequestOptions = {}): Promise<readonly WebhookSubscription[]> {
		await requireServer(this.#session, '6.8', 'The Webhook API', options);
		const {listSubscriptions} = await import('./list-subscriptions.ts');
		return listSubscriptions(this.#session, options);
	}

	/**
	 * Subscribes (HOOK-02). The server sends a challenge to the address before it answers: `receiveWebhook` has to listen there already.
	 * Never repeated by itself. The secret is in no error and no event.
	 *
	 * @throws ConfigurationError when the address or the secret cannot work.
	 * @throws DecodeError when the subscription was made, but the answer cannot be read.
	 */
	async subscribe(subscription: NewSubscription, options: RequestOptions = {}): Promise<WebhookSubscription> {
		const {subscribe} = await import('./subscribe.ts');
		return subscribe(this.#session, subscription, options);
	}

	/**
	 * Ends a subscription (HOOK-03).
	 *
	 * @throws NotFoundError when there is none of this id.
	 */
	async unsubscribe(subscription: string | WebhookSubscription, options: RequestOptions = {}): Promise<void> {
		const id = typeof subscription === 'string' ? subscription : subscription.id;
		await requireServer(this.#session, '6.8', 'The Webhook API', options);
		await sendAndForget(this.#session.http, 'DELETE', path`api/webhook/subscriptions/${id}`, options);
	}

	/**
	 * Ends all subscriptions, also those others made (HOOK-01, HOOK-03), and gives what there was.
	 *
	 * @throws SdkError with code `unsubscribe-incomplete` that names what is left, when the server refuses some.
	 */
	async unsubscribeAll(options: RequestOptions = {}): Promise<readonly WebhookSubscription[]> {
		const all = await this.subscriptions(options);
		const left: WebhookSubscription[] = [];
		let reason: unknown;
		for (const subscription of all) {
			try {
				await this.unsubscribe(subscription, options);
			} catch (error) {
				options.signal?.throwIfAborted();
				if (!(error instanceof NotFoundError)) {
					left.push(subscription);
					reason ??= error;
				} // One that is gone has been ended by somebody else.
			}
		}
		if (left.length > 0) {
			throw incomplete(left, all.length, reason);
		}
		return all;
	}
}

function incomplete(left: readonly WebhookSubscription[], total: number, cause: unknown): SdkError {
	const names = left.map(({id, trigger}) => (trigger === undefined ? id : `${id} (${trigger})`)).join(', ');
	const why = cause instanceof Error ? ` ${cause.message}` : '';
	return new SdkError(`${left.length} of ${total} subscriptions could not be ended: ${names}.${why}`, {
		code: 'unsubscribe-incomplete',
		cause,
	});
}
