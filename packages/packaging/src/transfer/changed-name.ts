/**
 * What Archivematica makes of a name ("Change transfer filenames"): it keeps ASCII letters, digits, `-`, `_`, `.`, `(` and `)`, and puts `_` for anything else.
 *
 * Gives undefined for a name that it keeps, and for what it makes of letters outside ASCII, which it transliterates, only that it does: `to` is then undefined.
 */
export function changedName(name: string): {readonly to: string | undefined} | undefined {
	if (/^[A-Za-z\d\-_.()]*$/.test(name)) {
		return undefined;
	}
	return {to: /^[\x20-\x7e]*$/.test(name) ? name.replaceAll(/[^A-Za-z\d\-_.()]/g, '_') : undefined};
}
