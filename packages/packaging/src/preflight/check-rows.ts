import {columnName, type Table, type Tell} from '../metadata/table.ts';

/** A table of which each row is about a file. */
export interface PreflightMetadata {
	readonly table: Table;
	/** The column with the paths. @default 'filename' */
	readonly column?: string | undefined;
	/** A folder that the paths of the table begin with, such as `objects`. @default none */
	readonly folder?: string | undefined;
}

/**
 * Files without a row, rows without a file, and rows of one file.
 *
 * @param emptyFolders - The others are known by their files.
 */
export function checkRows(
	{table, column = 'filename', folder = ''}: PreflightMetadata,
	files: ReadonlySet<string>,
	emptyFolders: ReadonlySet<string>,
	tell: Tell,
): void {
	const prefix = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
	const {header, rows} = table;
	const index = header.findIndex(name => name.toLowerCase() === column.toLowerCase());
	if (index === -1) {
		tell({
			code: 'column-missing',
			severity: 'error',
			row: 1,
			column,
			message: `The table has no column "${column}" with the paths of files.`,
		});
		return;
	}
	const name = columnName(header, index);
	const folders = foldersOf([...files, ...Array.from(emptyFolders, path => `${path}/`)]);
	const isThere = (path: string): boolean => {
		const own = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
		return own !== undefined && (files.has(own) || folders.has(own));
	};
	const described = new Map<string, number>();
	for (const {row, cells} of rows) {
		const cell = cells[index] ?? '';
		const path = isThere(cell) ? cell : cell.trim().replace(/\/+$/, '');
		const at = {severity: 'error', row, column: name} as const;
		const before = described.get(path);
		if (!isThere(path)) {
			const message =
				path === '' ? `Row ${row} does not say which file it is about.` : `Row ${row} is about "${path}", which is not there.`;
			tell({code: 'row-without-file', ...at, message});
		} else if (before !== undefined) {
			tell({code: 'row-repeated', ...at, severity: 'warning', message: `Row ${row} is about "${path}", as row ${before} is.`});
		}
		described.set(path, before ?? row);
	}
	for (const path of files) {
		if (!described.has(prefix + path)) {
			tell({code: 'file-without-row', severity: 'warning', path, message: `"${path}" has no row in the table.`});
		}
	}
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
	const folders = new Set<string>();
	for (const path of paths) {
		for (let end = path.lastIndexOf('/'); end > 0 && !folders.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1)) {
			folders.add(path.slice(0, end));
		}
	}
	return folders;
}
