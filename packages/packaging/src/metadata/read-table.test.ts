import {describe, expect, it} from 'vitest';
import {createRandom, textBytes} from '../fixtures/entries.ts';
import {readTable} from './read-table.ts';
import {columnIndex, columnLetters} from './table.ts';
import {writeCsv} from './write-csv.ts';

const codes = (findings: readonly {readonly code: string; readonly row?: number | undefined; readonly column?: string | undefined}[]) =>
	findings.map(({code, row, column}) => [code, row, column]);

describe('a CSV', () => {
	it('keeps its rows with the numbers that spreadsheets show, and texts as they are', async () => {
		const table = await readTable('filename, Title \r\na.tif,"one, ""two""\r\nthree"\r\n\r\n  ,\r\nb.tif,=1+1\r\n');
		expect(table).toEqual({
			header: ['filename', 'Title'],
			rows: [
				{row: 2, cells: ['a.tif', 'one, "two"\nthree']},
				{row: 5, cells: ['b.tif', '=1+1']},
			],
			findings: [],
		});
	});

	it.each([
		['semicolons', 'a;b\n1,5;2\n', undefined],
		['tabs', 'a\tb\n1,5\t2\n', undefined],
		['bars', 'a|b\n1,5|2', undefined],
		['what it is told', 'a;b\n1,5;2\n', ';' as const],
	])('may have %s between its cells', async (_, text, delimiter) => {
		expect((await readTable(text, {delimiter})).rows).toEqual([{row: 2, cells: ['1,5', '2']}]);
	});

	it('tells rows of another length than the header, and headers that are missing or repeated', async () => {
		const {header, rows, findings} = await readTable('a,,a,d,\n1,2,3\n1,2,3,4,5\n1,2,3,4,,\n', {delimiter: ','});
		expect(header).toEqual(['a', '', 'a', 'd']);
		expect(rows.map(({cells}) => cells)).toEqual([
			['1', '2', '3', ''],
			['1', '2', '3', '4'],
			['1', '2', '3', '4'],
		]);
		expect(codes(findings)).toEqual([
			['header-empty', 1, 'B'],
			['header-repeated', 1, 'a'],
			['row-too-short', 2, undefined],
			['row-too-long', 3, undefined],
		]);
		expect(findings.map(({severity}) => severity)).toEqual(['warning', 'warning', 'warning', 'error']);
	});

	it.each([
		['that does not end', 'a,b\n1,2\n"3,4\n', 3],
		['that is not doubled', 'a,b\n"1"x,2\n', 2],
	])('tells a quotation mark %s, once and with its row', async (_, text, row) => {
		const {findings} = await readTable(text);
		expect(codes(findings).filter(([code]) => code === 'quotes')).toEqual([['quotes', row, undefined]]);
	});

	it.each(['', '\n\n', ' , \n'])('of nothing but %o is told to be empty', async text => {
		expect(await readTable(text)).toMatchObject({header: [], rows: [], findings: [{code: 'empty', severity: 'error'}]});
	});

	it('may begin under empty rows, and may have no rows', async () => {
		expect(await readTable('\n\na,b\n')).toEqual({header: ['a', 'b'], rows: [], findings: []});
	});

	it('comes back from the writer as it was', async () => {
		const random = createRandom(7);
		const pieces = ['a', '"', ',', ';', '\n', ' ', 'ü', '=1', "'", '日', ''];
		const cell = () => `x${Array.from({length: Math.floor(random() * 5)}, () => pieces[Math.floor(random() * pieces.length)]).join('')}`;
		const rows = Array.from({length: 200}, () => [cell(), cell(), cell()]);
		const {header, rows: read} = await readTable(writeCsv([['p', 'q', 'r'], ...rows]), {delimiter: ','});
		expect([header, ...read.map(({cells}) => cells)]).toEqual([['p', 'q', 'r'], ...rows]);
	});

	it('of few bytes is refused when it has too many cells', async () => {
		const wide = `${Array.from({length: 16_000}, (_, index) => `h${index}`).join(',')}\n${'x\n'.repeat(3000)}`;
		await expect(readTable(wide)).rejects.toMatchObject({name: 'DecodeError', code: 'too-large'});
	});

	it('of more columns than there can be is refused', async () => {
		await expect(readTable(`${'a,'.repeat(16_385)}a\n`)).rejects.toThrow('16386 columns');
	});
});

describe('the encoding', () => {
	const utf16 = (text: string, littleEndian: boolean) => {
		const view = new DataView(new ArrayBuffer(text.length * 2 + 2));
		for (const [index, character] of Array.from(`\uFEFF${text}`).entries()) {
			view.setUint16(index * 2, character.charCodeAt(0), littleEndian);
		}
		return new Uint8Array(view.buffer);
	};
	const expected = {header: ['ä'], rows: [{row: 2, cells: ['ß']}], findings: []};

	it.each([
		['UTF-8', textBytes('ä\nß\n')],
		['UTF-8 with a byte order mark', textBytes('\uFEFFä\nß\n')],
		['UTF-16, little-endian', utf16('ä\nß\n', true)],
		['UTF-16, big-endian', utf16('ä\nß\n', false)],
	])('is found out for %s', async (_, bytes) => {
		expect(await readTable(bytes)).toEqual(expected);
		expect(await readTable(new Blob([bytes]))).toEqual(expected);
		expect(await readTable({path: 'x.csv', size: bytes.length, open: () => new Blob([bytes]).stream()})).toEqual(expected);
	});

	it('is asked for where bytes are not UTF-8, and taken when it is named', async () => {
		const latin = Uint8Array.of(0xe4, 10, 0xdf, 10);
		await expect(readTable(latin)).rejects.toMatchObject({name: 'DecodeError', code: 'not-utf-8'});
		expect(await readTable(latin, {encoding: 'windows-1252'})).toEqual(expected);
	});

	it('is refused where the text cannot be in it', async () => {
		await expect(readTable(utf16('ab\nc\n', true).subarray(2))).rejects.toMatchObject({code: 'wrong-encoding'});
		await expect(readTable(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8))).rejects.toMatchObject({code: 'wrong-encoding'});
		await expect(readTable(Uint8Array.of(0xc3), {encoding: 'utf-8'})).rejects.toMatchObject({code: 'wrong-encoding'});
		await expect(readTable(textBytes('a'), {encoding: 'klingon'})).rejects.toMatchObject({name: 'ConfigurationError'});
	});
});

it('refuses what is larger than it may be', async () => {
	await expect(readTable(new Blob(['a,b\n1,2\n']), {maxSize: 7})).rejects.toMatchObject({code: 'too-large'});
	const growing = {path: 'x', size: 3, open: () => new Blob(['a,b\n1,2\n']).stream()};
	await expect(readTable(growing, {maxSize: 7})).rejects.toMatchObject({code: 'too-large'});
});

it('refuses old and encrypted workbooks with advice', async () => {
	await expect(readTable(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).rejects.toThrow('Save it as .xlsx');
});

it('names columns as spreadsheets do', () => {
	for (const [index, letters] of [
		[0, 'A'],
		[25, 'Z'],
		[26, 'AA'],
		[701, 'ZZ'],
		[702, 'AAA'],
		[16_383, 'XFD'],
	] as const) {
		expect(columnLetters(index)).toBe(letters);
		expect(columnIndex(letters)).toBe(index);
	}
});
