/** A form of the fields that have a value. The dashboard ignores JSON in most places (reference 1.6). */
export function formOf(fields: Readonly<Record<string, string | readonly string[] | undefined>>): URLSearchParams {
	const pairs = Object.entries(fields).flatMap(([name, value]) => [value ?? []].flat().map((item): [string, string] => [name, item]));
	return new URLSearchParams(pairs);
}
