import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import {secretOf} from '../auth/credentials.ts';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {decodeSubscription} from './subscription-json.ts';
import {sendNew} from '../json/open-json.ts';
import {withoutSecret} from './without-secret.ts';
import type {NewSubscription, WebhookSubscription} from './webhook.ts';

/** Makes a subscription (HOOK-02). */
export async function subscribe(session: Session, wanted: NewSubscription, options: RequestOptions): Promise<WebhookSubscription> {
	const secret = secretOf(wanted.secret).reveal();
	const url = checkAddress(String(wanted.url));
	if (secret === '') {
		throw new ConfigurationError('A subscription needs a secret: without one, anybody could send you events.');
	}
	await requireServer(session, '6.8', 'Subscribing', options);
	const http = session.connect(({fetch = globalThis.fetch}) => ({fetch: withoutSecret(fetch, secret)}));
	const {trigger: triggerType, includeIdentifiers = true} = wanted;
	const body = {url, triggerType, secret, includeIdentifiers};
	const advice = 'The subscription may have been made: look into webhooks.subscriptions() before subscribing again.';
	const {id, ...told} = await sendNew(http, path`api/webhook/subscriptions`, body, {decode: decodeSubscription, advice}, options);
	return {
		id,
		url: told.url ?? url,
		trigger: told.trigger ?? triggerType,
		includeIdentifiers: told.includeIdentifiers ?? includeIdentifiers,
	};
}

function checkAddress(address: string): string {
	const protocol = URL.parse(address)?.protocol;
	if (protocol !== 'https:' && protocol !== 'http:') {
		throw new ConfigurationError('The address of a subscription begins with https:// or http://.');
	}
	return address.trim();
}
