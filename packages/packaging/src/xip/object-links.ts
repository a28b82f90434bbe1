import {completer, ownOf, type Attachments} from './attachments.ts';
import type {XipContentObject} from './contents.ts';
import type {Entities} from './read-entities.ts';
import type {Tell} from './tell.ts';

/** The content objects, and which of them are in representations. */
export interface ObjectLinks {
	/** Those of a representation, by the references that it names. */
	readonly take: (refs: readonly string[], asset: string) => readonly XipContentObject[];
	/** Tells of those that were never taken, and gives them. */
	readonly unused: () => readonly XipContentObject[];
}

/** To be called when all generations are attached. */
export function createObjectLinks(entities: Entities, lists: Attachments, tell: Tell): ObjectLinks {
	const {objects, twins} = completeObjects(entities, lists);
	const used = new Set<string>();
	return {
		take: (refs, asset) =>
			refs.flatMap(ref => {
				const object = objects.get(ref);
				if (object === undefined) {
					const message = `A representation of ${asset} names the content object ${JSON.stringify(ref)}, which is not in the package.`;
					tell.lost('dangling-ref', message);
					return [];
				}
				if (object.parent !== undefined && object.parent !== asset) {
					tell('wrong-parent', `The content object ${ref} is in a representation of ${asset}, but its parent is ${object.parent}.`);
				}
				used.add(ref);
				return [object];
			}),
		unused() {
			const unused = [...objects.values()].filter(({ref}) => !used.has(ref));
			for (const {ref} of unused) {
				tell('unused-content-object', `The content object ${ref} is in no representation.`, 'warning');
			}
			return [...unused, ...twins];
		},
	};
}

/** Twins have a reference that another has, or none. */
function completeObjects(
	entities: Entities,
	lists: Attachments,
): {readonly objects: ReadonlyMap<string, XipContentObject>; readonly twins: readonly XipContentObject[]} {
	const complete = completer(lists);
	const objects = new Map<string, XipContentObject>();
	const twins: XipContentObject[] = [];
	for (const item of entities.of('ContentObject')) {
		const object = complete(item, {generations: ownOf(lists.generations, item)});
		if (item.isFirst) {
			objects.set(object.ref, object);
		} else {
			twins.push(object);
		}
	}
	return {objects, twins};
}
