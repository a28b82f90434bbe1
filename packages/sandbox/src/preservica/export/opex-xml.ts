import {parseXml} from '@fonds/core/xml';
import type {SandboxVersion} from '../../context.ts';
import {embeddable} from '../entities/metadata-routes.ts';
import type {Entity, Fragment} from '../model.ts';
import type {Repository} from '../repository.ts';
import {xipNamespace} from '../versions.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith, writeDocument} from '../xml/write-xml.ts';
import type {ExportSettings} from './export-settings.ts';

/** What lies in a folder of an export. */
export interface Manifest {
	readonly files: readonly {readonly name: string; readonly size: number; readonly type: 'content' | 'metadata'}[];
	readonly folders: readonly string[];
}

/** What an `.opex` file says of the transfer beside the entity's own fields. */
export interface Transfer {
	readonly manifest?: Manifest | undefined;
	/** SHA-1 of the file it belongs to. */
	readonly sha1?: string | undefined;
}

/** Of what, and how, `.opex` files are written. */
export interface OpexSource {
	readonly repository: Repository;
	readonly version: SandboxVersion;
	readonly metadata: ExportSettings['metadata'];
}

/**
 * The `.opex` file of an entity, as OPEX 1.2 (4.3, 4.4). What OPEX has no place for stands as XIP among the descriptive metadata: the type of a
 * folder, and a fragment whose schema is not its namespace or that must not stand there itself. That is assumed; without it they would be lost.
 */
export function writeOpex(entity: Entity, {manifest, sha1}: Transfer, source: OpexSource): Uint8Array {
	const {repository, metadata} = source;
	const {ref, title, description, securityTag} = entity;
	const identifiers = repository.identifiersOf(ref);
	const root = tagWith(
		'opex:OPEXMetadata',
		{'xmlns:opex': 'http://www.openpreservationexchange.org/opex/v1.2'},
		tag(
			'opex:Transfer',
			tag('opex:SourceID', ref),
			manifest && manifestTag(manifest),
			sha1 === undefined ? undefined : tag('opex:Fixities', tagWith('opex:Fixity', {type: 'SHA-1', value: sha1})),
		),
		tag(
			'opex:Properties',
			tag('opex:Title', title),
			optionalTag('opex:Description', description),
			tag('opex:SecurityDescriptor', securityTag),
			identifiers.length === 0
				? undefined
				: tag('opex:Identifiers', ...identifiers.map(({type, value}) => tagWith('opex:Identifier', {type}, value))),
		),
		metadata === 'MetadataWithEvents' ? historyTag(ref, repository) : undefined,
		relationshipsTag(ref, repository),
		descriptionTag(entity, source),
	);
	return Buffer.from(writeDocument(root));
}

function manifestTag({files, folders}: Manifest): Tag {
	return tag(
		'opex:Manifest',
		tag('opex:Files', ...files.map(({name, size, type}) => tagWith('opex:File', {type, size}, name))),
		tag('opex:Folders', ...folders.map(folder => tag('opex:Folder', folder))),
	);
}

function historyTag(ref: string, repository: Repository): Tag | undefined {
	const events = repository
		.eventsOf(ref)
		.map(({type, command, date, user, detail}) =>
			tagWith('opex:Event', {date, user}, tag('opex:Type', type), tag('opex:Action', command), optionalTag('opex:Detail', detail)),
		);
	return events.length === 0 ? undefined : tag('opex:History', tag('opex:Events', ...events));
}

function relationshipsTag(ref: string, repository: Repository): Tag | undefined {
	const links = repository.linksOf(ref).filter(({from}) => from === ref);
	if (links.length === 0) return undefined;
	return tag('opex:Relationships', ...links.map(({type, to}) => tag('opex:Relationship', tag('opex:Type', type), tag('opex:Object', to))));
}

function descriptionTag(entity: Entity, source: OpexSource): Tag | undefined {
	const {kind, ref, customType} = entity;
	const xmlns = {'xmlns:xip': xipNamespace(source.version)};
	// that of an asset stands in its PAX
	const type = kind === 'SO' && customType ? tagWith('xip:StructuralObject', xmlns, tag('xip:CustomType', customType)) : undefined;
	const fragments = source.metadata === 'NoMetadata' ? [] : source.repository.fragmentsOf(ref);
	if (!type && fragments.length === 0) return undefined;
	return tag('opex:DescriptiveMetadata', type, ...fragments.map(fragment => fragmentTag(fragment, xmlns)));
}

function fragmentTag({schemaUri, xml}: Fragment, xmlns: Tag['attributes']): Tag | {readonly raw: string} {
	const {namespace} = parseXml(xml);
	const raw = {raw: embeddable(xml)};
	const plain =
		namespace === schemaUri &&
		namespace !== '' &&
		!/^http:\/\/(?:www\.openpreservationexchange\.org|preservica\.com\/XIP)\//u.test(namespace);
	return plain ? raw : tagWith('xip:Metadata', {...xmlns, schemaUri}, tag('xip:Content', raw));
}
