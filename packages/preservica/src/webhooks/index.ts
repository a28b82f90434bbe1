export {answerChallenge} from './answer-challenge.ts';
export {receiveWebhook} from './receive-webhook.ts';
export {verifyWebhook} from './verify-webhook.ts';
export type {
	NewSubscription,
	ReceiveWebhookOptions,
	VerifyWebhookOptions,
	WebhookDelivery,
	WebhookEvent,
	WebhookOptions,
	WebhookSubscription,
	WebhookTrigger,
} from './webhook.ts';
export {Webhooks} from './webhooks.ts';
