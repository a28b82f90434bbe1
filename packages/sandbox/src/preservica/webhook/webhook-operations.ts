import type {Declared} from '../declared.ts';

const subscriptions = '/api/webhook/subscriptions';

/** Operations of the webhook API. */
export type WebhookOperationId = 'HOOK-01' | 'HOOK-02' | 'HOOK-03';

/** Who is told of what happens (2.9). */
export const webhookOperations: Readonly<Record<WebhookOperationId, Declared>> = {
	'HOOK-01': {
		methods: ['GET'],
		path: subscriptions,
		evidence: 'client source',
		note: 'Keys other than id, and that the secret is left out: assumed.',
	},
	'HOOK-02': {
		methods: ['POST'],
		path: subscriptions,
		evidence: 'client source',
		note:
			'400 when the subscriber does not answer the challenge: assumed. Events have entityRef and entityType, as clients read them, and triggerType, date ' +
			'and, if asked for, identifiers: assumed. What is due is sent when the sandbox is next asked anything, up to five times. A change of tags with all descendants tells of each; ' +
			'CHANGE_ASSET_VISIBILITY is told of assets whose tag was changed or that got an access representation, FULL_TEXT_INDEXED of all that have ' +
			'new content: assumed. ' +
			'Subscribers must be on this machine, unless the sandbox was told of their host.',
	},
	'HOOK-03': {methods: ['DELETE'], path: `${subscriptions}/:id`, evidence: 'client source'},
};
