import {expect, it} from 'vitest';
import {fileNameIn} from './content-disposition.ts';

it.each([
	['attachment; filename=a.jpg', 'a.jpg'],
	['attachment;filename=a.jpg', 'a.jpg'],
	['anything; size=3; FileName = a b.jpg ; x=y', 'a b.jpg'],
	['attachment; filename="a; b.jpg"; size=3', 'a; b.jpg'],
	[String.raw`attachment; filename="a \"b; c\" \\d.jpg"`, String.raw`a "b; c" \d.jpg`],
	[String.raw`attachment; filename=a\b.jpg`, String.raw`a\b.jpg`],
	['attachment; filename=" a "', ' a '],
	['attachment; filename="a', '"a'],
	['attachment; filename="a;b', '"a;b'],
	['attachment; filename="', '"'],
	['attachment; filename=""', ''],
	['attachment; filename=', ''],
	['attachment; filename=a=b', 'a=b'],
	['attachment; filename=a; filename=b', 'b'],
	["attachment; filename=a; filename*=UTF-8''b", 'a'],
	["attachment; filename*=UTF-8''b", undefined],
	['attachment; filename', undefined],
	['attachment', undefined],
	['filename=a', undefined],
	['', undefined],
])('finds in %s the name %j', (header, name) => {
	expect(fileNameIn(header)).toBe(name);
});
