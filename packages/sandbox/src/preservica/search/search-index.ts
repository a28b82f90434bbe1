import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {RegisteredXml} from '../admin/registered-xml.ts';
import type {LegalHolds} from '../legal-holds/legal-holds.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {byTitle} from '../repository.ts';
import type {Retention} from '../retention/retention.ts';
import {isAtLeast} from '../versions.ts';
import type {BuiltInField} from './built-in-fields.ts';
import {builtInFields} from './built-in-fields.ts';
import type {CustomField} from './custom-fields.ts';
import {customValues, readCustomFields} from './custom-fields.ts';
import type {FieldValue, IndexField} from './index-field.ts';
import {keyOf} from './index-field.ts';
import {normalise, normaliseAll} from './words.ts';

/** The field that holds what is in files. */
export const fullText = 'xip.full_text';

/** A folder or an asset as it was when it was last indexed. */
export interface IndexedObject {
	readonly entity: Entity;
	/** By field. */
	readonly values: ReadonlyMap<string, readonly FieldValue[]>;
	/** What is written about it, normalised. */
	readonly words: string;
	/** What is written in its files, normalised. */
	readonly text: string;
}

/** What the index is made of. */
export interface SearchSources {
	readonly context: SandboxContext;
	readonly repository: Repository;
	readonly registered: RegisteredXml;
	readonly retention: Retention;
	readonly legalHolds: LegalHolds;
}

/**
 * The search index: folders and assets, kept as they were when they were indexed. A change is taken in when `delay` has passed and the sandbox is
 * asked something. The index is in memory; when the sandbox starts it is made anew, with everything there is by then.
 */
export class SearchIndex {
	readonly #sources: SearchSources;
	readonly #firstDelay: number;
	readonly #builtIn: readonly BuiltInField[];
	readonly #settings: Collection<{readonly delay: number}>;
	readonly #objects = new Map<string, IndexedObject>();
	/** What was changed, and since when it waits. */
	readonly #waiting = new Map<string, number>();
	/** Since when everything waits. */
	#allWaits: number | undefined = -Infinity;
	#customFields: readonly CustomField[] | undefined;
	#sorted: readonly IndexedObject[] | undefined;

	/** @param delay How long a change waits to be indexed, in milliseconds. */
	constructor(sources: SearchSources, delay: number) {
		this.#sources = sources;
		this.#firstDelay = delay;
		this.#builtIn = builtInFields.filter(({since}) => since === undefined || isAtLeast(sources.context.version, since));
		this.#settings = sources.context.store.collection('preservica.search');
		this.#watch();
	}

	/** How late the index is, in milliseconds. */
	get delay(): number {
		return this.#settings.get('index')?.delay ?? this.#firstDelay;
	}

	set delay(delay: number) {
		this.#refresh();
		this.#settings.put('index', {delay});
	}

	/** Takes in what is due before anything else is changed. Without a delay, that can wait until someone searches. */
	settle(): void {
		if (this.delay > 0) this.#refresh();
	}

	/** Forgets everything. */
	clear(): void {
		this.#objects.clear();
		this.#waiting.clear();
		this.#sorted = undefined;
	}

	/** All fields, the built-in ones first. */
	fields(): readonly IndexField[] {
		return [...this.#builtIn, ...this.#custom()];
	}

	field(key: string): IndexField | undefined {
		return this.fields().find(field => keyOf(field) === key);
	}

	/** Everything in the index, by title. */
	objects(): readonly IndexedObject[] {
		this.#refresh();
		return (this.#sorted ??= [...this.#objects.values()].toSorted((a, b) => byTitle(a.entity, b.entity)));
	}

	#watch(): void {
		const {repository, registered, retention, legalHolds} = this.#sources;
		const each = <T>(collection: Collection<T>, owner: (value: T) => string): void =>
			collection.watch({
				changed: (before, after) => [before, after].forEach(value => value !== undefined && this.#wait(owner(value))),
				forgotten: () => undefined,
			});
		repository.entities.watch({changed: (before, after) => this.#entityChanged(before, after), forgotten: () => this.#waitAll()});
		each(repository.fragments, ({entity}) => entity);
		each(repository.identifiers, ({entity}) => entity);
		each(repository.representations, ({asset}) => asset);
		each(repository.generations, ({contentObject}) => contentObject);
		each(retention.assignments, ({entity}) => entity);
		each(legalHolds.assignments, ({entity}) => entity);
		retention.policies.watch({changed: () => this.#waitAll(), forgotten: () => undefined});
		const definitionsChanged = (): void => {
			this.#customFields = undefined;
			this.#waitAll();
		};
		registered.documents.watch({changed: definitionsChanged, forgotten: definitionsChanged});
	}

	/** What is below a folder has its folders in the index too. */
	#entityChanged(before: Entity | undefined, after: Entity | undefined): void {
		const {repository} = this.#sources;
		const entity = after ?? before;
		if (!entity) return;
		const moved = before && after && before.parent !== after.parent;
		for (const each of moved ? repository.withDescendants(after) : [entity]) this.#wait(each.kind === 'CO' ? each.parent : each.ref);
	}

	#wait(ref: string | undefined): void {
		const entity = ref === undefined ? undefined : this.#sources.repository.entities.get(ref);
		const owner = entity?.kind === 'CO' ? entity.parent : ref;
		if (owner !== undefined && !this.#waiting.has(owner)) this.#waiting.set(owner, this.#sources.context.now());
	}

	#waitAll(): void {
		this.#allWaits ??= this.#sources.context.now();
	}

	#refresh(): void {
		const due = this.#sources.context.now() - this.delay;
		const all = this.#allWaits !== undefined && this.#allWaits <= due;
		if (all) this.#allWaits = undefined;
		const refs = all
			? new Set([...this.#objects.keys(), ...this.#sources.repository.entities.values().map(({ref}) => ref)])
			: new Set<string>();
		for (const [ref, since] of this.#waiting) {
			if (since > due) {
				refs.delete(ref);
				continue;
			}
			refs.add(ref);
			this.#waiting.delete(ref);
		}
		for (const ref of refs) this.#index(ref);
		if (refs.size > 0) this.#sorted = undefined;
	}

	#index(ref: string): void {
		const entity = this.#sources.repository.entities.get(ref);
		if (entity && entity.kind !== 'CO') this.#objects.set(ref, this.#describe(entity));
		else this.#objects.delete(ref);
	}

	#describe(entity: Entity): IndexedObject {
		const {repository} = this.#sources;
		const fragments = repository.fragmentsOf(entity.ref);
		const values = new Map<string, readonly FieldValue[]>();
		const words: string[] = [];
		const add = (field: IndexField, found: readonly (FieldValue | undefined)[]): void => {
			const present = [...new Set(found.filter(value => value !== undefined))];
			if (!field.kinds.includes(entity.kind) || present.length === 0) return;
			values.set(keyOf(field), present);
			if (field.type === 'STRING_DEFAULT' && keyOf(field) !== fullText) words.push(...present.map(String));
		};
		for (const field of this.#builtIn) if (field.kinds.includes(entity.kind)) add(field, field.values(entity, this.#sources));
		for (const field of this.#custom()) add(field, customValues(field, fragments));
		return {entity, values, words: normaliseAll(words), text: normalise(String(values.get(fullText)?.[0] ?? ''))};
	}

	#custom(): readonly CustomField[] {
		return (this.#customFields ??= readCustomFields(this.#sources.registered.documents.values()));
	}
}
