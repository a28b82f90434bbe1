import {describe, expect, it} from 'vitest';
import {openpyxlWorkbook} from '../../fixtures/openpyxl-workbook.ts';
import {workbook, workbookParts, type WorkbookParts} from '../../fixtures/workbook.ts';
import {readTable, type ReadTableOptions} from '../read-table.ts';

const read = async (parts: WorkbookParts, options?: ReadTableOptions) => await readTable(await workbook(parts), options);
const cells = async (parts: WorkbookParts) => (await read(parts)).rows.map(row => row.cells);
const mapParts = (parts: WorkbookParts, change: (text: string) => string): WorkbookParts =>
	Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, /sheet1|sharedStrings/.test(path) ? change(text) : text]));
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

it('takes an empty text that a formula gave, and tells one that gave nothing', async () => {
	const data = `${header}<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>1+1</f><v/></c></row><row r="3"><c r="A3" t="str"><f>1</f></c><c r="B3"><v>1</v></c></row>`;
	expect((await read(workbookParts(data))).findings.map(({code, row, column}) => [code, row, column])).toEqual([
		['formula-without-value', 2, 'b'],
		['formula-without-value', 3, 'a'],
	]);
});

describe('numbers', () => {
	const shown = async (code: string, value: string) => {
		const styles = `<numFmts><numFmt numFmtId="170" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`;
		const row = (number: number) => `<row r="${number}"><c r="A${number}" s="1"><v>${value}</v></c></row>`;
		const {rows, findings} = await read(workbookParts(header + row(2) + row(3), {styles}));
		return [rows[0]?.cells[0], findings.map(({code: found, row: at, column}) => [found, at, column])];
	};

	it.each([
		['0000', '7', '0007'],
		['000', '-7', '-007'],
		['000', '1234', '1234'],
		['000', '1.5', '1.5'],
		['0', '7', '7'],
		['#,##0.00', '1234.5', '1234.5'],
		['#\\ ##0', '1234', '1234'],
		['0.00E+00', '0.00001', '0.00001'],
		['[Red]0;[Blue]-0', '7', '7'],
		['[$-407]0_ ', '7', '7'],
		['General', '7', '7'],
		['@', '7', '7'],
		['# ?/?', '0.5', '0.5'],
	])('that are formatted as %s are taken as their digits show them: %s', async (code, value, text) => {
		expect(await shown(code, value)).toEqual([text, []]);
	});

	it.each(['0%', '&quot;No. &quot;0', '0 &quot;;&quot;', '[$€-407]0', '00\\-00', '0 €'])(
		'that are shown with more than digits, as %s, are told once for each column',
		async code => {
			expect(await shown(code, '12')).toEqual(['12', [['number-format', 2, 'a']]]);
		},
	);

	it('that are shown as percent by a format that every workbook has are told', async () => {
		const styles = '<cellXfs><xf numFmtId="9"/><xf numFmtId="10"/></cellXfs>';
		const {findings} = await read(
			workbookParts(`${header}<row r="2"><c r="A2"><v>0.5</v></c><c r="B2" s="1"><v>0.5</v></c></row>`, {styles}),
		);
		expect(findings.map(({code, column}) => [code, column])).toEqual([
			['number-format', 'a'],
			['number-format', 'b'],
		]);
	});
});

it('reads rows and columns that are hidden, and tells them if there is something in them', async () => {
	const cell = (place: string) => `<c r="${place}"><v>1</v></c>`;
	const data = `${header}<row r="2" hidden="1">${cell('A2')}</row><row r="3" hidden="true">${cell('B3')}</row><row r="4" hidden="1"/><row r="5">${cell('A5')}</row>`;
	const parts = workbookParts(data);
	const sheet = parts['xl/worksheets/sheet1.xml']!;
	const columns = '<cols><col min="1" max="1"/><col min="2" max="2" hidden="1"/><col min="3" max="9" hidden="1"/></cols><sheetData>';
	const {rows, findings} = await read({...parts, 'xl/worksheets/sheet1.xml': sheet.replace('<sheetData>', columns)});
	expect(rows.map(({row}) => row)).toEqual([2, 3, 5]);
	expect(findings.map(({code, row, column}) => [code, row, column])).toEqual([
		['hidden-rows', 2, undefined],
		['hidden-columns', undefined, 'b'],
	]);
});

