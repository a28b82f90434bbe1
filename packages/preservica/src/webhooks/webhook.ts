import type {EntityType} from '../entities/entity.ts';
import type {JsonValue, Secret} from '@fonds/core';

/** What a subscription is told of. */
export type WebhookTrigger =
	| 'MOVED'
	| 'FULL_TEXT_INDEXED'
	| 'CHANGED_SECURITY_DESCRIPTOR'
	| 'INGEST_FAILED'
	| 'CHANGE_ASSET_VISIBILITY'
	| (string & {});

/** A standing order to be told. */
export interface WebhookSubscription {
	readonly id: string;
	/** Where the server calls. */
	readonly url: string | undefined;
	readonly trigger: WebhookTrigger | undefined;
	readonly includeIdentifiers: boolean | undefined;
}

/** A subscription to be made. */
export interface NewSubscription {
	/** Where the server shall call: `https:`, or `http:` within a network. It has to answer the server's challenge at once. */
	readonly url: string | URL;
	readonly trigger: WebhookTrigger;
	/** What deliveries are signed with: any text, at best 32 random characters or more. */
	readonly secret: string | Secret;
	/** Shall events hold the identifiers of their entities? @default true */
	readonly includeIdentifiers?: boolean | undefined;
}

/** Something that happened on the server. */
export interface WebhookEvent {
	/** The entity it happened to. */
	readonly entityRef: string | undefined;
	/** Its kind, undefined when the server does not tell it, or tells one that this release does not know. */
	readonly entityType: EntityType | undefined;
	/** All the server says of it. Its keys, apart from those above, are not published. */
	readonly data: Readonly<Record<string, JsonValue>>;
}

/** What the server delivers at once, proven to come from it. */
export interface WebhookDelivery {
	readonly events: readonly WebhookEvent[];
	/** The whole document. */
	readonly body: JsonValue;
}

/** How a webhook is proven to come from the server. */
export interface WebhookOptions {
	/** What the subscription was made with. While it is being replaced, both, the new one first: challenges are answered with the first. */
	readonly secret: string | Secret | readonly (string | Secret)[];
}

/** How a delivery is read. */
export interface VerifyWebhookOptions extends WebhookOptions {
	/** Most bytes to take into memory. @default 1_048_576 */
	readonly maxBytes?: number | undefined;
}

/** How webhooks are received. */
export interface ReceiveWebhookOptions extends VerifyWebhookOptions {
	/**
	 * Called for each event in turn. When it fails, the answer is 500 and the events after it are not looked at: the server may then deliver
	 * all of them again, so it must bear to be told twice.
	 */
	readonly onEvent: (event: WebhookEvent, delivery: WebhookDelivery) => unknown;
	/** Told why a request was answered with an error. What it throws is ignored. */
	readonly onError?: ((error: unknown) => void) | undefined;
}
