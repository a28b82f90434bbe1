import {embeddable} from '../entities/metadata-routes.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
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

/** The `.opex` file of an entity, as OPEX 1.2 (4.3, 4.4). */
export function writeOpex(
	entity: Entity,
	{manifest, sha1}: Transfer,
	metadata: ExportSettings['metadata'],
	repository: Repository,
): Uint8Array {
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
		metadata === 'NoMetadata' ? undefined : descriptionTag(ref, repository),
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

function descriptionTag(ref: string, repository: Repository): Tag | undefined {
	const fragments = repository.fragmentsOf(ref);
	if (fragments.length === 0) return undefined;
	return tag('opex:DescriptiveMetadata', ...fragments.map(({xml}) => ({raw: embeddable(xml)})));
}
