import {DecodeError} from '@fonds/core';
import {parseJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {optionalFlag, optionalText} from '../json/lenient.ts';
import type {WebhookSubscription} from './webhook.ts';

const subscription = z.pipe(
	z.object({
		id: z.union([z.string().check(z.minLength(1)), z.number()]),
		url: optionalText,
		triggerType: optionalText,
		includeIdentifiers: optionalFlag,
	}),
	z.transform(({id, url, triggerType, includeIdentifiers}): WebhookSubscription => ({
		id: String(id),
		url,
		trigger: triggerType,
		includeIdentifiers,
	})),
);

/** The answer of HOOK-01. */
export const subscriptionList: z.ZodMiniType<readonly WebhookSubscription[]> = z.array(subscription);

/**
 * Reads the answer of HOOK-02. It is not quoted when it cannot be read: it may hold the secret.
 *
 * @throws DecodeError when it tells no subscription.
 */
export function decodeSubscription(text: string): WebhookSubscription {
	try {
		return parseJson(text, subscription, 'The answer');
	} catch {
		throw new DecodeError('The server accepted the subscription, but its answer cannot be read.');
	}
}
