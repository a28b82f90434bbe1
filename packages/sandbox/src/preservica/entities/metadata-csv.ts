import type {Call} from '../call.ts';
import type {MetadataEdit} from '../jobs/job.ts';
import {Problem} from '../problem.ts';

/** Schemas of metadata groups, before the name of the group (1.4). */
const groupSchema = 'http://www.preservica.com/metadata/group/';

/**
 * Reads edits of metadata: a header line, and a line for each entity with its reference in the column `Reference`; other columns are called
 * `<group>.<field>`, and an empty cell changes nothing. All of this is assumed; no public source shows the columns.
 *
 * @throws Problem 400 for what is no such table.
 */
export function readMetadataEdits(text: string, call: Call): readonly MetadataEdit[] {
	// oxlint-disable-next-line no-control-regex -- XML 1.0 cannot hold them
	if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(text))
		throw new Problem(400, 'The table has control characters.');
	const [header, ...rows] = parseCsv(text.replace(/^\uFEFF/u, ''));
	const reference = header?.findIndex(name => name.trim().toLowerCase() === 'reference') ?? -1;
	if (!header || reference < 0) throw new Problem(400, 'The table has no column Reference.');
	const columns = header.map((name, index) => (index === reference ? undefined : readColumn(name)));
	const edits = rows.flatMap((row, line) => {
		if (row.length !== header.length) throw new Problem(400, `Line ${line + 2} has ${row.length} cells instead of ${header.length}.`);
		return editsOf(row[reference]?.trim() ?? '', row, columns);
	});
	for (const {entity} of edits) {
		const {entities} = call.archive.repository;
		if (!entities.has(entity)) throw new Problem(400, `There is no entity with the reference ${entity}.`);
	}
	return edits;
}

interface Column {
	readonly group: string;
	readonly field: string;
}

function readColumn(name: string): Column {
	const [, group, field] = /^([A-Za-z][\w-]*)\.([A-Za-z_][\w-]*)$/u.exec(name.trim()) ?? [];
	if (group === undefined || field === undefined) throw new Problem(400, `The column ${name} is not called <group>.<field>.`);
	return {group, field};
}

function editsOf(entity: string, row: readonly string[], columns: readonly (Column | undefined)[]): readonly MetadataEdit[] {
	const groups = new Map<string, Record<string, string>>();
	for (const [index, column] of columns.entries()) {
		const value = row[index] ?? '';
		if (!column || value === '') continue;
		groups.set(column.group, {...groups.get(column.group), [column.field]: value});
	}
	return [...groups].map(([group, values]) => ({entity, schemaUri: groupSchema + group, root: group, values}));
}

/** Cells of a table as RFC 4180 has them. @throws Problem 400 for quotes that do not close. */
function parseCsv(text: string): readonly (readonly string[])[] {
	const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/uy;
	const rows: string[][] = [];
	let row: string[] = [];
	while (cell.lastIndex < text.length) {
		const match = cell.exec(text);
		if (!match) throw new Problem(400, `The table is damaged in line ${rows.length + 1}.`);
		const [, quoted, plain = '', end] = match;
		row.push(quoted?.replaceAll('""', '"') ?? plain);
		if (end === ',' && cell.lastIndex < text.length) continue;
		if (end === ',') row.push('');
		rows.push(row);
		row = [];
	}
	return rows.filter(cells => cells.some(each => each !== ''));
}
