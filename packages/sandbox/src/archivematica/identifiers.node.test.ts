import {expect, it} from 'vitest';
import {decodeBase64, encodeBase64} from './base64.ts';
import {derivedUuid, newUuid, parseUuid, quads} from './identifiers.ts';
import {dashboardTime, storageTime} from './times.ts';
import {markup, writeMarkup} from './xml-writer.ts';

it('reads UUIDs as Python does', () => {
	const uuid = '52dd0c01-e803-423a-be5f-b592b5d5d61c';
	for (const text of [uuid, uuid.toUpperCase(), uuid.replaceAll('-', ''), `{${uuid}}`, `urn:uuid:${uuid}`])
		expect(parseUuid(text)).toBe(uuid);
	for (const text of ['', 'zzz', `${uuid}0`, 'zzdd0c01-e803-423a-be5f-b592b5d5d61c']) expect(parseUuid(text)).toBeUndefined();
});

it('derives the same UUID from the same parts, and another from others', () => {
	expect(derivedUuid('a', 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
	expect(derivedUuid('a', 1)).toBe(derivedUuid('a', 1));
	expect(derivedUuid('a', 1)).not.toBe(derivedUuid('a1'));
	expect(newUuid()).not.toBe(newUuid());
});

it('spreads packages over folders named by their UUID', () => {
	expect(quads('9390594f-84c2-457d-bd6a-618f21f7c954')).toBe('9390/594f/84c2/457d/bd6a/618f/21f7/c954');
});

it('decodes Base64 leniently, but for padding and UTF-8', () => {
	expect(decodeBase64(encodeBase64('Übersicht 日本'))).toBe('Übersicht 日本');
	expect(decodeBase64('a-G_k\n=')).toBe('hi');
	expect(decodeBase64('aGk==')).toBe('hi');
	expect(decodeBase64('')).toBe('');
	for (const text of ['aGk', 'a', 'abcde', '/w==', '4oI=']) expect(decodeBase64(text), text).toBeUndefined();
});

it('writes times as each program does', () => {
	expect(dashboardTime(Date.UTC(2024, 9, 17, 1, 2, 3, 456))).toBe('2024-10-17T01:02:03');
	expect(storageTime(Date.UTC(2024, 9, 17, 1, 2, 3, 456))).toBe('2024-10-16T18:02:03.456000');
	expect(storageTime(Date.UTC(2024, 0, 17, 8, 2, 3))).toBe('2024-01-17T00:02:03');
});

it('writes XML that hostile text cannot break', () => {
	const document = markup('a', {b: '"<&>\n', c: undefined}, markup('d', {}, ']]> & <e/>\u0000'), markup('f'));
	expect(writeMarkup(document)).toBe(
		`<?xml version='1.0' encoding='UTF-8'?>\n<a b="&quot;&lt;&amp;&gt;&#10;">\n  <d>]]&gt; &amp; &lt;e/&gt;\uFFFD</d>\n  <f/>\n</a>\n`,
	);
});
