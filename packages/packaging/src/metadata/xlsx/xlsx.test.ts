import {describe, expect, it} from 'vitest';
import {openpyxlWorkbook} from '../../fixtures/openpyxl-workbook.ts';
import {workbook, workbookParts, type WorkbookParts} from '../../fixtures/workbook.ts';
import {readTable, type ReadTableOptions} from '../read-table.ts';

const read = async (parts: WorkbookParts, options?: ReadTableOptions) => await readTable(await workbook(parts), options);
const cells = async (parts: WorkbookParts) => (await read(parts)).rows.map(row => row.cells);
const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';

it('reads what another program wrote: dates, times, rich text, numbers as their texts', async () => {
	const {header: names, rows, findings} = await readTable(openpyxlWorkbook);
	expect(names).toEqual(['filename', 'Title', 'Date', 'Sent', 'At', 'Number', 'Id', 'Flag', 'Sum', 'Note']);
	expect(rows).toEqual([
		{row: 2, cells: ['a.tif', 'Å & <b>', '1948-02-29', '2001-12-31T23:59:59', '13:45:00', '0.1', '007', 'TRUE', '', 'two\nlines']},
		{row: 3, cells: ['b.tif', 'plain bold', '1900-01-01', '', '', '-3', '12345678901234567890', 'FALSE', '', '=HYPERLINK("http://x")']},
		{row: 5, cells: ['ü.tif', '日本語', '2024-12-24', '', '', '', '', '', '', '']},
	]);
	expect(findings.map(({code, row, column}) => [code, row, column])).toEqual([
		['several-sheets', undefined, undefined],
		['formula-without-value', 2, 'Sum'],
	]);
});

it('reads the sheet it is told, and no other', async () => {
	expect(await readTable(openpyxlWorkbook, {sheet: 'Other'})).toEqual({header: ['x'], rows: [{row: 2, cells: ['y']}], findings: []});
	await expect(readTable(openpyxlWorkbook, {sheet: 'Gone'})).rejects.toThrow('Its sheets are Letters, Other.');
});

it('takes the first sheet that is not hidden', async () => {
	const parts = workbookParts(header);
	parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace('name="One"', 'name="One" state="veryHidden"');
	await expect(read(parts)).rejects.toThrow('no sheet that can be seen');
	expect((await read(parts, {sheet: 'One'})).header).toEqual(['a', 'b']);
});

it('takes shared texts without their pronunciation, with their runs and escaped characters', async () => {
	const strings =
		'<si><t>a</t></si><si><t xml:space="preserve"> b </t></si><si><r><t>x</t></r><r><t>_x000D_y</t></r><rPh sb="0" eb="1"><t>z</t></rPh></si>';
	const data = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="7"><c r="B7" t="s"><v>2</v></c></row>';
	expect(await read(workbookParts(data, {strings}))).toEqual({header: ['a', 'b'], rows: [{row: 7, cells: ['', 'x\ny']}], findings: []});
});

it('takes the value that is kept for a formula, and runs none', async () => {
	const data = `${header}<row r="2"><c r="A2"><f>6*7</f><v>42</v></c><c r="B2" t="str"><f>A2&amp;"x"</f><v>kept</v></c></row>`;
	expect(await cells(workbookParts(data))).toEqual([['42', 'kept']]);
});

it('tells errors, numbers that lost digits and merged cells, with row and column', async () => {
	const data = `${header}<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1.2345678901234568E+19</v></c></row>`;
	const {rows, findings} = await read(workbookParts(data, {more: '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'}));
	expect(rows).toEqual([{row: 2, cells: ['', '12345678901234567000']}]);
	expect(findings.map(({code, severity, row, column}) => [code, severity, row, column])).toEqual([
		['formula-error', 'error', 2, 'a'],
		['number-rounded', 'warning', 2, 'b'],
		['merged-cells', 'warning', 2, undefined],
	]);
});

