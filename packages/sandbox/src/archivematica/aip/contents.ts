import type {SandboxContext} from '../../context.ts';
import {derivedUuid} from '../identifiers.ts';
import {originalPath} from '../workflow/compliance.ts';
import {configurationXml} from '../workflow/configurations.ts';
import {choiceNamed} from '../workflow/decisions.ts';
import {readText} from '../workflow/keep-file.ts';
import {transferTypes} from '../workflow/transfer-types.ts';
import type {Unit, UnitFile} from '../workflow/unit.ts';
import type {PackedFile} from './bag.ts';
import {textFile} from './bag.ts';
import type {Description} from './descriptions.ts';
import {readDescriptions} from './descriptions.ts';
import type {DescribedFile, DescribedPackage} from './mets.ts';
import {packageMets} from './mets.ts';
import {cleanName, createPathCleaner} from './names.ts';
import {thumbnails} from './thumbnails.ts';

/** What was chosen at the decision points of a unit: value by field. */
export type Chosen = ReadonlyMap<string, string>;

/** A package: what is in it, and what its METS document says. */
export interface Contents {
	readonly described: DescribedPackage;
	/** Paths are those below `data/`. */
	readonly payload: readonly PackedFile[];
}

/** A package's folder: its name with its UUID. */
export function packageName(unit: Unit, uuid: string): string {
	return `${cleanName(unit.name)}-${uuid}`;
}

/** The AIP that a transfer becomes, METS included (reference, 4.10). */
export async function aipContents(
	context: SandboxContext,
	unit: Unit,
	files: readonly UnitFile[],
	chosen: Chosen,
	created: number,
): Promise<Contents> {
	const placed = place(context, unit, files);
	const transfer = packageName(unit, unit.uuid);
	const made: readonly (PackedFile & Pick<DescribedFile, 'uuid' | 'use'>)[] = [
		...(chosen.get('generate_transfer_structure') === choiceNamed('generate_transfer_structure', 'Yes')
			? [directoryTree(unit, placed, created)]
			: []),
		transferMets(unit, placed, created),
	];
	const described: DescribedPackage = {
		uuid: unit.sip,
		name: packageName(unit, unit.sip),
		created,
		files: [
			...placed.flatMap(file => file.described ?? []),
			...made.map(({open: _open, ...file}) => ({...file, originalName: `%SIPDirectory%${file.path}`})),
		],
		descriptions: await descriptionsOf(context, files, unit.added, created, locator(originals(unit, files, placed))),
		...(documentsEmptyFolders(chosen) && {emptyFolders: unit.emptyFolders.map(folder => emptyFolder(unit, folder, transfer))}),
	};
	return {
		described,
		payload: [
			...packageFiles(described, created),
			...made,
			...thumbnails(described.files, chosen, created),
			...placed.map(({packed}) => packed),
		],
	};
}

/** The two files of every AIP that are not content: the METS document, and what it is. */
export function packageFiles(described: DescribedPackage, modified: number): readonly PackedFile[] {
	return [
		textFile(`METS.${described.uuid}.xml`, packageMets(described), modified),
		textFile('README.html', readme(described.uuid), modified),
	];
}

/** The payload of a transfer in the backlog. */
export function backlogPayload(context: SandboxContext, unit: Unit, files: readonly UnitFile[], created: number): readonly PackedFile[] {
	const placed = place(context, unit, files);
	const described = placed.flatMap(file => file.described ?? []);
	const mets = packageMets({uuid: unit.uuid, name: packageName(unit, unit.uuid), created, files: described});
	return [textFile('metadata/submissionDocumentation/METS.xml', mets, created), ...placed.map(({packed}) => packed)];
}

/** What a DIP holds: access copies, which are the very files here, thumbnails and the AIP's METS document (reference, 4.10). */
export function dipPayload(unit: Unit, {described, payload}: Contents, chosen: Chosen, created: number): readonly PackedFile[] {
	const use = unit.access ? 'access' : 'original';
	const files = described.files.filter(file => file.use === use);
	const copies = files.flatMap(({uuid, path}) => {
		const packed = payload.find(candidate => candidate.path === path);
		return packed ? [{...packed, path: `objects/${uuid}-${path.split('/').at(-1) ?? ''}`}] : [];
	});
	return [
		textFile(`METS.${unit.sip}.xml`, packageMets(described), created),
		textFile('processingMCP.xml', configurationXml(unit.configured), created),
		...copies,
		...thumbnails(files, chosen, created),
	];
}

/** Descriptions from all `metadata.csv`: the transfer's, and one that was added to the SIP. */
export async function descriptionsOf(
	context: SandboxContext,
	files: readonly UnitFile[],
	added: readonly UnitFile[],
	created: number,
	locate: (name: string) => string | undefined,
): Promise<readonly Description[]> {
	const lists = [
		...files.filter(({path}) => /^(?:data\/)?metadata\/metadata\.csv$/u.test(path)),
		...added.filter(({path}) => path === 'metadata.csv'),
	];
	const read = await Promise.all(lists.map(async list => readDescriptions(await readText(context, list), created, locate)));
	return read.flat();
}

/** Files that were added to a SIP, as the AIP has them. */
export function addedFiles({store}: SandboxContext, added: readonly UnitFile[]): readonly PlacedFile[] {
	return added.map(({uuid, path, blob, size, sha256, modified}) => {
		const target = `objects/metadata/${path.split('/').map(cleanName).join('/')}`;
		return {
			origin: target,
			packed: {path: target, size, sha256, modified, open: () => store.blobs.read(blob)},
			described: {uuid, path: target, use: 'metadata', originalName: `%SIPDirectory%${target}`, size, sha256, modified},
		};
	});
}

