import type {Collection, Index} from '../store/collection.ts';
import type {Store} from '../store/store.ts';
import type {
	Bitstream,
	Entity,
	EventAction,
	Fragment,
	Generation,
	Identifier,
	IntegrityCheck,
	Link,
	Preview,
	Representation,
	Thumbnail,
	Tombstone,
} from './model.ts';

const collator = new Intl.Collator('en', {numeric: true});

/** By title, numbers in it by their value. */
export function byTitle(a: Entity, b: Entity): number {
	return collator.compare(a.title, b.title) || (a.ref < b.ref ? -1 : 1);
}

/** What the archive holds. */
export class Repository {
	readonly entities: Collection<Entity>;
	readonly fragments: Collection<Fragment>;
	readonly identifiers: Collection<Identifier>;
	readonly links: Collection<Link>;
	readonly representations: Collection<Representation>;
	readonly generations: Collection<Generation>;
	readonly events: Collection<EventAction>;
	readonly thumbnails: Collection<Thumbnail>;
	/** The security tags of the tenancy, by name. */
	readonly securityTags: Collection<{readonly name: string}>;
	readonly previews: Collection<Preview>;
	readonly tombstones: Collection<Tombstone>;
	/** Those after the ones at ingest. */
	readonly integrityChecks: Collection<IntegrityCheck>;
	/** Each may say why an entity must not be deleted now, for instance because it is under retention. */
	readonly deletionGuards: ((entity: Entity) => string | undefined)[] = [];
	readonly #children: Index<Entity>;
	readonly #bySourceId: Index<Entity>;
	readonly #fragmentsOf: Index<Fragment>;
	readonly #identifiersOf: Index<Identifier>;
	readonly #identifiersBy: Index<Identifier>;
	readonly #linksOf: Index<Link>;
	readonly #representationsOf: Index<Representation>;
	readonly #generationsOf: Index<Generation>;
	readonly #generationsWith: Index<Generation>;
	readonly #eventsOf: Index<EventAction>;
	readonly #actionsOf: Index<EventAction>;
	readonly #events: Index<EventAction>;
	readonly #checksOf: Index<IntegrityCheck>;

	constructor(store: Store) {
		this.entities = store.collection('preservica.entities');
		this.fragments = store.collection('preservica.fragments');
		this.identifiers = store.collection('preservica.identifiers');
		this.links = store.collection('preservica.links');
		this.representations = store.collection('preservica.representations');
		this.generations = store.collection('preservica.generations');
		this.events = store.collection('preservica.events');
		this.thumbnails = store.collection('preservica.thumbnails');
		this.securityTags = store.collection('preservica.security-tags');
		this.previews = store.collection('preservica.previews');
		this.tombstones = store.collection('preservica.tombstones');
		this.integrityChecks = store.collection('preservica.integrity-checks');
		this.#children = this.entities.index(entity => (entity.kind === 'CO' ? [] : [entity.parent ?? '']), byTitle);
		this.#bySourceId = this.entities.index(({sourceId}) => (sourceId === undefined ? [] : [sourceId]));
		this.#fragmentsOf = this.fragments.index(fragment => [fragment.entity]);
		this.#identifiersOf = this.identifiers.index(identifier => [identifier.entity]);
		this.#identifiersBy = this.identifiers.index(identifier => [identifierKey(identifier.type, identifier.value)]);
		this.#linksOf = this.links.index(link => [...new Set([link.from, link.to])]);
		this.#representationsOf = this.representations.index(representation => [representation.asset]);
		this.#generationsOf = this.generations.index(generation => [generation.contentObject]);
		this.#generationsWith = this.generations.index(({bitstreams}) => [...new Set(bitstreams.map(({blob}) => blob))]);
		this.#eventsOf = this.events.index(action => [action.entity]);
		this.#actionsOf = this.events.index(action => [action.event]);
		this.#checksOf = this.integrityChecks.index(check => [check.contentObject]);
		this.#events = this.events.index(action => (action.further ? [] : ['all']));
	}

	/** Folders and assets directly in a folder, or at the root, by title. */
	children(folder: string | undefined): readonly Entity[] {
		return this.#children.get(folder ?? '');
	}

	/** What came under this `SourceID`, or has it as its reference, as exports write it. */
	entityBySourceId(sourceId: string): Entity | undefined {
		return this.#bySourceId.get(sourceId)[0] ?? this.entities.get(sourceId);
	}

	fragmentsOf(ref: string): readonly Fragment[] {
		return this.#fragmentsOf.get(ref);
	}