describe('numbers that are dates', () => {
	const styles = (code: string) =>
		`<numFmts><numFmt numFmtId="164" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`;
	const cell = (value: string) => `${header}<row r="2"><c r="A2" s="1"><v>${value}</v></c></row>`;

	it.each([
		['yyyy\\-mm\\-dd', '45650', '2024-12-24'],
		['[$-409]d\\ mmm\\ yyyy;@', '59', '1900-02-28'],
		['dd/mm/yyyy hh:mm', '61.5', '1900-03-01T12:00:00'],
		['d/m/yy', '1.25', '1900-01-01T06:00:00'],
		['h:mm AM/PM', '0.75', '18:00:00'],
		['[h]:mm:ss', '1.5', '36:00:00'],
		['mmmm', '45650', '2024-12-24'],
		['0.00', '45650', '45650'],
		['&quot;day &quot;0', '45650', '45650'],
		['[Red]0', '5', '5'],
		['0.0;yyyy', '5', '5'],
		['General', '0.30000000000000004', '0.30000000000000004'],
		['yyyy', '2958465', '9999-12-31'],
	])('with the format %s: %s is %s', async (code, value, text) => {
		expect((await cells(workbookParts(cell(value), {styles: styles(code)})))[0]?.[0]).toBe(text);
	});

	it('count from 1904 where the workbook says so', async () => {
		const parts = workbookParts(cell('0'), {styles: styles('yyyy-mm-dd'), properties: '<workbookPr date1904="1"/>'});
		expect((await cells(parts))[0]?.[0]).toBe('1904-01-01');
	});

	it.each(['60', '-1', '2958466', '0'])('are told and kept when they are none: %s', async value => {
		const {rows, findings} = await read(workbookParts(cell(value), {styles: styles('yyyy-mm-dd')}));
		expect(rows[0]?.cells[0]).toBe(value);
		expect(findings).toMatchObject([{code: 'not-a-date', severity: 'error', row: 2, column: 'a'}]);
	});
});

it('reads the namespaces of Strict Open XML', async () => {
	const parts = Object.entries(workbookParts(header)).map(([path, text]) => [
		path,
		text
			.replaceAll('http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://purl.oclc.org/ooxml/spreadsheetml/main')
			.replaceAll(
				'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
				'http://purl.oclc.org/ooxml/officeDocument/relationships',
			),
	]);
	expect((await read(Object.fromEntries(parts) as WorkbookParts)).header).toEqual(['a', 'b']);
});

describe('a hostile or damaged workbook', () => {
	it.each<[string, (parts: WorkbookParts) => WorkbookParts, string]>([
		['is another ZIP file', () => ({'a.txt': 'x'}), 'not an Excel workbook'],
		[
			'lacks its sheet',
			parts => Object.fromEntries(Object.entries(parts).filter(([path]) => !path.endsWith('sheet1.xml'))),
			'lacks the sheet',
		],
		['has a doctype', parts => ({...parts, 'xl/workbook.xml': `<!DOCTYPE x [<!ENTITY y "z">]>${parts['xl/workbook.xml']}`}), 'doctype'],
		['is cut off inside', parts => ({...parts, 'xl/worksheets/sheet1.xml': '<worksheet><sheetData>'}), 'line 1'],
		['refers to a text that is not there', () => workbookParts('<row><c t="s"><v>5</v></c></row>'), 'which is not there'],
		['has rows that go back', () => workbookParts('<row r="2"/><row r="2"/>'), 'a row 2 after row 2'],
		['has rows beyond the last', () => workbookParts('<row r="9999999"/>'), 'a row 9999999'],
		['has cells that go back', () => workbookParts('<row><c r="B1"/><c r="A1"/></row>'), 'column 1 after column 2'],
		['has cells beyond the last', () => workbookParts('<row><c r="ZZZ1"/></row>'), 'after column 0'],
	])('that %s is refused', async (_, damage, message) => {
		await expect(read(damage(workbookParts(header)))).rejects.toMatchObject({
			name: 'DecodeError',
			message: expect.stringMatching(new RegExp(message, 'i')),
		});
	});

	it('that unpacks to more than it may is refused before it is unpacked', async () => {
		const parts = workbookParts(`<row><c t="str"><v>${'x'.repeat(2_000_000)}</v></c></row>`);
		const file = await workbook(parts);
		expect(file.length).toBeLessThan(20_000);
		await expect(readTable(file, {maxSize: 1_000_000})).rejects.toMatchObject({name: 'DecodeError', code: 'damaged'});
	});

	it('never crashes, hangs or is read as something else, whichever byte is changed', async () => {
		const file = await workbook(workbookParts(`${header}<row r="2"><c r="A2"><v>1</v></c></row>`));
		const good = await readTable(file);
		for (let at = 0; at < file.length; at += 7) {
			const damaged = file.slice();
			damaged[at] = damaged[at]! ^ 0x55;
			const outcome = await readTable(damaged).catch((error: unknown) => error);
			if (outcome instanceof Error) {
				expect(outcome.name).toMatch(/^(?:DecodeError|ConfigurationError)$/);
			} else if (damaged[0] === 0x50 && damaged[1] === 0x4b && damaged[2] === 3 && damaged[3] === 4) {
				expect(outcome).toEqual(good);
			}
		}
	});
});
