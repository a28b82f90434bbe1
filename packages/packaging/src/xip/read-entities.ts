import {decodeEntity, type EntityFields} from './decode-entity.ts';
import type {SortedElements} from './sort-elements.ts';
import type {Reading} from './tell.ts';

export type EntityKind = 'StructuralObject' | 'InformationObject' | 'ContentObject';

/** What a document says of an entity itself. */
export interface ReadEntity {
	readonly fields: EntityFields;
	readonly kind: EntityKind;
	/** Whether what refers to its reference means this one. */
	readonly isFirst: boolean;
}

/** The entities of a document, by kind and by reference. */
export interface Entities {
	readonly of: (kind: EntityKind) => readonly ReadEntity[];
	readonly get: (ref: string) => ReadEntity | undefined;
}

/** Reads the entities of a document; a reference that is used twice is told, and means the first. */
export function readEntities(elements: SortedElements, {read, tell}: Reading): Entities {
	const byRef = new Map<string, ReadEntity>();
	const readKind = (kind: EntityKind): readonly ReadEntity[] =>
		elements.of(kind).map(element => {
			const fields = read(element, decodeEntity);
			const isFirst = fields.ref !== '' && !byRef.has(fields.ref);
			const entity = {fields, kind, isFirst};
			if (isFirst) {
				byRef.set(fields.ref, entity);
			} else if (fields.ref !== '') {
				tell('duplicate-ref', `The reference ${fields.ref} is used more than once.`);
			}
			return entity;
		});
	const all = {
		StructuralObject: readKind('StructuralObject'),
		InformationObject: readKind('InformationObject'),
		ContentObject: readKind('ContentObject'),
	};
	return {of: kind => all[kind], get: ref => byRef.get(ref)};
}
