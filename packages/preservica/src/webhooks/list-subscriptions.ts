import {path, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import type {Session} from '../auth/session.ts';
import {subscriptionList} from './subscription-json.ts';
import type {WebhookSubscription} from './webhook.ts';

/** Reads the subscriptions there are (HOOK-01). */
export function listSubscriptions({http}: Session, options: RequestOptions): Promise<readonly WebhookSubscription[]> {
	return getJson(http, path`api/webhook/subscriptions`, subscriptionList, options);
}
