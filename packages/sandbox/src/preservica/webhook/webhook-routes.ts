import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {flag, requiredText} from '../json/read-json.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import {passesChallenge} from './post-to-subscriber.ts';
import type {Subscription} from './subscription.ts';
import {triggerTypes} from './subscription.ts';

/** Subscriptions to what happens. */
export function webhookRoutes(app: Hono, archive: Archive): void {
	const {webhooks, context} = archive;
	const managed = (handle: (call: Call) => Response | Promise<Response>) =>
		handler(archive, call => {
			call.demandRole(managers.configuration);
			return handle(call);
		});

	operation(
		app,
		'HOOK-01',
		managed(call => call.c.json(webhooks.subscriptions.values().map(shown))),
	);

	operation(
		app,
		'HOOK-02',
		managed(async call => {
			const body = await call.json();
			const url = requiredText(body, 'url');
			const secret = requiredText(body, 'secret');
			const triggerType = triggerTypes.find(known => known === body['triggerType']);
			if (!triggerType) throw new Problem(400, `triggerType must be one of ${triggerTypes.join(', ')}.`);
			const subscription = {id: newApiId(), url, triggerType, secret, includeIdentifiers: flag(body, 'includeIdentifiers', false)};
			if (!webhooks.mayCall(url))
				throw new Problem(400, 'The sandbox calls only http(s) addresses on this machine and hosts it was told of.');
			if (!(await passesChallenge(subscription, context.signal))) throw new Problem(400, 'The subscriber did not answer the challenge.');
			webhooks.subscriptions.put(subscription.id, subscription);
			return call.c.json(shown(subscription));
		}),
	);

	operation(
		app,
		'HOOK-03',
		managed(call => {
			const id = call.c.req.param('id') ?? '';
			if (!webhooks.subscriptions.has(id)) throw new Problem(404, `There is no subscription ${id}.`);
			webhooks.unsubscribe(id);
			return call.c.body(null, 204);
		}),
	);
}

function shown({secret: _secret, ...subscription}: Subscription): Omit<Subscription, 'secret'> {
	return subscription;
}
