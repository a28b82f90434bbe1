import {ConfigurationError, PackageError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';
import {createPathClaims} from '../entries/path-claims.ts';
import {sendable} from '../metadata/sendable.ts';
import {checkRights} from './check-rights.ts';
import {findingsOf} from './csv-rules.ts';
import {checkMetadata} from './metadata-csv.ts';
import {ObjectPaths} from './object-paths.ts';
import {rightsBases, rightsColumns} from './rights-columns.ts';
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
export function checkDescription(description: TransferDescription): void {
	const {metadata = [], rights = [], processingConfiguration} = description;
	checkName(description.name);
	checkMetadata(metadata);
	checkRightsRows(rights);
	checkFiles(description);
	if (processingConfiguration !== undefined) {
		checkConfiguration(processingConfiguration);
	}
	const objects = listed(description);
	if (objects !== undefined) {
		const paths = new ObjectPaths();
		asConfiguration(() => {
			for (const {path, directory} of objects) {
				paths.add(path, directory === true);
			}
			paths.check(description);
		});
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
	const odd = rows
		.flat()
		.map(cell => sendable(cell).problem)
		.find(character => character !== undefined);
	if (odd !== undefined) {
		throw new ConfigurationError(`The rights hold the character ${odd}, which METS cannot hold.`);
	}
}

function checkFiles({metadataFiles = [], submissionDocumentation = []}: TransferDescription): void {
	const own = metadataFiles.find(({path}) => ownNames.test(path));
	if (own !== undefined) {
		throw new ConfigurationError(
			`The metadata file ${JSON.stringify(own.path)} is written by itself, or has a place of its own in the description.`,
		);
	}
	const claim = createPathClaims();
	asConfiguration(() => {
		for (const {path, directory} of metadataFiles) {
			claim(`metadata/${path}`, directory === true ? 'folder' : 'file');
		}
		for (const {path, directory} of submissionDocumentation) {
			claim(`metadata/submissionDocumentation/${path}`, directory === true ? 'folder' : 'file');
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
