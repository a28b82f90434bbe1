import type {SandboxContext} from '../../context.ts';
import {derivedUuid} from '../identifiers.ts';
import {transferTypes} from '../workflow/transfer-types.ts';
import type {Unit, UnitFile} from '../workflow/unit.ts';
import type {PackedFile} from './bag.ts';
import {textFile} from './bag.ts';
import type {DescribedFile} from './mets.ts';
import {packageMets} from './mets.ts';
import {cleanName, createPathCleaner} from './names.ts';

/** A package's folder: its name with its UUID. */
export function packageName(unit: Unit, uuid: string): string {
	return `${cleanName(unit.name)}-${uuid}`;
}

/** The payload of the AIP that a transfer becomes, METS included (reference, 4.10). Paths are those below `data/`. */
export function aipPayload(context: SandboxContext, unit: Unit, files: readonly UnitFile[], created: number): readonly PackedFile[] {
	const placed = place(context, unit, files);
	const transfer = packageName(unit, unit.uuid);
	const transferMets = textFile(
		`objects/submissionDocumentation/transfer-${transfer}/METS.xml`,
		packageMets({uuid: unit.uuid, name: transfer, created, files: placed.flatMap(({described}) => described ?? [])}),
		created,
	);
	const described: readonly DescribedFile[] = [
		...placed.flatMap(file => file.described ?? []),
		{
			...transferMets,
			uuid: derivedUuid(unit.sip, 'transfer METS'),
			use: 'submissionDocumentation',
			originalName: `%SIPDirectory%${transferMets.path}`,
		},
	];
	const mets = packageMets({uuid: unit.sip, name: packageName(unit, unit.sip), created, files: described});
	return [
		textFile(`METS.${unit.sip}.xml`, mets, created),
		textFile('README.html', readme(unit), created),
		transferMets,
		...placed.map(({packed}) => packed),
	];
}

/** The payload of a transfer in the backlog. */
export function backlogPayload(context: SandboxContext, unit: Unit, files: readonly UnitFile[], created: number): readonly PackedFile[] {
	const placed = place(context, unit, files);
	const described = placed.flatMap(file => file.described ?? []);
	const mets = packageMets({uuid: unit.uuid, name: packageName(unit, unit.uuid), created, files: described});
	return [textFile('metadata/submissionDocumentation/METS.xml', mets, created), ...placed.map(({packed}) => packed)];
}

interface PlacedFile {
	readonly packed: PackedFile;
	/** How METS describes it; logs are not described. */
	readonly described: DescribedFile | undefined;
}

/** Where the files of a transfer go. Its own `processingMCP.xml` goes nowhere. */
function place({store}: SandboxContext, unit: Unit, files: readonly UnitFile[]): readonly PlacedFile[] {
	const clean = createPathCleaner();
	return files.flatMap(({uuid, path, blob, size, sha256, modified}) => {
		const {folder, rest, use} = placeOf(unit, path);
		if (rest === '') return [];
		const target = clean(folder + rest);
		const packed: PackedFile = {path: target, size, sha256, modified, open: () => store.blobs.read(blob)};
		const described = use && {uuid, path: target, use, originalName: `%transferDirectory%${path}`, size, sha256, modified};
		return [{packed, described}];
	});
}

function placeOf(unit: Unit, path: string): {folder: string; rest: string; use: DescribedFile['use'] | undefined} {
	const transfer = packageName(unit, unit.uuid);
	const below = (folder: string) => (path.startsWith(folder) ? path.slice(folder.length) : undefined);
	if (path === 'processingMCP.xml') return {folder: '', rest: '', use: undefined};
	if (transferTypes[unit.type].bag) {
		const payload = below('data/objects/') ?? below('data/');
		if (payload === undefined) return {folder: `logs/transfers/${transfer}/logs/BagIt/`, rest: path, use: undefined};
		return {folder: 'objects/', rest: payload, use: 'original'};
	}
	const metadata = below('metadata/');
	if (metadata !== undefined) return {folder: `objects/metadata/transfers/${transfer}/`, rest: metadata, use: 'metadata'};
	const log = below('logs/');
	if (log !== undefined) return {folder: `logs/transfers/${transfer}/logs/`, rest: log, use: undefined};
	return {folder: 'objects/', rest: below('objects/') ?? path, use: 'original'};
}

function readme({sip}: Unit): string {
	return [
		'<!DOCTYPE html>',
		'<html lang="en">',
		`<head><meta charset="utf-8"><title>AIP ${sip}</title></head>`,
		'<body>',
		`<p>An Archival Information Package in the form of a bag. <code>METS.${sip}.xml</code> describes every file.</p>`,
		'<p>It was made by the Fonds sandbox, which stands in for Archivematica: nothing was scanned, identified or normalised.</p>',
		'</body>',
		'</html>',
		'',
	].join('\n');
}