	identifiersOf(ref: string): readonly Identifier[] {
		return this.#identifiersOf.get(ref);
	}

	/** Every entity that has this identifier, once. */
	entitiesByIdentifier(type: string, value: string): readonly Entity[] {
		const refs = new Set(this.#identifiersBy.get(identifierKey(type, value)).map(identifier => identifier.entity));
		return [...refs].map(ref => this.entities.get(ref)).filter(entity => entity !== undefined);
	}

	linksOf(ref: string): readonly Link[] {
		return this.#linksOf.get(ref);
	}

	representationsOf(asset: string): readonly Representation[] {
		return this.#representationsOf.get(asset);
	}

	generationsOf(contentObject: string): readonly Generation[] {
		return this.#generationsOf.get(contentObject);
	}

	/** What happened to an entity, oldest first. */
	eventsOf(ref: string): readonly EventAction[] {
		return this.#eventsOf.get(ref);
	}

	/** The actions of an event. */
	actionsOf(event: string): readonly EventAction[] {
		return this.#actionsOf.get(event);
	}

	/** The first action of every event, oldest first. */
	allEvents(): readonly EventAction[] {
		return this.#events.get('all');
	}

	/** When an entity, or what is left of it, was last changed. */
	modifiedAt(ref: string): string | undefined {
		return this.eventsOf(ref).at(-1)?.date;
	}

	/** Was this reference given to anything, even if it has been deleted since? */
	isUsed(ref: string): boolean {
		return this.entities.has(ref) || this.tombstones.has(ref);
	}

	/** An entity, then its content objects or all that its folder holds. */
	*withDescendants(entity: Entity): Generator<Entity> {
		yield entity;
		yield* this.contentObjectsOf(entity.ref);
		for (const child of this.children(entity.ref)) yield* this.withDescendants(child);
	}

	/** Is a folder another one, or does it lie in that at any depth? */
	isWithin(folder: string, ancestor: string): boolean {
		for (let ref: string | undefined = folder; ref !== undefined; ref = this.entities.get(ref)?.parent) if (ref === ancestor) return true;
		return false;
	}

	/** The content objects of an asset, each once, in the order of its representations. */
	contentObjectsOf(asset: string): readonly Entity[] {
		const refs = new Set(this.representationsOf(asset).flatMap(({contentObjects}) => contentObjects));
		return [...refs].flatMap(ref => this.entities.get(ref) ?? []);
	}

	/** Why an entity must not be deleted now, it or anything it holds; `undefined` when nothing speaks against it. */
	obstacleToDeletion(entity: Entity): string | undefined {
		for (const each of this.withDescendants(entity)) {
			for (const guard of this.deletionGuards) {
				const reason = guard(each);
				if (reason !== undefined) return reason;
			}
		}
		return undefined;
	}

	/** Looks at the files of a content object, oldest first. */
	integrityChecksOf(contentObject: string): readonly IntegrityCheck[] {
		return this.#checksOf.get(contentObject);
	}

	/** Does any generation have its bytes in this blob? */
	isBlobUsed(blob: string): boolean {
		return this.#generationsWith.get(blob).length > 0;
	}

	/** The representation that is shown: the first for access, otherwise the first at all. */
	displayed(asset: string): Representation | undefined {
		const representations = this.representationsOf(asset);
		return representations.find(representation => representation.type === 'Access') ?? representations[0];
	}

	/** The files of a content object as they are now. */
	activeBitstreams(contentObject: string): readonly Bitstream[] {
		return this.generationsOf(contentObject).findLast(generation => generation.active)?.bitstreams ?? [];
	}

	hasSecurityTag(name: string): boolean {
		return this.securityTags.has(name);
	}

	addRepresentation(representation: Representation): void {
		this.representations.put(`${representation.asset}/${representation.type}/${representation.index}`, representation);
	}

	addGeneration(generation: Generation): void {
		this.generations.put(`${generation.contentObject}/${generation.index}`, generation);
	}

	/** Records that something happened; `event` makes it a further action of that event. Returns the event. */
	addEvent(action: Omit<EventAction, 'event' | 'further'>, event?: string): string {
		const ref = event ?? crypto.randomUUID();
		const further = event === undefined ? undefined : true;
		this.events.put(further ? crypto.randomUUID() : ref, {...action, event: ref, further});
		return ref;
	}
}

function identifierKey(type: string, value: string): string {
	return `${type}\n${value}`;
}

/** A new `ApiId`: 32 hexadecimal digits (1.7). */
export function newApiId(): string {
	return crypto.randomUUID().replaceAll('-', '');
}
