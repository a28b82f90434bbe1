import type {XmlElement, XmlNode} from '@fonds/core/xml';
import {tellAttributes, tellStrayText} from './fields.ts';
import {isXipNamespace, xipKinds, type XipKind} from './names.ts';
import type {Tell} from './tell.ts';

/** The elements of a document by kind. */
export interface SortedElements {
	readonly of: (kind: XipKind) => readonly XmlElement[];
	readonly unknown: readonly XmlElement[];
}

/** Sorts the elements of a document, wherever they stand: some tools mix the kinds, and put content objects into their representations. */
export function sortElements(root: XmlElement, tell: Tell): SortedElements {
	const sorted = new Map<XipKind, XmlElement[]>(xipKinds.map(kind => [kind, []]));
	const unknown: XmlElement[] = [];
	let last = -1;
	let isOrdered = true;
	tellAttributes(root, [], tell);
	tellStrayText(root, tell);
	for (const node of root.children) {
		if (typeof node === 'string') {
			continue;
		}
		const kind = kindOf(node);
		if (kind === undefined) {
			unknown.push(node);
			tell('unknown-element', `<${node.name}> in <XIP> is not known here.`, 'warning');
			continue;
		}
		const at = xipKinds.indexOf(kind);
		if (at < last && isOrdered) {
			isOrdered = false;
			tell(
				'wrong-order',
				`<${kind}> stands after <${xipKinds[last]}>; the schema wants all of a kind together, and this kind before.`,
				'warning',
			);
		}
		last = Math.max(last, at);
		sorted.get(kind)!.push(...(kind === 'Representation' ? [liftNested(node, sorted, tell)] : [node]));
	}
	return {of: kind => sorted.get(kind) ?? [], unknown};
}

function kindOf({name, namespace}: XmlElement): XipKind | undefined {
	return isXipNamespace(namespace) ? xipKinds.find(kind => kind === name) : undefined;
}

/** Takes out what has its place beside the representation. */
function liftNested(representation: XmlElement, sorted: Map<XipKind, XmlElement[]>, tell: Tell): XmlElement {
	const own: XmlNode[] = [];
	let lifted = 0;
	for (const node of representation.children) {
		const kind = typeof node === 'string' ? undefined : kindOf(node);
		if (typeof node === 'string' || kind === undefined || kind === 'InformationObject' || kind === 'Representation') {
			own.push(node);
		} else {
			sorted.get(kind)!.push(node);
			lifted++;
		}
	}
	if (lifted === 0) {
		return representation;
	}
	tell('misplaced-element', 'A <Representation> holds elements that the schema wants beside it, such as <ContentObject>.', 'warning');
	return {...representation, children: own};
}
