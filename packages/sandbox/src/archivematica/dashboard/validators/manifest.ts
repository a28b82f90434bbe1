/** What is wrong with a CSV file: the `reason` of AM-24. */
export class Invalid extends Error {
	override readonly name = 'Invalid';
}

/** A row that ends too early, or a column that is not there: the server does not expect that, and says so. */
export class Unexpected extends Error {
	override readonly name = 'Unexpected';
}

/** The rows of a CSV file. */
export type Rows = readonly (readonly string[])[];

/** A cell. @throws Unexpected when the row has no such cell. */
export function cell(row: readonly string[], index: number): string {
	const value = row[index];
	if (value === undefined) throw new Unexpected();
	return value;
}

/** Checks that there are enough rows. @throws Invalid */
export function checkLength(rows: Rows, least: number): void {
	if (rows.length === 0) throw new Invalid('The document is empty.');
	if (rows.length < least) throw new Invalid('The document is incomplete.');
}

/** The header cells that are not empty. The empty ones are dropped before positions are counted, as the server does: each shifts what is behind it. */
export function headersOf(row: readonly string[]): readonly string[] {
	return row.filter(header => header !== '');
}

/** Whether a name has blanks around it. */
export function hasBlanks(name: string): boolean {
	return name !== name.trim();
}
