import {expect, it} from 'vitest';
import {djangoDate, reprOf} from './python.ts';

it.each([
	[[], '[]'],
	[['a.jpg', 'submissionDocumentation'], "['a.jpg', 'submissionDocumentation']"],
	[["l'été"], '["l\'été"]'],
	[['"'], "['\"']"],
	[[`'"`], `['\\'"']`],
	[['a\\b\n\t\r'], String.raw`['a\\b\n\t\r']`],
	[['\u0000\u007F\u00A0\u2028 x'], String.raw`['\x00\x7f\xa0\u2028 x']`],
	[['日本 🗄'], "['日本 🗄']"],
	[['\u{E0001}'], String.raw`['\U000e0001']`],
])('prints %j as Python does: %s', (texts, printed) => {
	expect(reprOf(texts)).toBe(printed);
});

it.each([
	['2024-10-17T08:02:00Z', 'Oct. 17, 2024, 1:02 a.m.'],
	['2024-09-01T07:00:00Z', 'Sept. 1, 2024, midnight'],
	['2024-03-09T20:00:00Z', 'March 9, 2024, noon'],
	['2024-06-30T20:00:00Z', 'June 30, 2024, 1 p.m.'],
	['2024-07-01T07:05:00Z', 'July 1, 2024, 12:05 a.m.'],
	['2024-01-01T20:30:00Z', 'Jan. 1, 2024, 12:30 p.m.'],
])('writes %s as Django does, in Los Angeles: %s', (time, written) => {
	expect(djangoDate(Date.parse(time))).toBe(written);
});
