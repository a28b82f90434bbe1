import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import {secretOf} from '../auth/credentials.ts';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {decodeSubscription} from './subscription-json.ts';
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
	const response = await http.send('POST', path`api/webhook/subscriptions`, {
		...options,
		headers: {accept: 'application/json', 'content-type': 'application/json'},
		body: JSON.stringify({url, triggerType: wanted.trigger, secret, includeIdentifiers: wanted.includeIdentifiers ?? true}),
	});
	const {id, ...told} = decodeSubscription(await response.text());
	return {
		id,
		url: told.url ?? url,
		trigger: told.trigger ?? wanted.trigger,
		includeIdentifiers: told.includeIdentifiers ?? wanted.includeIdentifiers ?? true,
	};
}

function checkAddress(address: string): string {
	const protocol = URL.parse(address)?.protocol;
	if (protocol !== 'https:' && protocol !== 'http:') {
		throw new ConfigurationError('The address of a subscription begins with https:// or http://.');
	}
	return address.trim();
}
