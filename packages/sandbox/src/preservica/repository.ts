import type {Collection, Index} from '../store/collection.ts';
import type {Store} from '../store/store.ts';
import type {Bitstream, Entity, EventAction, Fragment, Generation, Identifier, Link, Representation, Thumbnail} from './model.ts';

const collator = new Intl.Collator('en', {numeric: true});

function byTitle(a: Entity, b: Entity): number {
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
	readonly #children: Index<Entity>;
	readonly #fragmentsOf: Index<Fragment>;
	readonly #identifiersOf: Index<Identifier>;
	readonly #identifiersBy: Index<Identifier>;
	readonly #linksOf: Index<Link>;
	readonly #representationsOf: Index<Representation>;
	readonly #generationsOf: Index<Generation>;
	readonly #eventsOf: Index<EventAction>;

	constructor(store: Store) {
		this.entities = store.collection('preservica.entities');
		this.fragments = store.collection('preservica.fragments');
		this.identifiers = store.collection('preservica.identifiers');
		this.links = store.collection('preservica.links');
		this.representations = store.collection('preservica.representations');
		this.generations = store.collection('preservica.generations');
		this.events = store.collection('preservica.events');
		this.thumbnails = store.collection('preservica.thumbnails');
		this.#children = this.entities.index(entity => (entity.kind === 'CO' ? [] : [entity.parent ?? '']), byTitle);
		this.#fragmentsOf = this.fragments.index(fragment => [fragment.entity]);
		this.#identifiersOf = this.identifiers.index(identifier => [identifier.entity]);
		this.#identifiersBy = this.identifiers.index(identifier => [identifierKey(identifier.type, identifier.value)]);
		this.#linksOf = this.links.index(link => [...new Set([link.from, link.to])]);
		this.#representationsOf = this.representations.index(representation => [representation.asset]);
		this.#generationsOf = this.generations.index(generation => [generation.contentObject]);
		this.#eventsOf = this.events.index(action => [action.entity]);
	}

	/** Folders and assets directly in a folder, or at the root, by title. */
	children(folder: string | undefined): readonly Entity[] {
		return this.#children.get(folder ?? '');
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

	eventsOf(ref: string): readonly EventAction[] {
		return this.#eventsOf.get(ref);
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

	addRepresentation(representation: Representation): void {
		this.representations.put(`${representation.asset}/${representation.type}/${representation.index}`, representation);
	}

	addGeneration(generation: Generation): void {
		this.generations.put(`${generation.contentObject}/${generation.index}`, generation);
	}

	addEvent(action: Omit<EventAction, 'event'>): void {
		const event = crypto.randomUUID();
		this.events.put(event, {...action, event});
	}
}

function identifierKey(type: string, value: string): string {
	return `${type}\n${value}`;
}

/** A new `ApiId`: 32 hexadecimal digits (1.7). */
export function newApiId(): string {
	return crypto.randomUUID().replaceAll('-', '');
}
