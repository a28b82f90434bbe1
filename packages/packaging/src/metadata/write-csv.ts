/**
 * Writes a table as CSV (RFC 4180) in UTF-8, with line feeds, for programs: nothing is changed in a cell, also where a spreadsheet program would take it for a
 * formula.
 */
export function writeCsv(rows: Iterable<readonly string[]>): string {
	let text = '';
	for (const cells of rows) {
		text += `${cells.map(cell => quote(cell)).join(',')}\n`;
	}
	return text;
}

function quote(cell: string): string {
	return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
