/** Bound to the prefix `xml` without a declaration (Namespaces in XML 1.0, 3). */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** Bound to the prefix `xmlns`, which nobody may declare. */
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

/** A rule of Namespaces in XML 1.0, 3 and 2.2, that a declaration breaks; undefined when it breaks none. */
export function declarationProblem(prefix: string, namespace: string): string | undefined {
	if (prefix === 'xmlns' || namespace === xmlnsNamespace) {
		return 'The prefix xmlns and its namespace cannot be declared';
	}
	if ((prefix === 'xml') !== (namespace === xmlNamespace)) {
		return `The prefix xml and the namespace ${xmlNamespace} belong to each other`;
	}
	return prefix !== '' && namespace === '' ? `The prefix ${prefix} is bound to nothing` : undefined;
}
