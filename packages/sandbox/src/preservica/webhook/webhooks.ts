import {isoDate} from '../../clock.ts';
import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {SearchIndex} from '../search/search-index.ts';
import type {JobNews, Task} from '../jobs/job.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {deliver, mayCall} from './post-to-subscriber.ts';
import type {Delivery, Subscription, TriggerType} from './subscription.ts';

/** How often a delivery is tried. */
const mostAttempts = 5;

/** How long after a first failed attempt the second is due, in milliseconds of the sandbox's clock; each further one takes twice as long. */
const firstPause = 1000;

/** Those who want to be told of what happens, and what they are still to be told. Survives a restart. */
export class Webhooks {
	readonly subscriptions: Collection<Subscription>;
	readonly #deliveries: Collection<Delivery>;
	readonly #context: SandboxContext;
	readonly #repository: Repository;
	readonly #search: SearchIndex;
	readonly #allowedHosts: readonly string[];
	#sending: Promise<void> | undefined;

	constructor(context: SandboxContext, repository: Repository, search: SearchIndex, allowedHosts: readonly string[]) {
		this.subscriptions = context.store.collection('preservica.webhook-subscriptions');
		this.#deliveries = context.store.collection('preservica.webhook-deliveries');
		this.#context = context;
		this.#repository = repository;
		this.#search = search;
		this.#allowedHosts = allowedHosts;
	}

	mayCall(url: string): boolean {
		return mayCall(url, this.#allowedHosts);
	}

	/** Takes a subscription back, and with it what was not delivered. */
	unsubscribe(id: string): void {
		this.subscriptions.delete(id);
		for (const delivery of this.#deliveries.values()) if (delivery.subscription === id) this.#deliveries.delete(delivery.id);
	}

	/**
	 * Takes note of a job that ended. That an asset's visibility changes with its tag, and when something is added for access, is assumed from what it
	 * is said to depend on (3.3).
	 */
	follow({job: {task, token}, outcome, assets = []}: JobNews): void {
		if (!outcome || !task) return;
		const tell = (type: TriggerType, refs: readonly string[], delay?: number): void => {
			const events = refs.map(entityRef => ({entityRef}));
			this.#add(type, events, delay);
		};
		if (outcome.status !== 'COMPLETED') {
			if (task.kind === 'ingest') this.#add('INGEST_FAILED', [{progressToken: token, errors: outcome.errors}]);
			return;
		}
		tell('FULL_TEXT_INDEXED', assets, this.#search.delay);
		if (task.kind === 'move') tell('MOVED', [task.entity]);
		if (task.kind === 'tag') {
			const tagged = this.#tagged(task);
			tell('CHANGED_SECURITY_DESCRIPTOR', refsOf(tagged));
			tell('CHANGE_ASSET_VISIBILITY', refsOf(tagged.filter(({kind}) => kind === 'IO')));
		}
		if (task.kind === 'representation') tell('CHANGE_ASSET_VISIBILITY', [task.asset]);
	}

	/** Sends in the background what is due by the clock. */
	send(): void {
		if (this.#sending || !this.#next()) return;
		this.#sending = this.#sendAll().finally(() => {
			this.#sending = undefined;
		});
	}

	/** Resolves when nothing is being sent any more. */
	async stop(): Promise<void> {
		await this.#sending;
	}

	/** What has another tag by a job. */
	#tagged({entity: ref, includeDescendants}: Extract<Task, {kind: 'tag'}>): readonly Entity[] {
		const entity = this.#repository.entities.get(ref);
		if (!entity) return [];
		return includeDescendants ? [...this.#repository.withDescendants(entity)] : [entity];
	}

	#add(triggerType: TriggerType, events: readonly Readonly<Record<string, unknown>>[], delay = 0): void {
		if (events.length === 0) return;
		const now = this.#context.now();
		for (const subscription of this.subscriptions.values()) {
			if (subscription.triggerType !== triggerType) continue;
			const told = events.map(event => ({
				...event,
				...this.#type(event),
				triggerType,
				date: isoDate(now + delay),
				...this.#identifiers(subscription, event),
			}));
			const id = crypto.randomUUID();
			this.#deliveries.put(id, {id, subscription: subscription.id, body: JSON.stringify({events: told}), attempts: 0, dueAt: now + delay});
		}
	}

	#type({entityRef}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
		return typeof entityRef === 'string' ? {entityType: this.#repository.entities.get(entityRef)?.kind} : {};
	}

	#identifiers({includeIdentifiers}: Subscription, {entityRef}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
		if (!includeIdentifiers || typeof entityRef !== 'string') return {};
		return {identifiers: this.#repository.identifiersOf(entityRef).map(({type, value}) => ({type, value}))};
	}

	#next(): Delivery | undefined {
		return this.#deliveries.values().find(({dueAt}) => dueAt <= this.#context.now());
	}

	async #sendAll(): Promise<void> {
		const {signal} = this.#context;
		for (let delivery = this.#next(); delivery && !signal.aborted; delivery = this.#next()) {
			const subscription = this.subscriptions.get(delivery.subscription);
			const taken = !subscription || (this.mayCall(subscription.url) && (await deliver(subscription, delivery.body, signal)));
			if (!taken && signal.aborted) return;
			this.#settle(delivery, taken);
		}
	}

	/** It may be gone since, with its subscription or because the sandbox was reset. */
	#settle({id, attempts, ...delivery}: Delivery, taken: boolean): void {
		if (!this.#deliveries.has(id)) return;
		if (taken || attempts + 1 >= mostAttempts) this.#deliveries.delete(id);
		else this.#deliveries.put(id, {...delivery, id, attempts: attempts + 1, dueAt: this.#context.now() + firstPause * 2 ** attempts});
	}
}

function refsOf(entities: readonly Entity[]): readonly string[] {
	return entities.map(({ref}) => ref);
}
