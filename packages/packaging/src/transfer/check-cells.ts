import {sendable} from '../metadata/sendable.ts';
import {columnName, type TableRow, type Tell} from '../metadata/table.ts';

/** Checks that Archivematica can keep every cell of a row. */
export function checkCells({row, cells}: TableRow, names: readonly string[], tell: Tell): void {
	if (cells.slice(names.length).some(cell => cell !== '')) {
		const message = `Row ${row} has ${cells.length} cells; the header has ${names.length}. What is in the others is lost.`;
		tell({code: 'row-too-long', severity: 'error', row, message});
	}
	for (const [index, cell] of cells.entries()) {
		const {problem} = sendable(cell);
		if (problem !== undefined) {
			const column = columnName(names, index);
			const message = `Row ${row} holds the character ${problem} in the column "${column}": Archivematica could not write its METS file.`;
			tell({code: 'character', severity: 'error', row, column, message});
		}
	}
}
