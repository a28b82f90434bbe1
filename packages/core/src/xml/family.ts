/** A name in a namespace family: 'http://preservica.com/XIP' matches 'http://preservica.com/XIP/v7.7'. */
export interface XmlName {
	readonly family: string;
	readonly name: string;
}

/** One name, or several of which any will do. */
export type Match = XmlName | readonly XmlName[];

/** How many namespaces are remembered; a hostile document may hold any number of them. */
const limit = 1000;
const families = new Map<string, string>();

/**
 * Makes names of one family: `const xip = namespace('http://preservica.com/XIP'); text(entity, xip('Ref'))`.
 *
 * The version at the end of a namespace (`/v7.7`, `/v3`) is ignored: Preservica's change with every release.
 */
export function namespace(family: string): (name: string) => XmlName {
	const own = familyOf(family);
	return name => ({family: own, name});
}

/** A namespace without the version at its end. */
export function familyOf(uri: string): string {
	const known = families.get(uri);
	if (known !== undefined) {
		return known;
	}
	if (families.size >= limit) {
		families.clear();
	}
	const family = uri.replace(/\/v\d+(?:\.\d+)*$/, '');
	families.set(uri, family);
	return family;
}

/** Does an element or attribute of this name and namespace match? */
export function matches(item: {readonly name: string; readonly namespace: string}, match: Match): boolean {
	if ('name' in match) {
		return item.name === match.name && (item.namespace === match.family || familyOf(item.namespace) === familyOf(match.family));
	}
	return match.some(name => matches(item, name));
}
