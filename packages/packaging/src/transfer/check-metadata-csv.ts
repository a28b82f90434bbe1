import type {Finding} from '../findings/finding.ts';
import {dublinCoreElements, dublinCoreTermNames} from '../metadata/dublin-core.ts';
import {columnName, type TableRow, type Tell} from '../metadata/table.ts';
import {changedName} from './changed-name.ts';
import {checkCells} from './check-cells.ts';
import {metadataColumn} from './metadata-columns.ts';
import {readTransferCsv} from './read-csv.ts';
import type {TransferModel} from './transfer-model.ts';

/** Where it is. */
export const metadataCsvPath = 'metadata/metadata.csv';

/** Checks a `metadata.csv` by what Archivematica does with it. */
export async function checkMetadataCsv(bytes: Uint8Array, model: TransferModel, tell: Tell): Promise<void> {
	const {rows, findings} = await readTransferCsv(bytes, metadataCsvPath);
	const tellHere: Tell = finding => tell({...finding, path: metadataCsvPath});
	findings.forEach(tellHere);
	const [header, ...data] = rows;
	if (header === undefined) {
		if (findings.length === 0) {
			tellHere({code: 'empty', severity: 'error', message: 'metadata.csv is empty: Archivematica fails on it.'});
		}
		return;
	}
	const names = header.cells.map(cell => cell.trim());
	checkHeader(names, header.row, data, tellHere);
	const described = checkRows(data, names, model, tellHere);
	for (const path of model.objects.keys()) {
		if (!described.has(path) && !isBelow(path, described, model)) {
			tell({code: 'file-without-row', severity: 'warning', path, message: `"${path}" has no row in metadata.csv.`});
		}
	}
}

function checkHeader([first = '', ...names]: readonly string[], row: number, data: readonly TableRow[], tell: Tell): void {
	if (first.replace(/^\uFEFF/, '').toLowerCase() !== 'filename') {
		const message = `The first column is called ${JSON.stringify(first)}. Archivematica takes it for the path of the object, whatever it is called.`;
		const isElsewhere = names.some(name => name.toLowerCase() === 'filename');
		tell({code: 'filename-not-first', severity: isElsewhere ? 'error' : 'warning', row, column: first, message});
	}
	const once = new Set<string>();
	for (const [index, name] of names.entries()) {
		const column = columnName(['', ...names], index + 1);
		const isFilled = data.some(({cells}) => (cells[index + 1] ?? '') !== '');
		if (!once.has(name)) {
			once.add(name);
			checkColumn(name, isFilled, {row, column}, tell);
		}
	}
}

type At = Pick<Finding, 'row' | 'column'>;

function checkColumn(name: string, isFilled: boolean, at: At, tell: Tell): void {
	const {kind, element, isName} = metadataColumn(name);
	if (!isName) {
		if (isFilled) {
			const message = `${JSON.stringify(name)} cannot be the name of an element: Archivematica could not write its METS file. Rename the column.`;
			tell({code: 'header-invalid', severity: 'error', ...at, message});
		}
	} else if (kind === 'custom') {
		if (/^(?:dc|dcterms)[.:]/i.test(name)) {
			const message = `"${name}" is not taken for Dublin Core, but for the element ${element} of your own. Write ${name.toLowerCase().replace(':', '.')}.`;
			tell({code: 'header-not-dublin-core', severity: 'warning', ...at, message});
		} else if (element !== name) {
			tell({code: 'header-changed', severity: 'warning', ...at, message: `"${name}" becomes the element ${element}.`});
		}
	} else if (!(kind === 'dc' ? dublinCoreElements : [...dublinCoreElements, ...dublinCoreTermNames]).includes(element)) {
		const message = `"${name}" becomes the element ${kind}:${element}, which Dublin Core does not have.`;
		tell({code: 'header-unknown', severity: 'warning', ...at, message});
	}
}

/** Gives the objects and folders that have a row. */
function checkRows(data: readonly TableRow[], names: readonly string[], model: TransferModel, tell: Tell): ReadonlySet<string> {
	const described = new Map<string, number>();
	const near = nearNames(model);
	const [column = ''] = names;
	for (const {row, cells} of data) {
		const at = {row, column: column || 'A'};
		const name = (cells[0] ?? '').replace(/\/+$/, '');
		checkCells({row, cells}, names, tell);
		if (cells.length < names.length) {
			const message = `Row ${row} has ${cells.length} cells; the header has ${names.length}.`;
			tell({code: 'row-too-short', severity: 'warning', row, message});
		}
		if (name.trim() === '') {
			tell({code: 'row-without-path', severity: 'error', ...at, message: `Row ${row} does not say which object it is about.`});
			continue;
		}
		const before = described.get(name);
		if (before !== undefined) {
			const message = `Row ${row} is about "${name}", as row ${before} is: Archivematica takes the last of them alone. For more values repeat the column.`;
			tell({code: 'row-repeated', severity: 'error', ...at, message});
		}
		described.set(name, row);
		checkPath(name, at, model, near, tell);
	}
	return new Set(described.keys());
}

function checkPath(
	name: string,
	at: At,
	{kind, objects, folders}: TransferModel,
	near: (name: string) => string | undefined,
	tell: Tell,
): void {
	if (objects.has(name)) {
		return;
	}
	if (folders.has(name)) {
		if (name.split('/').some(segment => changedName(segment) !== undefined)) {
			const message = `Row ${at.row} is about the folder "${name}", whose name Archivematica will change: the row will not be found then. Rename the folder.`;
			tell({code: 'folder-row-changed', severity: 'warning', ...at, message});
		}
		return;
	}
	const start = kind === 'bag' ? 'data/' : 'objects/';
	const other = near(name);
	const advice = other === undefined ? `Paths begin with ${start}, and are those of the files as they are sent.` : `There is "${other}".`;
	tell({code: 'row-without-file', severity: 'error', ...at, message: `Row ${at.row} is about "${name}", which is not there. ${advice}`});
}

/** Finds what a row may have meant: the same but for blanks, the folder at the start, letter case or Unicode form. */
function nearNames({kind, objects, folders}: TransferModel): (name: string) => string | undefined {
	const start = kind === 'bag' ? 'data/' : 'objects/';
	let known: ReadonlyMap<string, string> | undefined;
	return name => {
		known ??= new Map([...folders, ...objects.keys()].map(other => [plain(other), other]));
		const candidates = [name, start + name, name.replace(/^data\//, ''), name.replace(/^objects\//, 'data/objects/'), `objects/${name}`];
		return candidates.map(candidate => known!.get(plain(candidate))).find(other => other !== undefined);
	};
}

function plain(path: string): string {
	return path.trim().normalize('NFC').toLowerCase();
}

/** Is a folder around it described? */
function isBelow(path: string, described: ReadonlySet<string>, {kind}: TransferModel): boolean {
	const own = kind === 'bag' ? path.replace(/^data\/(?:objects\/)?/, 'objects/') : path;
	for (let end = own.lastIndexOf('/'); end > 0; end = own.lastIndexOf('/', end - 1)) {
		if (described.has(own.slice(0, end))) {
			return true;
		}
	}
	return false;
}
