import {describe, expect, it} from 'vitest';
import {readBagInfo, writeBagInfo} from './bag-info.ts';

const read = (text: string, version = '1.0') => {
	const codes: string[] = [];
	return {elements: readBagInfo(text, 'bag-info.txt', version, ({code}) => void codes.push(code)), codes};
};

describe('bag-info.txt', () => {
	it.each<readonly [label: string, value: string]>([
		['Title', 'a: b'],
		['Title', ''],
		['__proto__', 'x'],
		['Ärger 文', 'x\u2028y\u0085z'],
		['Note', ':'],
		['Note', '\u{10348}'],
		['a b\tc', 'a\t b'],
	])('gives back %j: %j', (label, value) => {
		expect(read(writeBagInfo([[label, value]]))).toEqual({elements: [[label, value]], codes: []});
	});

	it('joins lines that go on, whatever they are separated by', () => {
		expect(read(writeBagInfo([['Note', 'a\n\n b\r\nc\rd ']])).elements).toEqual([['Note', 'a b c d']]);
		expect(read('Note:\n\ta\n   \n  b: c\n').elements).toEqual([['Note', 'a b: c']]);
	});

	it.each(['a:b', ' a', 'a ', '', 'a\nb', '\ud800'])('refuses the label %j', label => {
		expect(() => writeBagInfo([[label, 'x']])).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});

	it('refuses a value that UTF-8 cannot hold', () => {
		expect(() => writeBagInfo([['Title', 'a\udc00']])).toThrow(/"Title".*UTF-8/);
	});

	it.each([
		['Title:x', ['Title', 'x'], ['bag-info-separator']],
		['Title : x', ['Title', 'x'], ['bag-info-separator']],
		['Title\t:\tx', ['Title', 'x'], ['bag-info-separator']],
		['Title:', ['Title', ''], []],
	])('reads %j', (line, element, codes) => {
		expect(read(line)).toEqual({elements: [element], codes});
		expect(read(line, '0.97')).toEqual({elements: [element], codes: []});
	});

	it.each([': x', ' : x', ' goes on', 'nothing'])('tells that %j is no label', line => {
		expect(read(line)).toEqual({elements: [], codes: ['bag-info-malformed']});
	});

	it.each([
		['white space', `a${' '.repeat(1_000_000)}b`],
		['lines that go on', `Note: a\n${' b\n'.repeat(300_000)}`],
	])('takes no longer than it is, for %s', (_, text) => {
		const started = performance.now();
		read(text);
		expect(performance.now() - started).toBeLessThan(3000);
	});
});
