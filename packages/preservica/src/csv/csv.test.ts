import {describe, expect, it} from 'vitest';
import {parseCsv, writeCsvRow} from './csv.ts';

describe('reading CSV', () => {
	it('keeps columns and rows in their order, quotes, line breaks and other scripts', () => {
		expect(parseCsv('\ufeffb, a \r\n"x ""y""","1\n2"\r\n\r\nβ,=1\r\n')).toEqual({
			header: ['b', 'a'],
			rows: [
				['x "y"', '1\n2'],
				['β', '=1'],
			],
		});
	});

	it('reads semicolons, as spreadsheets of many countries write them', () => {
		expect(parseCsv('a;b\n1,5;2\n')).toEqual({header: ['a', 'b'], rows: [['1,5', '2']]});
	});

	it('reads mixed line ends without keeping half of one', () => {
		expect(parseCsv('a,b\n1,"2"\r\n3,4\r5,6').rows).toEqual([
			['1', '2'],
			['3', '4'],
			['5', '6'],
		]);
	});

	it('reads one column', () => {
		expect(parseCsv('a\n1\n2')).toEqual({header: ['a'], rows: [['1'], ['2']]});
	});

	it.each([
		['', 'it has no header row'],
		['a,b\n1,2\n3\n', 'Row 3 of the CSV has 1 cells where the header has 2'],
		['a,b\n1,2,3\n', 'Row 2 of the CSV has 3 cells where the header has 2'],
		['a,b\n"1,2\n', 'cannot be read'],
		['a,b,a\n1,2,3\n', 'two columns named "a"'],
	])('refuses %o', (text, message) => {
		expect(() => parseCsv(text)).toThrow(message);
	});
});

describe('writing CSV', () => {
	it('quotes what needs it and comes back as it was', () => {
		const cells = ['a,b', 'say "x"', 'two\nlines', ' spaced ', 'ø'];
		const text = `${writeCsvRow(['1', '2', '3', '4', '5'])}${writeCsvRow(cells)}`;
		expect(text).toBe('1,2,3,4,5\r\n"a,b","say ""x""","two\nlines"," spaced ",ø\r\n');
		expect(parseCsv(text).rows).toEqual([cells]);
	});

	it.each(['=1+1', '+1', '-1', '@x', '\t=1'])('does not let a spreadsheet run %o', cell => {
		expect(writeCsvRow([cell, 'x'])).toBe(`${JSON.stringify(`'${cell}`).replace('\\t', '\t')},x\r\n`);
		expect(parseCsv(`a,b\n${writeCsvRow([cell, 'x'], {escapeFormulas: false})}`).rows).toEqual([[cell, 'x']]);
	});
});
