import {derivedUuid} from '../identifiers.ts';
import {markup, writeMarkup} from '../xml-writer.ts';
import {formatOf} from './formats.ts';
import {agentMd, eventMd, metsRoot, techMd} from './premis.ts';

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
}

/**
 * The pointer file of an AIP that is a gzipped tar: what it is, its digest, and how to open it (reference, 4.10). That unpacking is two
 * transformations, gzip and then tar, is assumed: recorded pointer files are of 7z, which needs one.
 */
export function pointerFile({uuid, name, path, sha256, size, created}: PointedPackage): string {
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
					compositionLevel: 2,
					sha256,
					size,
					format: formatOf(path),
					createdBy: 'gzip',
					created: date,
					originalName: undefined,
				}),
				eventMd('digiprovMD_1', compression),
				agentMd('digiprovMD_2'),
			),
			markup(
				'mets:fileSec',
				{},
				markup(
					'mets:fileGrp',
					{USE: 'Archival Information Package'},
					markup(
						'mets:file',
						{ID: `file-${uuid}`, GROUPID: `Group-${uuid}`, ADMID: 'amdSec_1'},
						markup('mets:FLocat', {LOCTYPE: 'OTHER', OTHERLOCTYPE: 'SYSTEM', 'xlink:href': path}),
						markup('mets:transformFile', {TRANSFORMTYPE: 'decompression', TRANSFORMALGORITHM: 'gzip', TRANSFORMORDER: '1'}),
						markup('mets:transformFile', {TRANSFORMTYPE: 'decompression', TRANSFORMALGORITHM: 'tar', TRANSFORMORDER: '2'}),
					),
				),
			),
			markup(
				'mets:structMap',
				{ID: 'structMap_1', LABEL: 'Archivematica default', TYPE: 'physical'},
				markup('mets:div', {TYPE: 'Archival Information Package', LABEL: name}, markup('mets:fptr', {FILEID: `file-${uuid}`})),
			),
		),
	);
}