describe('a large sheet', () => {
	const many = (row: (number: number) => string) => Array.from({length: 5000}, (_, index) => row(index + 2)).join('');
	const strings = Array.from(
		{length: 5000},
		(_, index) => `<si><t>text ${index}, of some length, so that there are many parts</t></si>`,
	).join('');
	const data =
		header +
		many(number => `<row r="${number}"><c r="A${number}" t="s"><v>${number - 2}</v></c><c r="B${number}"><v>${number}</v></c></row>`);
	const expected = Array.from({length: 5000}, (_, index) => [
		`text ${index}, of some length, so that there are many parts`,
		String(index + 2),
	]);

	it.each<[string, (parts: WorkbookParts) => WorkbookParts]>([
		['as it is', parts => parts],
		[
			'with prefixes',
			parts =>
				mapParts(parts, text =>
					text.replaceAll(/<(\/?)(worksheet|sheetData|row|c|v|is|t|sst|si)(?=[ />])/g, '<$1x:$2').replaceAll('xmlns=', 'xmlns:x='),
				),
		],
		['with a declaration', parts => mapParts(parts, text => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${text}`)],
		[
			'with comments that look like rows',
			parts =>
				mapParts(parts, text =>
					text.replace('<row', `<!-- ${'x'.repeat(150_000)}</row> --><row`).replace('<si>', `<!-- ${'x'.repeat(150_000)}</si> --><si>`),
				),
		],
	])('is read in parts: %s', async (_, change) => {
		const table = await read(change(workbookParts(data, {strings})));
		expect(table.rows.map(row => row.cells)).toEqual(expected);
		expect(table.findings).toEqual([]);
	});

	it.each(['<row r="4000">', '</row><row r="4000">', '<c r="A4000" t="s">'])(
		'is refused where it is damaged in the middle: without %s',
		async missing => {
			await expect(read(workbookParts(data.replace(missing, ''), {strings}))).rejects.toMatchObject({name: 'DecodeError'});
		},
	);

	it('of more elements than can be held is refused', {timeout: 60_000}, async () => {
		const emptyCells = '<c/>'.repeat(4_000_001);
		await expect(read(workbookParts(`<row>${emptyCells}</row>`))).rejects.toMatchObject({name: 'DecodeError', code: 'too-large'});
	});

	it('that is small when it is packed is refused before it fills the memory', async () => {
		const wide = many(() => '<row><c r="XFD1"><v>1</v></c></row>');
		await expect(read(workbookParts(wide))).rejects.toMatchObject({code: 'too-large', message: expect.stringContaining('up to row')});
		const header16 = '<row r="1"><c r="XFD1"><v>1</v></c></row>';
		const thin = header16 + many(number => `<row r="${number}"><c r="A${number}"><v>1</v></c></row>`);
		await expect(read(workbookParts(thin))).rejects.toMatchObject({name: 'DecodeError', code: 'too-large'});
		expect((await read(workbookParts(header + many(number => `<row r="${number}"><c r="XFD${number}"/></row>`)))).rows).toEqual([]);
	});
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
		[
			'refers to no place',
			parts => ({...parts, 'xl/_rels/workbook.xml.rels': parts['xl/_rels/workbook.xml.rels']!.replace('styles.xml', '%zz')}),
			'no place in it',
		],
		['has cells twice', () => workbookParts('<row><c r="B1"/><c r="B1"/></row>'), 'column 2 after column 2'],
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
