import {wireNames, type EntityStub} from '../entities/entity.ts';

/** What an entity is called in sentences: `folder f1 ("Letters")`. */
export function nameOf({type, ref, title}: EntityStub): string {
	return `${wireNames[type].words} ${ref} (${JSON.stringify(title)})`;
}
