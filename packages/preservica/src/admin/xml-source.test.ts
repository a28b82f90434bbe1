import {DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {contentTypeOf, readStoredXml, readyXml} from './xml-source.ts';

const latin1 = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
const utf16 = (text: string) =>
	Uint8Array.from([0xff, 0xfe, ...Array.from(text, c => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]).flat()]);
const text = ({bytes}: {bytes: Uint8Array}) => new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
const utf8Type = 'application/xml;charset=UTF-8';

describe('XML to be sent', () => {
	it.each([
		['<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'],
		[
			"\ufeff<?xml version='1.0' encoding='utf-16' standalone='yes'?><a/>",
			"\ufeff<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>",
		],
		['<?xml version="1.0"?><a encoding="x"/>', '<?xml version="1.0"?><a encoding="x"/>'],
		['<a>ß</a>', '<a>ß</a>'],
	])('as text is UTF-8, and says so: %s', async (source, expected) => {
		const ready = await readyXml(source, 'schema');
		expect(text(ready)).toBe(expected);
		expect(ready).toMatchObject({type: utf8Type, fileName: undefined});
	});

	it.each([
		['UTF-8', new TextEncoder().encode('<a>ß</a>'), utf8Type],
		['UTF-8 with a mark', new TextEncoder().encode('\ufeff<?xml version="1.0" encoding="utf-8"?><a>ß</a>'), utf8Type],
		[
			'UTF-8 with a mark that says Latin-1',
			new TextEncoder().encode('\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a>ß</a>'),
			utf8Type,
		],
		['ASCII', latin1('<?xml version="1.0" encoding="US-ASCII"?><a>s</a>'), utf8Type],
		['UTF-8 that says UTF-16', latin1('<?xml version="1.0" encoding="utf-16"?><a/>'), utf8Type],
		['Latin-1', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00df</a>'), 'application/xml'],
		['UTF-16', utf16('<a>ß</a>'), 'application/xml'],
	])('as bytes is sent as it is: %s', async (_, bytes, type) => {
		expect(await readyXml(bytes, 'schema')).toEqual({bytes, type, fileName: undefined});
		const blob = await readyXml(new Blob([bytes]), 'schema');
		expect(blob).toEqual({bytes, type, fileName: undefined});
		expect((await readyXml(new File([bytes], 'a.xsd'), 'schema')).fileName).toBe('a.xsd');
	});

	it.each([
		['<a>', /^The schema "x" is not well-formed XML: .*line 1/],
		['', /not well-formed/],
		['<!DOCTYPE a><a/>', /document type|doctype/i],
		['<a>\ud800</a>', /not well-formed/],
		[latin1('<a>\u00df</a>'), /not utf-8/i],
	])('is refused: %o', async (source, message) => {
		const ready = readyXml(source, 'schema "x"');
		await expect(ready).rejects.toThrow(DecodeError);
		await expect(ready).rejects.toThrow(message);
	});

	it('is not looked at when told so', async () => {
		expect(text(await readyXml('<!DOCTYPE a><a/>', 'schema', {check: false}))).toBe('<!DOCTYPE a><a/>');
	});
});

describe('stored XML', () => {
	const answer = (bytes: Uint8Array<ArrayBuffer> | string, type?: string) =>
		new Response(
			typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
			type === undefined ? {} : {headers: {'content-type': type}},
		);
	const declared = '<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00df</a>';

	it.each([
		['by the charset of the answer', answer(latin1('<a>\u00df</a>'), 'application/xml; charset="iso-8859-1"'), '<a>ß</a>'],
		['by its declaration', answer(latin1(declared)), declared],
		['by its declaration where the answer is wrong', answer(latin1(declared), 'application/xml;charset=UTF-8'), declared],
		['by the charset, whatever it declares', answer(declared, 'text/xml;charset=UTF-8'), declared],
		['by its mark', answer(utf16('<a>ß</a>')), '<a>ß</a>'],
		['as UTF-8 otherwise', answer('\ufeff<a>ß</a>', 'application/xml;charset=nonsense'), '<a>ß</a>'],
	])('is read %s', async (_, response, expected) => {
		expect(await readStoredXml(response, 'schema')).toBe(expected);
	});

	it.each([
		['nothing', answer(''), 'The schema is empty on the server.'],
		['a web page', answer('<html/>', 'text/html;charset=utf-8'), 'A web page came where the schema was expected'],
		['bytes of no encoding', answer(latin1('<a>\u00df</a>')), 'in an encoding that is not known here'],
	])('is not %s', async (_, response, message) => {
		const read = readStoredXml(response, 'schema');
		await expect(read).rejects.toThrow(DecodeError);
		await expect(read).rejects.toThrow(message);
	});
});

it('knows UTF-16 of either order without a mark', () => {
	expect(contentTypeOf(Uint8Array.from([0, 0x3c, 0, 0x61]))).toBe('application/xml');
	expect(contentTypeOf(Uint8Array.from([0x3c, 0, 0x61, 0]))).toBe('application/xml');
	expect(contentTypeOf(Uint8Array.from([0xfe, 0xff, 0, 0x3c]))).toBe('application/xml');
});
