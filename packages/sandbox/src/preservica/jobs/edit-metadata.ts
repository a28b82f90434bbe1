import type {XmlElement, XmlNode} from '@fonds/core/xml';
import {element, parseXml, writeXml} from '@fonds/core/xml';
import type {Repository} from '../repository.ts';
import type {Actor} from './carry-out.ts';
import {gone} from './carry-out.ts';
import type {MetadataEdit} from './job.ts';

/** Sets fields of metadata fragments, making those that are missing; all of them or, when an entity is gone, none. */
export function editMetadata(edits: readonly MetadataEdit[], repository: Repository, actor: Actor): readonly string[] {
	const reasons = edits.flatMap(({entity}) => (repository.entities.has(entity) ? [] : gone(entity)));
	if (reasons.length > 0) return reasons;
	let event: string | undefined;
	for (const edit of edits) {
		const {entity, schemaUri, root} = edit;
		const fragment = repository.fragmentsOf(entity).find(each => each.schemaUri === schemaUri);
		const before = fragment ? parseXml(fragment.xml) : element(schemaUri, root);
		const ref = fragment?.ref ?? crypto.randomUUID();
		repository.fragments.put(ref, {ref, entity, schemaUri, xml: writeXml(withValues(before, edit.values), {declaration: false})});
		event = repository.addEvent({type: 'Modified', command: fragment ? 'UpdateMetadata' : 'AddMetadata', entity, ...actor}, event);
	}
	return [];
}

function withValues(root: XmlElement, values: MetadataEdit['values']): XmlElement {
	const missing = new Map(Object.entries(values));
	const children = root.children.map((node): XmlNode => {
		const value = typeof node === 'string' ? undefined : missing.get(node.name);
		if (typeof node === 'string' || value === undefined) return node;
		missing.delete(node.name);
		return {...node, children: value === '' ? [] : [value]};
	});
	const added = [...missing].map(([name, value]) => element(root.namespace, name, value));
	return {...root, children: [...children, ...added]};
}