/** A file of a unit with its place in the package. */
export interface PlacedFile {
	/** Its place, before names were cleaned. */
	readonly origin: string;
	readonly packed: PackedFile;
	/** How METS describes it; logs are not described. */
	readonly described: DescribedFile | undefined;
}

/** Where the files of a transfer go, and those that were added. Its own `processingMCP.xml` goes nowhere. */
function place(context: SandboxContext, unit: Unit, files: readonly UnitFile[]): readonly PlacedFile[] {
	const clean = createPathCleaner();
	const placed = files.flatMap(({uuid, path, blob, size, sha256, modified}): readonly PlacedFile[] => {
		const {folder, rest, use} = placeOf(unit, path);
		if (rest === '') return [];
		const target = clean(folder + rest);
		const packed: PackedFile = {path: target, size, sha256, modified, open: () => context.store.blobs.read(blob)};
		const described = use && {uuid, path: target, use, originalName: `%transferDirectory%${path}`, size, sha256, modified};
		return [{origin: folder + rest, packed, described}];
	});
	return [...placed, ...addedFiles(context, unit.added)];
}

function placeOf(unit: Unit, given: string): {folder: string; rest: string; use: DescribedFile['use'] | undefined} {
	const transfer = packageName(unit, unit.uuid);
	const inBag = transferTypes[unit.type].bag;
	const path = inBag ? given.replace(/^data\//u, '') : given;
	const below = (folder: string) => (path.startsWith(folder) ? path.slice(folder.length) : undefined);
	if (given === 'processingMCP.xml') return {folder: '', rest: '', use: undefined};
	if (inBag && path === given) return {folder: `logs/transfers/${transfer}/logs/BagIt/`, rest: path, use: undefined};
	const metadata = below('metadata/');
	if (metadata !== undefined) return {folder: `objects/metadata/transfers/${transfer}/`, rest: metadata, use: 'metadata'};
	const log = below('logs/');
	if (log !== undefined) return {folder: `logs/transfers/${transfer}/logs/`, rest: log, use: undefined};
	const object = below('objects/') ?? path;
	return {folder: 'objects/', rest: object, use: object.startsWith('access/') ? 'access' : 'original'};
}

/** The objects of a transfer by the names they came with. */
function originals(unit: Unit, files: readonly UnitFile[], placed: readonly PlacedFile[]) {
	const names = new Map(files.map(({uuid, path}) => [uuid, originalPath(unit.type, path)]));
	return placed.flatMap(({described}) =>
		described?.use === 'original' ? [{name: names.get(described.uuid) ?? described.path, path: described.path}] : [],
	);
}

/** Finds what a row of a `metadata.csv` names in the package: a file by the name it came with, a folder by the one it has (the server's code). */
export function locator(files: readonly {readonly name: string; readonly path: string}[]): (name: string) => string | undefined {
	const places = new Map<string, string>();
	for (const {path} of files) {
		const segments = path.split('/');
		for (let depth = 1; depth < segments.length; depth++) {
			const folder = segments.slice(0, depth).join('/');
			places.set(folder, folder);
		}
	}
	for (const {name, path} of files) places.set(name, path);
	return name => places.get(name);
}

function transferMets(unit: Unit, placed: readonly PlacedFile[], created: number): PackedFile & Pick<DescribedFile, 'uuid' | 'use'> {
	const transfer = packageName(unit, unit.uuid);
	const files = placed.flatMap(({described}) => described ?? []);
	const mets = packageMets({uuid: unit.uuid, name: transfer, created, files});
	const file = textFile(`objects/submissionDocumentation/transfer-${transfer}/METS.xml`, mets, created);
	return {...file, uuid: derivedUuid(unit.sip, 'transfer METS', unit.uuid), use: 'submissionDocumentation'};
}

/** What `tree` would say of the transfer, in its simplest form. */
function directoryTree(unit: Unit, placed: readonly PlacedFile[], created: number): PackedFile & Pick<DescribedFile, 'uuid' | 'use'> {
	const paths = placed.map(({origin}) => origin).toSorted();
	const file = textFile(
		`objects/metadata/transfers/${packageName(unit, unit.uuid)}/directory_tree.txt`,
		paths.map(path => `${path}\n`).join(''),
		created,
	);
	return {...file, uuid: derivedUuid(unit.sip, 'directory tree', unit.uuid), use: 'metadata'};
}

function documentsEmptyFolders(chosen: Chosen): boolean {
	return chosen.get('normative_structmap') === choiceNamed('normative_structmap', 'Yes');
}

function emptyFolder(unit: Unit, folder: string, transfer: string): string {
	const path = folder.replace(/\/+$/u, '');
	if (path.startsWith('metadata/')) return `objects/metadata/transfers/${transfer}/${path.slice('metadata/'.length)}`;
	return `objects/${path.replace(/^objects(?:\/|$)/u, '')}`.split('/').map(cleanName).join('/');
}

function readme(uuid: string): string {
	return [
		'<!DOCTYPE html>',
		'<html lang="en">',
		`<head><meta charset="utf-8"><title>AIP ${uuid}</title></head>`,
		'<body>',
		`<p>An Archival Information Package in the form of a bag. <code>METS.${uuid}.xml</code> describes every file.</p>`,
		'<p>It was made by the Fonds sandbox, which stands in for Archivematica: nothing was scanned, identified or normalised.</p>',
		'</body>',
		'</html>',
		'',
	].join('\n');
}
