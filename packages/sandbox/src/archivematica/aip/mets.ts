import {derivedUuid} from '../identifiers.ts';
import type {Markup} from '../xml-writer.ts';
import {markup, writeMarkup} from '../xml-writer.ts';
import type {Description} from './descriptions.ts';
import {descriptionMd} from './descriptions.ts';
import {formatOf} from './formats.ts';
import {agentMd, agents, entityMd, eventMd, metsRoot, techMd} from './premis.ts';
import type {PremisEvent} from './premis.ts';

/** A file as METS describes it. */
export interface DescribedFile {
	readonly uuid: string;
	/** Relative to the document, which lies in `data/`. */
	readonly path: string;
	readonly use: 'original' | 'access' | 'metadata' | 'submissionDocumentation';
	readonly originalName: string;
	readonly size: number;
	readonly sha256: string;
	readonly modified: number;
	/** When it came into the package, where it was not there from the beginning. */
	readonly ingested?: number | undefined;
	/** When the package was reingested with it. */
	readonly reingested?: readonly number[] | undefined;
}

/** What a METS document of a package describes. */
export interface DescribedPackage {
	readonly uuid: string;
	/** `<name>-<uuid>`. */
	readonly name: string;
	readonly created: number;
	/** When it was reingested, the last time. */
	readonly updated?: number | undefined;
	readonly files: readonly DescribedFile[];
	readonly descriptions?: readonly Description[] | undefined;
	/** Folders without files, named in a structure of their own. `undefined`: nobody wanted that. */
	readonly emptyFolders?: readonly string[] | undefined;
}

const groups = ['original', 'access', 'submissionDocumentation', 'metadata'] as const;

/** A package's METS document: PREMIS of every file, `fileSec` and a physical structure (reference, 4.10). Dates have seconds and no zone. */
export function packageMets(described: DescribedPackage): string {
	const {uuid, name, created, updated, emptyFolders} = described;
	const files = described.files.map((file, index) => ({...file, amd: `amdSec_${index + 1}`}));
	const descriptions = (described.descriptions ?? []).map((description, index) => ({id: `dmdSec_${index + 2}`, description}));
	const number = counter();
	const about = (path: string) =>
		descriptions.flatMap(({id, description}) => (description.path === path ? [id] : [])).join(' ') || undefined;
	return writeMarkup(
		markup(
			'mets:mets',
			metsRoot,
			markup('mets:metsHdr', {CREATEDATE: seconds(created), LASTMODDATE: updated === undefined ? undefined : seconds(updated)}),
			entityMd('dmdSec_1', uuid, name),
			...descriptions.map(({id, description}) => descriptionMd(id, description)),
			...files.map((file, index) => amdSec(file, index, created, number)),
			...(files.length === 0 ? [] : [markup('mets:fileSec', {}, ...fileGroups(files, about))]),
			structure('1', name, 'Archivematica default', 'physical', divisions(files, '', about)),
			...(emptyFolders
				? [structure('2', name, 'Normative Directory Structure', 'logical', folders([...files, ...asFiles(emptyFolders)], ''))]
				: []),
		),
	);
}

function structure(number: string, name: string, label: string, type: string, content: readonly Markup[]): Markup {
	const attributes = {LABEL: name, TYPE: 'Directory', DMDID: type === 'physical' ? 'dmdSec_1' : undefined};
	return markup('mets:structMap', {ID: `structMap_${number}`, LABEL: label, TYPE: type}, markup('mets:div', attributes, ...content));
}

function amdSec(file: DescribedFile & {amd: string}, index: number, created: number, number: () => number): Markup {
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
		...fileEvents(file, file.ingested ?? created).map(event => eventMd(`digiprovMD_${number()}`, event, agents)),
		...agents.map(agent => agentMd(`digiprovMD_${number()}`, agent)),
	);
}

function fileEvents({uuid, path, originalName, sha256, reingested = []}: DescribedFile, ingested: number): readonly PremisEvent[] {
	const event = (type: string, detail: string, outcome: string, note: string, at = ingested): PremisEvent => ({
		uuid: derivedUuid(uuid, 'event', type, at),
		type,
		date: `${seconds(at)}+00:00`,
		detail,
		outcome,
		note,
	});
	const {puid} = formatOf(path);
	const before = originalName.replace(/^%\w+%/u, '');
	return [
		event('ingestion', '', '', ''),
		event('message digest calculation', 'program="node:crypto"; module="createHash(sha256)"', '', sha256),
		event('virus check', 'program="none"', 'Pass', 'The sandbox has no virus scanner.'),
		...(path.endsWith(before.split('/').at(-1) ?? '')
			? []
			: [
					event(
						'filename change',
						'prohibited characters removed',
						'',
						`Original name="${originalName}"; new name="%SIPDirectory%${path}"`,
					),
				]),
		event('format identification', 'program="Fonds sandbox"', puid === undefined ? 'No Matching Format' : 'Positive', puid ?? ''),
		...reingested.map(at => event('reingestion', '', '', '', at)),
	];
}

type Locate = (path: string) => string | undefined;

function fileGroups(files: readonly (DescribedFile & {amd: string})[], about: Locate): readonly Markup[] {
	return groups.flatMap(use => {
		const members = files.filter(file => file.use === use);
		const entries = members.map(({uuid, path, amd}) =>
			markup(
				'mets:file',
				{GROUPID: `Group-${uuid}`, ID: `file-${uuid}`, ADMID: amd, DMDID: about(path)},
				markup('mets:FLocat', {'xlink:href': encodeHref(path), LOCTYPE: 'OTHER', OTHERLOCTYPE: 'SYSTEM'}),
			),
		);
		return members.length === 0 ? [] : [markup('mets:fileGrp', {USE: use}, ...entries)];
	});
}

/** Folders and files below a folder, folders where their first file is. */
function divisions(files: readonly DescribedFile[], folder: string, about: Locate): readonly Markup[] {
	const below = files.filter(({path}) => path.startsWith(folder));
	const names = new Set(below.map(({path}) => path.slice(folder.length).split('/')[0] ?? ''));
	return [...names].map(name => {
		const path = folder + name;
		const file = below.find(candidate => candidate.path === path);
		if (!file) return markup('mets:div', {LABEL: name, TYPE: 'Directory', DMDID: about(path)}, ...divisions(below, `${path}/`, about));
		return markup('mets:div', {LABEL: name, TYPE: 'Item', DMDID: about(path)}, markup('mets:fptr', {FILEID: `file-${file.uuid}`}));
	});
}

/** The same with empty folders, and without pointers. */
function folders(paths: readonly {readonly path: string}[], folder: string): readonly Markup[] {
	const below = paths.filter(({path}) => path.startsWith(folder) && path !== folder);
	const names = new Set(below.map(({path}) => /^[^/]+\/?/u.exec(path.slice(folder.length))?.[0] ?? ''));
	return [...names].map(name =>
		name.endsWith('/')
			? markup('mets:div', {LABEL: name.slice(0, -1), TYPE: 'Directory'}, ...folders(below, folder + name))
			: markup('mets:div', {LABEL: name, TYPE: 'Item'}),
	);
}

function asFiles(emptyFolders: readonly string[]): readonly {readonly path: string}[] {
	return emptyFolders.map(path => ({path: `${path.replace(/\/+$/u, '')}/`}));
}

/** `xlink:href` is a URI: what no URI holds is percent-encoded. */
function encodeHref(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/');
}

function seconds(time: number): string {
	return new Date(time).toISOString().slice(0, 19);
}

function counter(): () => number {
	let count = 0;
	return () => ++count;
}
