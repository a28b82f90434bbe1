import {ConfigurationError, PackageError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';
import {createPathClaims} from '../entries/path-claims.ts';
import {sendable} from '../metadata/sendable.ts';
import {checkRights} from './check-rights.ts';
import {findingsOf} from './csv-rules.ts';
import {checkMetadata} from './metadata-csv.ts';
import {emptyFolder, ObjectPaths, refuseRemoved} from './object-paths.ts';
import {lostColumns, rightsBases, rightsColumns} from './rights-columns.ts';
import type {TransferModel} from './transfer-model.ts';
import type {RightsRow, TransferDescription} from './transfer.ts';

/** What of the metadata folder is written by itself. */
const ownNames = /^(?:metadata\.csv|rights\.csv|checksum\.(?:md5|sha1|sha256|sha512)|submissiondocumentation)(?:\/|$)/i;

/** Bytes that a file system takes in a name, without what Archivematica appends: `.zip`, a hyphen and a UUID. */
const maxNameBytes = 255 - 41;

/**
 * Checks what can be checked before anything is read.
 *
 * @throws ConfigurationError
 */
export function checkDescription(description: TransferDescription, kind: TransferModel['kind']): void {
	const {metadata = [], rights = [], processingConfiguration} = description;
	checkName(description.name);
	checkMetadata(metadata);
	checkRightsRows(rights);
	checkFiles(description, kind);
	if (processingConfiguration !== undefined) {
		checkConfiguration(processingConfiguration);
	}
	const objects = listed(description);
	if (objects !== undefined) {
		asConfiguration(() => new ObjectPaths(kind, objects).check(description));
	}
}

/** The objects, if they are known before they are read. */
export function listed({objects}: TransferDescription): readonly PackageEntry[] | undefined {
	return Array.isArray(objects) ? (objects as readonly PackageEntry[]) : undefined; // oxlint-disable-line typescript/no-unsafe-type-assertion -- isArray forgets readonly
}

function checkName(name: string): void {
	if (name === '' || /[/\\\p{Cc}\p{Surrogate}]/u.test(name) || /^\.+$/.test(name) || new TextEncoder().encode(name).length > maxNameBytes) {
		throw new ConfigurationError(
			`${JSON.stringify(name)} cannot be the name of a transfer: it becomes that of a folder, of ${maxNameBytes} bytes at most.`,
		);
	}
}

/** Rows obey the rules of Archivematica's own validator. */
function checkRightsRows(rights: readonly RightsRow[]): void {
	if (rights.length === 0) {
		return;
	}
	const rows = [rightsColumns.map(([column]) => column), ...rights.map(row => rightsColumns.map(([, key]) => row[key] ?? ''))];
	const [problem] = findingsOf(
		checkRights,
		rows.map((cells, index) => ({row: index + 1, cells})),
		undefined,
	);
	const row = rights.find(({basis, path}) => !rightsBases.includes(basis) || path === '');
	if (row !== undefined) {
		throw new ConfigurationError(`The rights of ${JSON.stringify(row.path)} need a path, and a basis out of ${rightsBases.join(', ')}.`);
	}
	if (problem !== undefined) {
		throw new ConfigurationError(`The rights of ${JSON.stringify(rights[(problem.row ?? 2) - 2]?.path)}: ${problem.message}`);
	}
	checkImported(rights);
	const odd = rows
		.flat()
		.map(cell => sendable(cell).problem)
		.find(character => character !== undefined);
	if (odd !== undefined) {
		throw new ConfigurationError(`The rights hold the character ${odd}, which METS cannot hold.`);
	}
}

/** What the import would drop without a word. */
function checkImported(rights: readonly RightsRow[]): void {
	const seen = new Set<string>();
	for (const row of rights) {
		const [lost] = lostColumns(column => row[rightsColumns.find(([name]) => name === column)![1]] ?? '');
		const key = JSON.stringify([row.path, row.basis, row.grantAct?.trim().toLowerCase() ?? '']);
		const problem =
			lost !== undefined
				? `have a ${lost.column}, which Archivematica does not keep ${lost.reason}`
				: seen.has(key)
					? `are there twice with the basis ${row.basis} and the act ${JSON.stringify(row.grantAct ?? '')}: Archivematica skips the second`
					: row.path.trim() === row.path
						? undefined
						: 'would not find their file: Archivematica takes blanks at the end of its name away';
		if (problem !== undefined) {
			throw new ConfigurationError(`The rights of ${JSON.stringify(row.path)} ${problem}.`);
		}
		seen.add(key);
	}
}

function checkFiles({metadataFiles = [], submissionDocumentation = []}: TransferDescription, kind: TransferModel['kind']): void {
	const own = metadataFiles.find(({path}) => ownNames.test(path));
	if (own !== undefined) {
		throw new ConfigurationError(
			`The metadata file ${JSON.stringify(own.path)} is written by itself, or has a place of its own in the description.`,
		);
	}
	const claim = createPathClaims();
	asConfiguration(() => {
		for (const [folder, entries] of [
			['metadata', metadataFiles],
			['metadata/submissionDocumentation', submissionDocumentation],
		] as const) {
			for (const {path, directory = false} of entries) {
				claim(`${folder}/${path}`, directory ? 'folder' : 'file');
				if (kind === 'standard') {
					refuseRemoved(path, directory);
				} else if (directory && !entries.some(other => other.path.startsWith(`${path}/`))) {
					throw emptyFolder(`${folder}/${path}`);
				}
			}
		}
	});
}

function checkConfiguration(text: string): void {
	let problem: unknown;
	try {
		if (parseXml(text).name === 'processingMCP') {
			return;
		}
	} catch (error) {
		problem = error;
	}
	throw new ConfigurationError('The processing configuration is no processingMCP.xml.', {cause: problem});
}

/** What would be wrong with the package is wrong with its description, where that is known before it is written. */
function asConfiguration(check: () => void): void {
	try {
		check();
	} catch (error) {
		throw error instanceof PackageError ? new ConfigurationError(error.message, {code: error.problem, cause: error}) : error;
	}
}
