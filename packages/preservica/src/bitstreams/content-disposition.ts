/** The file name a `Content-Disposition` tells (RFC 6266), as it is: not necessarily safe. Undefined when it tells none. */
export function filenameIn(header: string | null): string | undefined {
	const value = header ?? '';
	return extended(value) ?? plain(value);
}

/** `filename*=UTF-8''na%C3%AFve.txt` */
function extended(value: string): string | undefined {
	const [, charset = '', encoded = ''] = /(?:^|[;\s])filename\*\s*=\s*([\w-]*)'[^']*'([^\s;]+)/i.exec(value) ?? [];
	if (encoded === '' || !/^(?:utf-8|iso-8859-1)$/i.test(charset)) {
		return undefined;
	}
	const latin = encoded.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return /^utf-8$/i.test(charset) ? utf8In(latin) : latin;
}

/** `filename="a \"b\".txt"` or `filename=a.txt`, whose bytes are UTF-8 more often than the Latin-1 of old rules. */
function plain(value: string): string | undefined {
	const [, quoted, token] = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(value) ?? [];
	const name = quoted?.replaceAll(/\\(.)/g, '$1') ?? token;
	return name === undefined || name === '' ? undefined : utf8In(name);
}

/** Headers come as one character for each byte. */
function utf8In(text: string): string {
	if (/[\u0100-\uffff]/.test(text)) {
		return text;
	}
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(Uint8Array.from(text, character => character.charCodeAt(0)));
	} catch {
		return text;
	}
}
