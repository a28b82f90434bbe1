import {ConfigurationError} from '../errors/configuration-error.ts';
import type {XmlElement} from './element.ts';

/**
 * The element with every namespace declaration in force where it stands in `root`, so that it means the same in another document.
 *
 * `writeXml` looks after the names of elements and attributes by itself; this is for prefixes used in values, as in
 * `xsi:type="premis:file"`, which only the declarations around the element explain.
 *
 * @throws ConfigurationError when the element is not in `root`.
 */
export function detach(root: XmlElement, element: XmlElement): XmlElement {
	const path = pathTo(root, element);
	if (path === undefined) {
		throw new ConfigurationError(`<${element.name}> is not in <${root.name}>, so its namespaces cannot be looked up there.`);
	}

	const inForce = new Map(path.flatMap(({declarations}) => declarations.map(({prefix, namespace}) => [prefix, namespace] as const)));
	const declarations = Array.from(inForce, ([prefix, namespace]) => ({prefix, namespace}));
	return {...element, declarations: declarations.filter(({namespace}) => namespace !== '')};
}

function pathTo(from: XmlElement, wanted: XmlElement): readonly XmlElement[] | undefined {
	if (from === wanted) {
		return [from];
	}
	for (const node of from.children) {
		const rest = typeof node === 'object' ? pathTo(node, wanted) : undefined;
		if (rest !== undefined) {
			return [from, ...rest];
		}
	}
	return undefined;
}
