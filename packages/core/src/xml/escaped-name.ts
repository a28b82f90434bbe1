const prefix = 'n-';

/**
 * txml misreads some legal names: it takes the content of `<script>` and `<style>` for raw text, overlooks attributes
 * whose names start with anything but a letter of ASCII, and stores `__proto__` where nobody finds it. Such names are
 * handed to it with a prefix, and so are names that have the prefix of their own, so that taking it off is exact.
 */
export function needsEscape(name: string): boolean {
	const code = name.charCodeAt(0) | 32;
	return code < 97 || code > 122 || name === 'script' || name === 'style' || name.startsWith(prefix);
}

/** The name in the form txml is given. */
export function escapeName(name: string): string {
	return prefix + name;
}

/** The name txml was given, as it was in the document. */
export function unescapeName(name: string): string {
	return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
