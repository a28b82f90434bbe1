import {derivedUuid} from '../identifiers.ts';
import {markup, writeMarkup} from '../xml-writer.ts';
import {formatOf} from './formats.ts';
import type {Compression} from './premis-lists.ts';
import {premisElements} from './premis-lists.ts';
import {agentMd, eventMd, givenMd, metsRoot, techMd} from './premis.ts';

/** A packed AIP, as its pointer file describes it. */
export interface PointedPackage {
	readonly uuid: string;
	/** `<name>-<uuid>`. */
	readonly name: string;
	/** Absolute, on the Storage Service. */
	readonly path: string;
	readonly sha256: string;
	readonly size: number;
	readonly created: number;
	/** What whoever stored it says of how it came about, as PREMIS in lists. The sandbox's own AIPs are gzipped tars. */
	readonly given?:
		| {readonly compression: Compression; readonly events: unknown; readonly agents: unknown; readonly subtype: string | null}
		| undefined;
}

/**
 * The pointer file of an AIP that is a gzipped tar: what it is, its digest, and how to open it (reference, 4.10). That unpacking is two
 * transformations, gzip and then tar, is assumed: recorded pointer files are of 7z, which needs one.
 */
export function pointerFile({uuid, name, path, sha256, size, created, given}: PointedPackage): string {
	const subtype = given?.subtype ?? 'Archival Information Package';
	const algorithms = given ? transformations(path, given.compression) : ['gzip', 'tar'];
	const date = new Date(created).toISOString().slice(0, 19);
	const compression = {
		uuid: derivedUuid(uuid, 'event', 'compression'),
		type: 'compression',
		date: `${date}+00:00`,
		detail: 'program="gzip"; version="zlib"; algorithm="gzip"',
		outcome: '',
		note: '',
	};
	return writeMarkup(
		markup(
			'mets:mets',
			metsRoot,
			markup('mets:metsHdr', {CREATEDATE: date}),
			markup(
				'mets:amdSec',
				{ID: 'amdSec_1'},
				techMd('techMD_1', {
					uuid,
					compositionLevel: algorithms.length,
					sha256,
					size,
					format: formatOf(path),
					createdBy: given ? given.compression.program : 'gzip',
					created: date,
					originalName: undefined,
				}),
				...(given
					? [
							...premisElements(given.events, 'event').map((event, index) => givenMd(`digiprovMD_${index + 1}`, event)),
							...premisElements(given.agents, 'agent').map((agent, index) => givenMd(`digiprovMD_agent_${index + 1}`, agent)),
						]
					: [eventMd('digiprovMD_1', compression), agentMd('digiprovMD_2')]),
			),
			markup(
				'mets:fileSec',
				{},
				markup(
					'mets:fileGrp',
					{USE: subtype},
					markup(
						'mets:file',
						{ID: `file-${uuid}`, GROUPID: `Group-${uuid}`, ADMID: 'amdSec_1'},
						markup('mets:FLocat', {LOCTYPE: 'OTHER', OTHERLOCTYPE: 'SYSTEM', 'xlink:href': path}),
						...algorithms.map((algorithm, index) =>
							markup('mets:transformFile', {
								TRANSFORMTYPE: 'decompression',
								TRANSFORMALGORITHM: algorithm,
								TRANSFORMORDER: String(index + 1),
							}),
						),
					),
				),
			),
			markup(
				'mets:structMap',
				{ID: 'structMap_1', LABEL: 'Archivematica default', TYPE: 'physical'},
				markup('mets:div', {TYPE: subtype, LABEL: name}, markup('mets:fptr', {FILEID: `file-${uuid}`})),
			),
		),
	);
}

function transformations(path: string, {algorithm}: Compression): readonly string[] {
	return /\.tar\.[^.]+$/u.test(path) ? [algorithm, 'tar'] : [algorithm];
}
