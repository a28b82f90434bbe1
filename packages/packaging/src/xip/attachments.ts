import type {XmlElement} from '@fonds/core/xml';
import type {XipEntity, XipFragment, XipGeneration, XipIdentifier, XipRepresentation} from './contents.ts';
import type {Entities, EntityKind, ReadEntity} from './read-entities.ts';
import type {Tell} from './tell.ts';

/** What stands apart from the entities it belongs to, by their references. */
export interface Attachments {
	readonly identifiers: Map<string, XipIdentifier[]>;
	readonly fragments: Map<string, XipFragment[]>;
	readonly generations: Map<string, XipGeneration[]>;
	readonly representations: Map<string, XipRepresentation[]>;
}

/** Adds to a list what belongs to the entity of a reference; what belongs to none, or to one of another kind than asked for, is told as lost. */
export type Attach = <T>(lists: Map<string, T[]>, ref: string, value: T, element: XmlElement, kind?: EntityKind) => void;

export function createAttach(entities: Entities, tell: Tell): Attach {
	return (lists, ref, value, element, kind) => {
		const owner = entities.get(ref);
		if (owner === undefined || (kind !== undefined && owner.kind !== kind)) {
			const what = owner === undefined ? 'is not in the package' : `is no <${kind}>`;
			tell.lost('dangling-ref', `A <${element.name}> belongs to ${JSON.stringify(ref)}, which ${what}.`);
			return;
		}
		const list = lists.get(ref);
		if (list === undefined) {
			lists.set(ref, [value]);
		} else {
			list.push(value);
		}
	};
}

/** What belongs to an entity: all of it to the first of its reference. */
export function ownOf<T>(lists: ReadonlyMap<string, readonly T[]>, {fields, isFirst}: ReadEntity): readonly T[] {
	return isFirst ? (lists.get(fields.ref) ?? []) : [];
}

/** Puts entities together with their identifiers, their metadata, and more. */
export function completer(lists: Attachments): <T extends object>(entity: ReadEntity, more: T) => XipEntity & T {
	return (item, more) => ({
		...item.fields,
		identifiers: ownOf(lists.identifiers, item),
		metadata: ownOf(lists.fragments, item),
		...more,
	});
}
