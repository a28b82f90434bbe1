import type {Call} from '../call.ts';
import type {MetadataEdit} from '../jobs/job.ts';
import {Problem} from '../problem.ts';

/** Schemas of metadata groups, before the name of the group (1.4). */
const groupSchema = 'http://www.preservica.com/metadata/group/';

/** A column: a field of the metadata with a schema. */
interface Column {
	readonly schemaUri: string;
	readonly root: string;
	readonly field: string;
}

/**
 * Reads edits of metadata: a header line, and a line for each entity with its reference in the column `reference`. Other columns are called
 * by the field, or `<group>.<field>`, and an empty cell changes nothing; `title` is for people. All of this is assumed; no public source
 * shows the columns.
 *
 * @throws Problem 400 for what is no such table.
 */
export function readMetadataEdits(text: string, call: Call): readonly MetadataEdit[] {
	// oxlint-disable-next-line no-control-regex -- XML 1.0 cannot hold them
	if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(text))
		throw new Problem(400, 'The table has control characters.');
	const [header, ...rows] = parseCsv(text.replace(/^\uFEFF/u, ''));
	const names = header?.map(name => name.trim()) ?? [];
	const reference = names.findIndex(name => name.toLowerCase() === 'reference');
	if (reference < 0) throw new Problem(400, 'The table has no column reference.');
	const columns = names.map((name, index) => (index === reference || name.toLowerCase() === 'title' ? undefined : readColumn(name, call)));
	const edits = rows.flatMap((row, line) => {
		if (row.length !== names.length) throw new Problem(400, `Line ${line + 2} has ${row.length} cells instead of ${names.length}.`);
		return editsOf(row[reference]?.trim() ?? '', row, columns);
	});
	for (const {entity} of edits) {
		const {entities} = call.archive.repository;
		if (!entities.has(entity)) throw new Problem(400, `There is no entity with the reference ${entity}.`);
	}
	return edits;
}

function readColumn(name: string, {archive}: Call): Column {
	const [, group, field = ''] = /^(?:([\p{L}_][\p{L}\p{N}_-]*)\.)?([\p{L}_][\p{L}\p{N}_-]*)$/u.exec(name) ?? [];
	if (field !== '' && group !== undefined) return {schemaUri: groupSchema + group, root: group, field};
	const [found, ...more] = archive.metadataForms.groups.values().filter(({fields}) => fields.some(({id}) => id === field));
	if (!found || more.length > 0) throw new Problem(400, `The column ${name} is a field of ${more.length + (found ? 1 : 0)} groups.`);
	return {schemaUri: found.schemaUri, root: found.schemaUri.slice(found.schemaUri.lastIndexOf('/') + 1), field};
}

function editsOf(entity: string, row: readonly string[], columns: readonly (Column | undefined)[]): readonly MetadataEdit[] {
	const edits = new Map<string, MetadataEdit>();
	for (const [index, column] of columns.entries()) {
		const value = row[index] ?? '';
		if (!column || value === '') continue;
		const {schemaUri, root, field} = column;
		edits.set(schemaUri, {entity, schemaUri, root, values: {...edits.get(schemaUri)?.values, [field]: value}});
	}
	return [...edits.values()];
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
