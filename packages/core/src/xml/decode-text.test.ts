import {describe, expect, it} from 'vitest';
import {DecodeError} from '../errors/decode-error.ts';
import {content} from './query.ts';
import {parseXml} from './parse.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
	const bytes = new Uint8Array(text.length * 2);
	const view = new DataView(bytes.buffer);
	for (let index = 0; index < text.length; index++) {
		view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
	}
	return bytes;
};

describe('bytes are read as', () => {
	it.each([
		['UTF-8', utf8('<a>Größe 題名 𝄞</a>'), 'Größe 題名 𝄞'],
		['UTF-8 with a byte order mark', utf8('\ufeff<?xml version="1.0" encoding="utf-8"?><a>ü</a>'), 'ü'],
		['UTF-8 with a byte order mark, whatever is declared', utf8('\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a>ü</a>'), 'ü'],
		['UTF-8 where UTF-16 is declared but cannot be', utf8('<?xml version="1.0" encoding="utf-16"?><a>ü</a>'), 'ü'],
		['UTF-16, little end first', utf16('\ufeff<a>ü題</a>', true), 'ü題'],
		['UTF-16, big end first', utf16('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>ü題</a>', false), 'ü題'],
		['UTF-16 without a mark, little end first', utf16('<?xml version="1.0" encoding="UTF-16"?><a>ü題</a>', true), 'ü題'],
		['UTF-16 without a mark, big end first', utf16('<a>ü題</a>', false), 'ü題'],
		['declared ASCII', latin1('<?xml version="1.0" encoding="ASCII"?><a>&#252;</a>'), 'ü'],
		['declared US-ASCII', latin1("<?xml version='1.0' encoding='us-ascii'?><a>u</a>"), 'u'],
		['declared windows-1252', latin1('<?xml version="1.0" encoding="windows-1252"?><a>\xfc\x80</a>'), 'ü€'],
		['declared ISO-8859-1', latin1('<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?><a>\xfc</a>'), 'ü'],
	])('%s', (_, bytes, text) => {
		expect(content(parseXml(bytes))).toBe(text);
	});

	it('what the encoding option says, before the declaration and after a mark', () => {
		expect(content(parseXml(latin1('<?xml version="1.0" encoding="UTF-8"?><a>\xfc</a>'), {encoding: 'ISO-8859-1'}))).toBe('ü');
		expect(content(parseXml(utf8('\ufeff<a>ü</a>'), {encoding: 'ISO-8859-1'}))).toBe('ü');
	});
});

describe('bytes are refused that', () => {
	it.each([
		['are not UTF-8', latin1('<a>\n12\xfc</a>'), 'The bytes are not utf-8 (line 2, column 3)'],
		['end inside a character', utf8('<a/>ü').subarray(0, 5), 'The bytes are not utf-8 (line 1, column 5)'],
		[
			'are not ASCII where that is declared',
			latin1('<?xml version="1.0" encoding="ASCII"?>\n<a>\xfc</a>'),
			'A byte is not ASCII, which the document says it is in (line 2, column 4)',
		],
		[
			'are of an unknown encoding',
			latin1('<?xml version="1.0" encoding="x-klingon"?><a/>'),
			'The document is in the encoding "x-klingon", which is not known here (line 1, column 1)',
		],
		['are half of UTF-16', utf16('\ufeff<a>ü</a>', true).subarray(0, -1), 'The bytes are not utf-16le (line 1, column 8)'],
		['are zeros', new Uint8Array(100), 'The character U+0000 is not allowed in XML (line 1, column 1)'],
		['are a ZIP', latin1('PK\x03\x04'), 'The character U+0003 is not allowed in XML (line 1, column 3)'],
	])('%s', (_, bytes, message) => {
		expect(() => parseXml(bytes)).toThrow(new DecodeError(message));
	});
});
