/** The rows of a CSV file, as Python reads them: fields in quotation marks may hold commas, line ends and doubled quotation marks; an empty line is a row without fields. */
export function parseCsv(text: string): readonly (readonly string[])[] {
	const field = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/uy;
	const rows: string[][] = [];
	let row: string[] = [];
	while (field.lastIndex < text.length || row.length > 0) {
		const [whole, quoted, plain = '', separator] = field.exec(text) ?? ['', undefined, '', ''];
		row.push(quoted?.replaceAll('""', '"') ?? plain);
		if (separator === ',') continue;
		rows.push(row.length === 1 && whole === separator ? [] : row);
		row = [];
	}
	return rows;
}
