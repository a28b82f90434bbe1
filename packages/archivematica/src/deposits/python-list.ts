import {DecodeError} from '@fonds/core';

const string = /'((?:[^'\\\p{Cc}]|\\.)*)'|"((?:[^"\\\p{Cc}]|\\.)*)"/uy;
const escape = /\\(?:([\\'"nrt])|x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|[^])/gu;
const named: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t'};

/**
 * Reads a list of texts as Python prints it, which is how the server lists files (SW-04): `['a.jpg', "it's"]`. Nothing else is taken.
 *
 * Names of files that are not UTF-8 have lone surrogates here, one for each byte that is not.
 *
 * @throws DecodeError for anything else, without quoting it.
 */
export function parsePythonList(source: string): string[] {
	const text = source.trim();
	if (/^<(?:!doctype|html|\?xml)/i.test(text)) {
		throw new DecodeError('A page came where the list of files of a deposit was expected. A proxy or a sign-in page may have answered.');
	}
	if (text === '[]') {
		return [];
	}
	const items: string[] = [];
	for (let at = 0; at < text.length;) {
		const start = items.length === 0 ? '[' : ', ';
		string.lastIndex = at + start.length;
		const found = text.startsWith(start, at) ? string.exec(text) : null;
		if (!found) {
			throw malformed(at);
		}
		items.push(unescape(found[1] ?? found[2] ?? '', at));
		at = string.lastIndex;
		if (text.slice(at) === ']') {
			return items;
		}
	}
	throw malformed(text.length);
}

function unescape(text: string, at: number): string {
	return text.replace(escape, (_, name?: string, byte?: string, unit?: string, point?: string) => {
		if (name !== undefined) {
			return named[name] ?? name;
		}
		const code = Number.parseInt(byte ?? unit ?? point ?? '', 16);
		if (!(code <= 0x10_ff_ff)) {
			throw malformed(at);
		}
		return String.fromCodePoint(code);
	});
}

function malformed(at: number): DecodeError {
	return new DecodeError(`The list of files of a deposit is not what Python prints, at character ${at + 1}.`, {code: 'not-a-list'});
}
