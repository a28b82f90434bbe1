/**
 * The file name in a Content-Disposition, read as Python's `cgi` module reads it: of several the last; quotes are taken off with `\"` and `\\` in
 * them; `filename*` is another parameter, which nobody asks for. Letters beyond ASCII are the header's bytes as Latin-1.
 */
export function fileNameIn(header: string): string | undefined {
	const [, ...parameters] = piecesOf(header);
	const names = parameters.flatMap(parameter => {
		const [, key = '', value = ''] = /^([^=]*)=(.*)$/su.exec(parameter) ?? [];
		return key.trim().toLowerCase() === 'filename' ? [unquoted(value.trim())] : [];
	});
	return names.at(-1);
}

/** What stands between semicolons that are not in quotes. A quote behind a backslash is none, whatever is before the backslash. */
function piecesOf(header: string): readonly string[] {
	const pieces: string[] = [];
	let isOpen = false;
	for (const part of header.split(';')) {
		if (isOpen) pieces.push(`${pieces.pop() ?? ''};${part}`);
		else pieces.push(part);
		isOpen = isOpen !== (part.replaceAll('\\"', '').split('"').length % 2 === 0);
	}
	return pieces;
}

function unquoted(value: string): string {
	const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
	return isQuoted ? value.slice(1, -1).replaceAll('\\\\', '\\').replaceAll('\\"', '"') : value;
}
