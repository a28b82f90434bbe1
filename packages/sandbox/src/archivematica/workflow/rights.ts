import type {SandboxContext} from '../../context.ts';
import {parseCsv} from '../csv.ts';
import {rightsColumns} from '../dashboard/validators/rights.ts';
import {compliantPath, originalPath} from './compliance.ts';
import {readText} from './keep-file.ts';
import type {TransferType} from './transfer-types.ts';
import type {UnitFile} from './unit.ts';

const bases: ReadonlySet<string> = new Set(['copyright', 'statute', 'license', 'donor', 'policy', 'other']);
const restrictions: ReadonlySet<string> = new Set(['allow', 'disallow', 'conditional']);

/** Why "Load rights" fails on the `metadata/rights.csv` of a transfer; `undefined` when it has none, or one that can be imported. Words count in any case. */
export async function rightsProblem(context: SandboxContext, type: TransferType, files: readonly UnitFile[]): Promise<string | undefined> {
	const list = files.find(({path}) => compliantPath(type, path) === 'metadata/rights.csv');
	if (!list) return undefined;
	const [header = [], ...rows] = parseCsv(await readText(context, list)).filter(row => row.length > 0);
	const unknown = header.find(column => !rightsColumns.has(column));
	const known = new Set(files.map(({path}) => originalPath(type, path)));
	for (const [index, row] of rows.entries()) {
		const read = (column: string): string => row[header.lastIndexOf(column)]?.trim() ?? '';
		const problem = unknown === undefined ? rowProblem(read, known) : `Invalid column found: ${unknown}`;
		if (problem !== undefined) return `[Row ${index + 1}] ${problem}`;
	}
	return undefined;
}

function rowProblem(read: (column: string) => string, known: ReadonlySet<string>): string | undefined {
	const [file, basis] = [read('file'), read('basis').toLowerCase()];
	if (file === '') return 'No file specified';
	const restriction = read('grant_restriction').toLowerCase();
	if (restriction !== '' && !restrictions.has(restriction)) {
		return "The value of element restriction must be: 'Allow', 'Disallow', or 'Conditional'";
	}
	if (!bases.has(basis)) return `Invalid basis: ${basis}`;
	return known.has(file) ? undefined : `There is no ${file}`;
}
