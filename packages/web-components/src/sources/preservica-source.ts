import type {Job} from '@fonds/core';
import type {XmlElement} from '@fonds/core/xml';
import type {Bitstream, IngestResult, IngestStatus, MetadataFragment, Preservica, Representation} from '@fonds/preservica';

import type {
	AssetSource,
	MetadataGroup,
	MetadataNode,
	SourceAsset,
	SourceField,
	SourceFile,
	SourceRepresentation,
} from '../context/asset-source.ts';
import type {TransferJob, TransferSnapshot} from '../context/transfer-source.ts';

/** What is used of a `Preservica` client. */
export type PreservicaClient = Pick<Preservica, 'bitstreams' | 'entities'>;

/** Lets elements read assets of a Preservica. Files are verified against every digest the server knows while they are read. */
export function preservicaSource({entities, bitstreams}: PreservicaClient): AssetSource {
	const known = {representations: new WeakMap<SourceRepresentation, Representation>(), files: new WeakMap<SourceFile, Bitstream>()};
	return {
		async asset(ref, options): Promise<SourceAsset> {
			const asset = await entities.asset(ref, options);
			const [representations, identifiers] = await Promise.all([
				entities.representations(asset, options),
				entities.identifiers(asset, options),
			]);
			const fields: SourceField[] = [
				{label: 'Security tag', value: asset.securityTag},
				...(asset.customType === undefined ? [] : [{label: 'Type', value: asset.customType}]),
				...identifiers.map(({type, value}) => ({label: type, value})),
			];
			return {
				ref,
				title: asset.title,
				description: asset.description,
				fields,
				representations: representations.map(representation => {
					const {type, index, name} = representation;
					const shown: SourceRepresentation = {id: `${type}-${index}`, name: name ?? `${type} ${index}`, type};
					known.representations.set(shown, representation);
					return shown;
				}),
			};
		},

		async *files(asset, shown, options): AsyncGenerator<SourceFile, void, void> {
			const representation = known.representations.get(shown);
			if (representation === undefined) throw new TypeError('This representation was not read from here.');
			for await (const {path, bitstream} of bitstreams.ofAsset(asset.ref, {...options, representation})) {
				const {size, fixities} = bitstream;
				const file: SourceFile = {id: path, name: path.slice(path.lastIndexOf('/') + 1), size, mediaType: undefined, fixities};
				known.files.set(file, bitstream);
				yield file;
			}
		},

		async metadata(asset, options): Promise<readonly MetadataGroup[]> {
			const fragments = await entities.metadata({type: 'asset', ref: asset.ref}, options);
			return fragments.flatMap(groupOf);
		},

		open(file, options) {
			const bitstream = known.files.get(file);
			if (bitstream === undefined) throw new TypeError('This file was not read from here.');
			return bitstreams.download(bitstream, options);
		},
	};
}

const schemaNames: Readonly<Record<string, string>> = {
	'http://purl.org/dc/elements/1.1/': 'Dublin Core',
	'http://purl.org/dc/terms/': 'Dublin Core terms',
	'http://www.openarchives.org/OAI/2.0/oai_dc/': 'Dublin Core',
	'http://www.loc.gov/mods/v3': 'MODS',
	'urn:isbn:1-931666-22-9': 'EAD 2002',
	'http://ead3.archivists.org/schema/': 'EAD3',
};

function groupOf({schema, element}: MetadataFragment): MetadataGroup[] {
	if (element === undefined) return [];
	return [{title: schemaNames[schema] ?? labelOf(element.name), schema, nodes: partsOf(element)}];
}

function nodeOf(element: XmlElement): MetadataNode {
	const text = element.children
		.filter(node => typeof node === 'string')
		.join('')
		.trim();
	return {label: labelOf(element.name), value: text === '' ? undefined : text, children: partsOf(element)};
}

/** Attributes say as much as elements do, those of XML's own namespaces excepted: they say how to read the document. */
function partsOf({attributes, children}: XmlElement): MetadataNode[] {
	return [
		...attributes
			.filter(({namespace, name}) => namespace === '' && name !== 'xmlns')
			.map(({name, value}) => ({label: labelOf(name), value, children: []})),
		...children.filter(node => typeof node !== 'string').map(nodeOf),
	];
}

/** `dateCreated` is read as `Date created`. */
function labelOf(name: string): string {
	const words = name
		.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ')
		.replaceAll(/[._-]+/gu, ' ')
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Lets `<transfer-status>` show an ingest that a script of the page has started. */
export function preservicaJob(job: Job<IngestStatus, IngestResult>): TransferJob {
	return {
		id: job.id,
		async *watch(options) {
			for await (const status of job.watch(options)) {
				const assets = status.state === 'succeeded' ? (await job.done(options)).assets : [];
				yield snapshotOf(status, assets);
			}
		},
	};
}

const states: Readonly<Record<IngestStatus['state'], TransferSnapshot['state']>> = {
	pending: 'pending',
	running: 'running',
	suspended: 'waiting',
	succeeded: 'succeeded',
	failed: 'failed',
	mixed: 'failed',
	cancelled: 'cancelled',
	unknown: 'unknown',
};

function snapshotOf({state, detail, errors}: IngestStatus, assets: readonly string[]): TransferSnapshot {
	const shown = states[state];
	const step = shown === 'cancelled' || shown === 'unknown' || shown === 'rejected' ? 'failed' : shown;
	return {
		state: shown,
		steps: [
			{name: 'Upload', state: 'succeeded'},
			{name: 'Ingest', state: shown === 'unknown' ? 'running' : step},
		],
		activity: detail,
		progress: undefined,
		waitingFor: state === 'suspended' ? 'Somebody has to let the ingest go on in Preservica.' : undefined,
		failure:
			shown === 'failed'
				? {reason: state === 'mixed' ? 'The ingest succeeded in part only.' : 'The ingest failed.', details: errors}
				: undefined,
		results: assets.map(value => ({label: 'Asset', value})),
	};
}
