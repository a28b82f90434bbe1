import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {JsonObject} from '../json/read-json.ts';
import {asObject, optionalText} from '../json/read-json.ts';
import {Problem} from '../problem.ts';

/** The kinds of items, by path segment: the key their list has (2.13). */
export const listKeys: ReadonlyMap<string, string> = new Map([
	['format-families', 'formatFamilies'],
	['preservation-action-types', 'preservationActionTypes'],
	['properties', 'parProperties'],
	['representation-formats', 'representationFormats'],
	['file-formats', 'fileFormats'],
	['tools', 'tools'],
	['preservation-actions', 'preservationActions'],
	['business-rules', 'businessRules'],
	['rulesets', 'ruleSets'],
]);

/** An item, whose content the registry keeps as it is. */
export interface RegistryItem {
	readonly segment: string;
	readonly guid: string;
	readonly name: string;
	readonly document: JsonObject;
}

/** The preservation action registry. */
export class Registry {
	readonly #items: Collection<RegistryItem>;

	constructor({store}: SandboxContext) {
		this.#items = store.collection('preservica.registry');
	}

	list(segment: string): readonly RegistryItem[] {
		return this.#items.values().filter(item => item.segment === segment);
	}

	/** An item by its guid or name; the name of a file format is its PUID. */
	find(segment: string, id: string): RegistryItem | undefined {
		return this.list(segment).find(({guid, name}) => guid === id || name === id);
	}

	put(item: RegistryItem): void {
		this.#items.put(keyOf(item), item);
	}

	delete(item: RegistryItem): void {
		this.#items.delete(keyOf(item));
	}
}

/** Makes an item of a document that was sent; it gets a guid if it has none. @throws Problem 400 when it has no `id` with a `name`. */
export function toItem(segment: string, document: JsonObject, guid?: string): RegistryItem {
	const id = asObject(document['id'], 'id');
	const name = optionalText(id, 'name')?.trim();
	if (name === undefined || name === '') throw new Problem(400, 'The id must have a name.');
	const own = guid ?? (optionalText(id, 'guid')?.trim() || crypto.randomUUID());
	return {segment, guid: own, name, document: {...document, id: {...id, name, guid: own}}};
}

function keyOf({segment, guid}: RegistryItem): string {
	return `${segment}/${guid}`;
}
