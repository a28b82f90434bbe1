import {ConfigurationError, DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {encodeBase64} from './base64.ts';
import {decodeServerName, encodeSource, insidePath, joinServerPath, serverPath, serverPathBytes, splitServerPath} from './server-path.ts';

const composed = 'caf\u00E9';
const decomposed = 'cafe\u0301';
const latin1 = Uint8Array.of(0x63, 0x61, 0x66, 0xe9);

describe('serverPath', () => {
	it('keeps both normal forms of a diacritic apart', () => {
		expect(serverPath(composed)).toEqual({base64: 'Y2Fmw6k=', text: composed, exact: true});
		expect(serverPath(decomposed)).toEqual({base64: 'Y2FmZcyB', text: decomposed, exact: true});
	});

	it('keeps bytes that are no UTF-8 and says that their text is not exact', () => {
		const path = serverPath(latin1);
		expect(path).toEqual({base64: 'Y2Fm6Q==', text: 'caf\uFFFD', exact: false});
		expect([...serverPathBytes(path)]).toEqual([...latin1]);
	});

	it('takes a byte order mark for a part of the name', () => {
		expect(serverPath('\uFEFFa')).toEqual({base64: '77u/YQ==', text: '\uFEFFa', exact: true});
	});

	it('encodes more bytes than a call takes arguments', () => {
		const bytes = new Uint8Array(300_000).fill(0xff);
		expect(serverPathBytes({base64: encodeBase64(bytes), text: '', exact: false})).toEqual(bytes);
	});

	it('survives being written to JSON', () => {
		const path = serverPath(latin1);
		expect(serverPathBytes(JSON.parse(JSON.stringify(path)))).toEqual(latin1);
	});
});

describe('joining and splitting', () => {
	it('puts one slash between folder and name, and none before the first', () => {
		expect(joinServerPath(serverPath(''), serverPath('a')).text).toBe('a');
		expect(joinServerPath(serverPath('a'), serverPath('b')).text).toBe('a/b');
		expect(joinServerPath(serverPath('a/'), serverPath('b')).text).toBe('a/b');
	});

	it('keeps bytes on both ways', () => {
		const {folder, name} = splitServerPath(joinServerPath(serverPath(latin1), serverPath(latin1)));
		expect([folder.base64, name.base64]).toEqual(['Y2Fm6Q==', 'Y2Fm6Q==']);
	});

	it('takes a trailing slash for no name', () => {
		const {folder, name} = splitServerPath(serverPath('a/b//'));
		expect([folder.text, name.text]).toEqual(['a', 'b']);
	});
});

describe('refusals', () => {
	it.each(['..', 'a/../b', '../x', 'a/..', 'a\0b'])('does not leave the location with %j', path => {
		expect(() => insidePath(path)).toThrow(ConfigurationError);
	});

	it('looks at the bytes of a path, not at the text beside them', () => {
		const {base64} = serverPath('../x');
		expect(() => insidePath({base64, text: 'innocent', exact: true})).toThrow(ConfigurationError);
	});

	it('lets names with dots pass', () => {
		expect(insidePath('a..b/.c').text).toBe('a..b/.c');
	});

	it('says which name of an answer is no base64', () => {
		expect(() => decodeServerName('%%%')).toThrow(DecodeError);
		expect(() => decodeServerName('%%%')).toThrow("'%%%'");
	});

	it('refuses a path whose base64 was damaged', () => {
		expect(() => serverPathBytes({base64: '*', text: 'a', exact: true})).toThrow(ConfigurationError);
	});
});

it('writes a source as location, colon and path, byte for byte', () => {
	expect(atob(encodeSource('uuid', serverPath(latin1)))).toBe('uuid:caf\u00E9');
	expect(
		encodeSource(
			'd1184f7f-d755-4c8d-831a-a3793b88f760',
			serverPath('/archivematica/archivematica-sampledata/SampleTransfers/DemoTransfer'),
		),
	).toBe(
		'ZDExODRmN2YtZDc1NS00YzhkLTgzMWEtYTM3OTNiODhmNzYwOi9hcmNoaXZlbWF0aWNhL2FyY2hpdmVtYXRpY2Etc2FtcGxlZGF0YS9TYW1wbGVUcmFuc2ZlcnMvRGVtb1RyYW5zZmVy',
	);
});
