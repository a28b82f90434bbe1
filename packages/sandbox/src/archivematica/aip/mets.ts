import {derivedUuid} from '../identifiers.ts';
import type {Markup} from '../xml-writer.ts';
import {markup, writeMarkup} from '../xml-writer.ts';
import {formatOf} from './formats.ts';
import {agentMd, entityMd, eventMd, metsRoot, techMd} from './premis.ts';
import type {PremisEvent} from './premis.ts';

/** A file as METS describes it. */
export interface DescribedFile {
	readonly uuid: string;
	/** Relative to the document, which lies in `data/`. */
	readonly path: string;
	readonly use: 'original' | 'metadata' | 'submissionDocumentation';
	readonly originalName: string;
	readonly size: number;
	readonly sha256: string;
	readonly modified: number;
}

/** What a METS document of a package describes. */
export interface DescribedPackage {
	readonly uuid: string;
	/** `<name>-<uuid>`. */
	readonly name: string;
	readonly created: number;
	readonly files: readonly DescribedFile[];
}

const groups = ['original', 'submissionDocumentation', 'metadata'] as const;

/** A package's METS document: PREMIS of every file, `fileSec` and a physical structure (reference, 4.10). Dates have seconds and no zone. */
export function packageMets({uuid, name, created, files}: DescribedPackage): string {
	const date = new Date(created).toISOString().slice(0, 19);
	const described = files.map((file, index) => ({...file, amd: `amdSec_${index + 1}`}));
	return writeMarkup(
		markup(
			'mets:mets',
			metsRoot,
			markup('mets:metsHdr', {CREATEDATE: date}),
			entityMd('dmdSec_1', uuid, name),
			...described.map((file, index) => amdSec(file, index, date)),
			markup('mets:fileSec', {}, ...fileGroups(described)),
			markup(
				'mets:structMap',
				{ID: 'structMap_1', LABEL: 'Archivematica default', TYPE: 'physical'},
				markup('mets:div', {LABEL: name, TYPE: 'Directory', DMDID: 'dmdSec_1'}, ...divisions(described, '')),
			),
		),
	);
}

function amdSec(file: DescribedFile & {amd: string}, index: number, date: string): Markup {
	const events = fileEvents(file, date);
	return markup(
		'mets:amdSec',
		{ID: file.amd},
		techMd(`techMD_${index + 1}`, {
			uuid: file.uuid,
			compositionLevel: 0,
			sha256: file.sha256,
			size: file.size,
			format: formatOf(file.path),
			createdBy: undefined,
			created: new Date(file.modified).toISOString().slice(0, 10),
			originalName: file.originalName,
		}),
		...events.map((event, number) => eventMd(`digiprovMD_${index * 10 + number + 1}`, event)),
		agentMd(`digiprovMD_${index * 10 + events.length + 1}`),
	);
}

function fileEvents({uuid, path, sha256}: DescribedFile, date: string): readonly PremisEvent[] {
	const event = (type: string, detail: string, outcome: string, note: string): PremisEvent => ({
		uuid: derivedUuid(uuid, 'event', type),
		type,
		date: `${date}+00:00`,
		detail,
		outcome,
		note,
	});
	const {puid} = formatOf(path);
	return [
		event('ingestion', '', '', ''),
		event('message digest calculation', 'program="node:crypto"; module="createHash(sha256)"', '', sha256),
		event('virus check', 'program="none"', 'Pass', 'The sandbox has no virus scanner.'),
		event('format identification', 'program="Fonds sandbox"', puid === undefined ? 'No Matching Format' : 'Positive', puid ?? ''),
	];
}

function fileGroups(files: readonly (DescribedFile & {amd: string})[]): readonly Markup[] {
	return groups.flatMap(use => {
		const members = files.filter(file => file.use === use);
		const entries = members.map(({uuid, path, amd}) =>
			markup(
				'mets:file',
				{GROUPID: `Group-${uuid}`, ID: `file-${uuid}`, ADMID: amd},
				markup('mets:FLocat', {'xlink:href': encodeHref(path), LOCTYPE: 'OTHER', OTHERLOCTYPE: 'SYSTEM'}),
			),
		);
		return members.length === 0 ? [] : [markup('mets:fileGrp', {USE: use}, ...entries)];
	});
}

/** Folders and files below a folder, folders where their first file is. */
function divisions(files: readonly DescribedFile[], folder: string): readonly Markup[] {
	const below = files.filter(({path}) => path.startsWith(folder));
	const names = new Set(below.map(({path}) => path.slice(folder.length).split('/')[0] ?? ''));
	return [...names].map(name => {
		const file = below.find(({path}) => path === folder + name);
		if (file) return markup('mets:div', {LABEL: name, TYPE: 'Item'}, markup('mets:fptr', {FILEID: `file-${file.uuid}`}));
		return markup('mets:div', {LABEL: name, TYPE: 'Directory'}, ...divisions(below, `${folder}${name}/`));
	});
}

/** `xlink:href` is a URI: what no URI holds is percent-encoded. */
function encodeHref(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/');
}
