/** What subscribers can be told of. */
export const triggerTypes = [
	'MOVED',
	'FULL_TEXT_INDEXED',
	'CHANGED_SECURITY_DESCRIPTOR',
	'INGEST_FAILED',
	'CHANGE_ASSET_VISIBILITY',
] as const;

/** Something that happened, and of which subscribers are told. */
export type TriggerType = (typeof triggerTypes)[number];

/** Someone who wants to be told. */
export interface Subscription {
	readonly id: string;
	readonly url: string;
	readonly triggerType: TriggerType;
	readonly secret: string;
	readonly includeIdentifiers: boolean;
}

/** What a subscriber is still to be told. */
export interface Delivery {
	readonly id: string;
	readonly subscription: string;
	/** The JSON document. */
	readonly body: string;
	/** How often it was tried. */
	readonly attempts: number;
	/** When it is to be tried, in milliseconds since 1970. */
	readonly dueAt: number;
}
