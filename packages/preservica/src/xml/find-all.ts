import {children, type Match, type XmlElement} from '@fonds/core/xml';

/**
 * All elements that match, at any depth, in document order; those inside another match are left out. For answers whose wrappers no public
 * source names (reference 6.2).
 */
export function findAll(source: XmlElement, match: Match): XmlElement[] {
	const found = new Set(children(source, match));
	return source.children.flatMap(node => {
		if (typeof node === 'string') {
			return [];
		}
		return found.has(node) ? [node] : findAll(node, match);
	});
}
