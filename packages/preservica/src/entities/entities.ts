import {type Page, Pages, path, type Job, type PollOptions, type RequestOptions} from '@fonds/core';
import {getXml, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {NewAccessCopy, NewGeneration} from './content-changes.ts';
import type {SendContentOptions} from './content-source.ts';
import {
	refOf,
	wireNames,
	type Asset,
	type ChangedEntity,
	type ContentObject,
	type Entity,
	type EntityOf,
	type EntityReference,
	type EntityStub,
	type EntityType,
	type Folder,
	type Fragment,
} from './entity.ts';
import {decodeEntity} from './entity-xml.ts';
import type {Merge} from './merge.ts';
import type {Identifier, IdentifierMatch, MetadataFragment, NewIdentifier} from './metadata.ts';
import type {NewPhysicalAsset, ReadMetadataOptions, SecurityTagOptions, UpdatedSinceOptions, WriteMetadataOptions} from './options.ts';
import type {NewRelationship, Relationship, RelationshipEnd} from './relationship.ts';
import type {Bitstream, ContentObjectStub, Generation, Representation} from './representation.ts';
import type {AssetStructure} from './structure.ts';

/** What reading a list takes. */
export interface ListOptions extends RequestOptions {
	/** How many entries to ask for at a time, at most 1000. @default 100 */
	readonly pageSize?: number | undefined;
	/** Pages fetched before they are needed. @default 0 */
	readonly readAhead?: number | undefined;
}

/** What a walk through folders takes. */
export interface WalkOptions extends RequestOptions {
	/** How many entries to ask for at a time, at most 1000. @default 1000 */
	readonly pageSize?: number | undefined;
	/** Requests that run at the same time; twice as many pages are on their way or wait to be read. @default 12 */
	readonly concurrency?: number | undefined;
}

/** What reading a thumbnail takes. */
export interface ThumbnailOptions extends RequestOptions {
	/** Longest side: 64, 150 or 400 pixels. @default 'medium' */
	readonly size?: 'small' | 'medium' | 'large' | undefined;
}

/** A folder to be made. */
export interface NewFolder {
	readonly title: string;
	readonly description?: string | undefined;
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	/** A label in place of the default `Folder`. */
	readonly customType?: string | undefined;
	/** Reference of the folder to make it in; `null` makes it at the root. */
	readonly parent: string | null;
	/** A UUID to make it with. With one of your own, a lost answer can be followed up by reading it. @default the server's choice */
	readonly ref?: string | undefined;
}

const reading = () => import('./reading.ts');
const changing = () => import('./changing.ts');

type Reading = Awaited<ReturnType<typeof reading>>;

/**
 * Folders, assets, content objects, and what is in and around them. Every method throws what `HttpClient.send` throws, besides what it names.
 *
 * Reading entities is here; everything else is loaded when it is first asked for.
 */
export class Entities {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Reads one asset (ENT-05).
	 *
	 * @throws NotFoundError when there is no such asset, or no right to see it.
	 */
	asset(ref: string, options?: RequestOptions): Promise<Asset> {
		return this.entity({type: 'asset', ref}, options);
	}

	/**
	 * Reads one folder (ENT-04).
	 *
	 * @throws NotFoundError when there is no such folder, or no right to see it.
	 */
	folder(ref: string, options?: RequestOptions): Promise<Folder> {
		return this.entity({type: 'folder', ref}, options);
	}

	/**
	 * Reads one content object (ENT-06).
	 *
	 * @throws NotFoundError when there is no such content object, or no right to see it.
	 */
	contentObject(ref: string, options?: RequestOptions): Promise<ContentObject> {
		return this.entity({type: 'contentObject', ref}, options);
	}

	/**
	 * Reads what a list named (ENT-04, ENT-05, ENT-06).
	 *
	 * @throws NotFoundError when it is gone, or there is no right to see it.
	 */
	async entity<T extends EntityType>({type, ref}: EntityReference<T>, options?: RequestOptions): Promise<EntityOf<T>> {
		return decodeEntity(await getXml(this.#session.http, path`api/entity/${wireNames[type].path}/${ref}`, options), type, ref);
	}

	/**
	 * Walks the children of a folder in server order; `null` walks the root (ENT-08, ENT-09).
	 *
	 * @throws NotFoundError, while it is read, when there is no such folder, or no right to see it.
	 * @throws DecodeError, while it is read, with code `endless-list` when the server leads from a page back to an earlier one.
	 */
	children(folder: string | null, options: ListOptions = {}): Pages<EntityStub> {
		return list(({walkChildren}) => walkChildren(this.#session, folder, options));
	}

	/**
	 * Walks everything below a folder, each folder before what is in it; `null` walks the whole repository (ENT-08, ENT-09).
	 *
	 * @throws DecodeError, while it is read, with code `cycle` when the server lists a folder among its own descendants.
	 * @throws NotFoundError, while it is read, when a folder is not there, or there is no right to see it.
	 */
	descendants(folder: string | null, options: WalkOptions = {}): AsyncIterable<EntityStub> {
		return {[Symbol.asyncIterator]: () => walk(({walkBelow}) => walkBelow(this.#session, folder, options))};
	}

	/**
	 * The folders above an entity, from the root down (ENT-04, ENT-05, ENT-06).
	 *
	 * @throws DecodeError with code `cycle` when a folder is above itself.
	 * @throws NotFoundError when the entity or a folder above it is not there, or there is no right to see it.
	 */
	async ancestors(entity: EntityReference, options: RequestOptions = {}): Promise<Folder[]> {
		return (await reading()).readAncestors(this, entity, options);
	}

	/**
	 * All entities that have an identifier; none is an empty list (ENT-10).
	 *
	 * @throws DecodeError when the answer is no list of entities: it would pass for an empty one.
	 */
	async byIdentifier(type: string, value: string, options: RequestOptions = {}): Promise<EntityStub[]> {
		return (await reading()).findByIdentifier(this.#session, type, value, options);
	}

	/**
	 * Walks what was made, changed or deleted since a moment, in server order (ENT-11). What was deleted is in the list, too, and may be there
	 * without its kind and title.
	 *
	 * @throws ConfigurationError, while it is read, when a date is none.
	 */
	updatedSince(date: Date | string, options: UpdatedSinceOptions = {}): Pages<ChangedEntity> {
		return list(({walkUpdatedSince}) => walkUpdatedSince(this.#session, date, options));
	}

	/**
	 * The descriptive metadata an entity has now, all of it or that of one schema, in the order it is listed (ENT-04 to ENT-06, ENT-24).
	 * Comments and processing instructions in it are left out.
	 *
	 * @throws DecodeError when a fragment holds anything but one element, which would be lost.
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async metadata(entity: EntityReference, options: ReadMetadataOptions = {}): Promise<MetadataFragment[]> {
		return (await reading()).readMetadata(this.#session, this, entity, options);
	}

	/**
	 * The identifiers of an entity, all pages (ENT-17).
	 *
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async identifiers(entity: EntityReference, options: RequestOptions = {}): Promise<Identifier[]> {
		return (await reading()).readIdentifiers(this.#session, entity, options);
	}

	/**
	 * The representations of an asset, in server order (ENT-30).
	 *
	 * @throws NotFoundError when there is no such asset, or no right to see it.
	 */
	async representations(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<Representation[]> {
		return (await reading()).readRepresentations(this.#session, refOf(asset), options);
	}

	/**
	 * The content objects of a representation in page order; none for a physical one (ENT-30).
	 *
	 * @throws NotFoundError when the representation is gone, or there is no right to see it.
	 */
	async contentObjects(representation: Representation, options: RequestOptions = {}): Promise<ContentObjectStub[]> {
		return (await reading()).readContentObjects(this.#session, representation, options);
	}

	/**
	 * All generations of a content object, the first one first (ENT-31).
	 *
	 * @throws NotFoundError when there is no such content object, or no right to see it.
	 */
	async generations(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation[]> {
		return (await reading()).readGenerations(this.#session, refOf(contentObject), options);
	}

	/**
	 * The generation a reader should get: the newest active one, or the newest if none is marked active (ENT-31).
	 *
	 * @throws DecodeError when the content object has no generation.
	 */
	async activeGeneration(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation> {
		return (await reading()).readActiveGeneration(this.#session, refOf(contentObject), options);
	}

	/**
	 * The bitstreams of a generation, with what the server knows to check them by (ENT-32).
	 *
	 * @throws NotFoundError when the generation is gone, or there is no right to see it.
	 * @throws DecodeError when the server does not tell name and size of each: nothing could be checked.
	 */
	async bitstreams(generation: Generation, options: RequestOptions = {}): Promise<Bitstream[]> {
		return (await reading()).readBitstreams(this.#session, generation, options);
	}

	/**
	 * Adds an access representation of one file to an asset (ENT-30). Needs 6.12, and a tenancy where it is switched on. The server takes it in
	 * in its own time: follow the job. Not repeated when the answer is lost.
	 *
	 * @throws ConfigurationError for a file name that is a path, for an empty name, with code `version` for an older server; FixityError when a
	 * stream is not of the size or the digests that it should be of; NotFoundError, PermissionError when there is no such asset, or no right to
	 * change it.
	 */
	async addAccessRepresentation(
		asset: string | EntityReference<'asset'>,
		file: NewAccessCopy,
		options: SendContentOptions = {},
	): Promise<Job<ServerProgress, void>> {
		return (await changing()).addAccessRepresentation(this.#session, refOf(asset), file, options);
	}

	/**
	 * Gives a representation another name (ENT-39). No page of Preservica's documents this call: it is known from the source of pyPreservica 4.2.
	 *
	 * @throws ConfigurationError for a name that is empty or holds control characters; NotFoundError, PermissionError when there is no such
	 * representation, or no right to change it.
	 */
	async renameRepresentation(
		representation: Pick<Representation, 'asset' | 'type' | 'index'>,
		name: string,
		options: RequestOptions = {},
	): Promise<void> {
		return (await changing()).renameRepresentation(this.#session, representation, name, options);
	}

	/**
	 * Puts a file in place of the present one of a content object, which stays as an older generation (ENT-31). Needs 6.2.1. A `Blob` is read
	 * twice: its digests have to be sent before it. Once the job is done, `activeGeneration` is the new one. Not repeated when the answer is
	 * lost.
	 *
	 * @throws ConfigurationError for a name that is a path or not ASCII (which encoding the server expects is not published), for a stream
	 * without digests, with code `version` for an older server; FixityError when a stream is not of the size or the digests that it should be
	 * of; NotFoundError, PermissionError when there is no such content object, or no right to change it.
	 */
	async replaceGeneration(
		contentObject: string | EntityReference<'contentObject'>,
		file: NewGeneration,
		options: SendContentOptions = {},
	): Promise<Job<ServerProgress, void>> {
		return (await changing()).replaceGeneration(this.#session, refOf(contentObject), file, options);
	}

	/**
	 * A small picture of an entity (CON-03). The server makes it some time after the ingest.
	 *
	 * @throws NotFoundError when there is none.
	 */
	async thumbnail(entity: EntityReference, options: ThumbnailOptions = {}): Promise<Blob> {
		return (await reading()).readThumbnail(this.#session, entity, options);
	}

	/**
	 * Makes a folder and reads what the server made of it (ENT-12). Not repeated when the answer is lost: it may have been made.
	 *
	 * @throws PermissionError when this account may not make a folder there.
	 * @throws DecodeError when the answer does not tell what was made.
	 */
	async createFolder(folder: NewFolder, options?: RequestOptions): Promise<Folder> {
		return (await changing()).createFolder(this.#session, this, folder, options);
	}

	/**
	 * Writes title, description and custom type (ENT-14), then the security tag if it is another one than the server has (ENT-16, followed to
	 * its end), and reads the result. The parent is not changed by this. The last writer wins: the server knows no conditional changes.
	 *
	 * A description of `undefined` is left out of the request; '' takes it away. A custom type of `undefined` resets it to the default.
	 *
	 * @throws JobFailedError when the server could not change the security tag; title, description and custom type are saved then, as they are
	 * when that change is refused, and the error says so. ConfigurationError without a security tag, as tombstones are.
	 */
	async save<T extends Entity>(entity: T, options: PollOptions = {}): Promise<EntityOf<T['type']>> {
		await (await changing()).saveEntity(this.#session, this, entity, options);
		// Some versions leave the list of metadata out of their answer to a change.
		return this.entity<T['type']>(entity, options);
	}

	/**
	 * Makes an asset that is on a shelf, not in files, and reads what the server made of it (ENT-13). The tenancy has to allow physical assets.
	 * Not repeated when the answer is lost: it may have been made.
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.4.
	 */
	async createPhysicalAsset(asset: NewPhysicalAsset, options?: RequestOptions): Promise<Asset> {
		return (await changing()).createPhysicalAsset(this.#session, this, asset, options);
	}

	/**
	 * Everything about an asset in one document of the server's own form (ENT-07).
	 *
	 * @throws NotFoundError when there is no such asset, or no right to see it.
	 */
	async structure(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<AssetStructure> {
		return (await reading()).readStructure(this.#session, refOf(asset), options);
	}

	/**
	 * Adds an identifier, also one that is there already (ENT-18). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws ConfigurationError for an empty type or value, and with code `version` before Preservica 6.1.
	 */
	async addIdentifier(entity: EntityReference, identifier: NewIdentifier, options: RequestOptions = {}): Promise<Identifier> {
		return (await changing()).addIdentifier(this.#session, entity, identifier, options);
	}

	/**
	 * Gives an identifier, found by its id, another type or value (ENT-19).
	 *
	 * @throws ConfigurationError for one without id, type or value, and with code `version` before Preservica 6.1.
	 */
	async updateIdentifier(entity: EntityReference, identifier: Identifier, options: RequestOptions = {}): Promise<Identifier> {
		return (await changing()).updateIdentifier(this.#session, entity, identifier, options);
	}

	/**
	 * Deletes one identifier, given as it was read or by its id (ENT-20).
	 *
	 * @throws ConfigurationError for one without id, and with code `version` before Preservica 6.1.
	 */
	async deleteIdentifier(
		entity: EntityReference,
		identifier: string | Pick<Identifier, 'id'>,
		options: RequestOptions = {},
	): Promise<void> {
		return (await changing()).deleteIdentifier(this.#session, entity, identifier, options);
	}

	/**
	 * Deletes every identifier that has the type and the value named, and gives those it deleted (ENT-17, ENT-20).
	 *
	 * @throws ConfigurationError when neither is named, unless `all` is set; with code `version` before Preservica 6.1.
	 * @throws PartlyDoneError when one cannot be deleted after others were; it tells which remain.
	 */
	async deleteIdentifiers(entity: EntityReference, match: IdentifierMatch, options: RequestOptions = {}): Promise<readonly Identifier[]> {
		return (await changing()).deleteIdentifiers(this.#session, entity, match, options);
	}

	/**
	 * Adds descriptive metadata: a document, or its root element (ENT-25). Metadata of the same schema stays beside it. Comments and processing
	 * instructions are not sent. Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws ConfigurationError when it is not well-formed, or its root is in no namespace or in that of XIP.
	 */
	async addMetadata(entity: EntityReference, xml: string | XmlElement, options: WriteMetadataOptions = {}): Promise<void> {
		return (await changing()).addMetadata(this.#session, entity, xml, options);
	}

	/**
	 * Puts other content into one piece of descriptive metadata (ENT-26). The last writer wins: the server knows no conditional changes.
	 *
	 * @param fragment - As `metadata` or the entity's `fragments` have it.
	 * @throws ConfigurationError for what `addMetadata` refuses, and when the fragment is of another entity.
	 */
	async updateMetadata(
		entity: EntityReference,
		fragment: Fragment | MetadataFragment,
		xml: string | XmlElement,
		options: WriteMetadataOptions = {},
	): Promise<void> {
		return (await changing()).updateMetadata(this.#session, entity, fragment, xml, options);
	}

	/**
	 * Puts the same content into every piece of descriptive metadata of a schema, and gives those it replaced (ENT-04 to ENT-06, ENT-26). An
	 * entity may have several of one schema that are not alike: `updateMetadata` changes one of them.
	 *
	 * @throws ConfigurationError for what `addMetadata` refuses, and with code `no-metadata` when there is none of the schema.
	 * @throws PartlyDoneError when one cannot be replaced after others were; it tells which remain.
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async updateMetadataBySchema(
		entity: EntityReference,
		schema: string,
		xml: string | XmlElement,
		options: RequestOptions = {},
	): Promise<readonly Fragment[]> {
		return (await changing()).updateMetadataBySchema(this.#session, this, entity, schema, xml, options);
	}

	/**
	 * Deletes one piece of descriptive metadata (ENT-27).
	 *
	 * @throws ConfigurationError when the fragment is of another entity.
	 */
	async deleteMetadata(entity: EntityReference, fragment: Fragment | MetadataFragment, options: RequestOptions = {}): Promise<void> {
		return (await changing()).deleteMetadata(this.#session, entity, fragment, options);
	}

	/**
	 * Deletes every piece of descriptive metadata of a schema, and gives those it deleted (ENT-04 to ENT-06, ENT-27).
	 *
	 * @throws PartlyDoneError when one cannot be deleted after others were; it tells which remain.
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async deleteMetadataBySchema(entity: EntityReference, schema: string, options: RequestOptions = {}): Promise<readonly Fragment[]> {
		return (await changing()).deleteMetadataBySchema(this.#session, this, entity, schema, options);
	}

	/**
	 * Edits metadata of many entities at a time by a template that was filled in (ENT-28). The account needs the permission to manage data.
	 * Not repeated when the answer is lost: the edits may have begun.
	 *
	 * @throws ConfigurationError when the CSV is empty; PermissionError when this account may not manage data.
	 */
	async editMetadataFromCsv(csv: string | Blob, options: RequestOptions = {}): Promise<Job<ServerProgress, void>> {
		return (await changing()).editMetadataFromCsv(this.#session, csv, options);
	}

	/**
	 * Walks the relationships of an asset or folder, those that start there and those that lead there (ENT-21).
	 *
	 * @throws ConfigurationError for a content object, and with code `version` before Preservica 6.3.1.
	 */
	relationships(entity: RelationshipEnd, options: ListOptions = {}): Pages<Relationship> {
		return list(({walkRelationships}) => walkRelationships(this.#session, entity, options));
	}

	/**
	 * Connects two assets or folders (ENT-21). Not repeated when the answer is lost: the relationship may have been added.
	 *
	 * @throws ConfigurationError for content objects, virtual children and an empty type, and with code `version` before Preservica 6.3.1.
	 */
	async addRelationship(relationship: NewRelationship, options: RequestOptions = {}): Promise<void> {
		return (await changing()).addRelationship(this.#session, relationship, options);
	}

	/**
	 * Deletes a relationship that starts at the entity (ENT-21).
	 *
	 * @throws ConfigurationError for one that starts at the other end, for virtual children, and with code `version` before Preservica 6.3.1.
	 */
	async deleteRelationship(entity: RelationshipEnd, relationship: Relationship, options: RequestOptions = {}): Promise<void> {
		return (await changing()).deleteRelationship(this.#session, entity, relationship, options);
	}

	/**
	 * Moves an asset or a folder into a folder; `null` moves a folder to the root (ENT-15). The server does it in its own time.
	 *
	 * @throws ConfigurationError for a content object, an asset that is to be at the root, a folder that is to be in itself.
	 * @throws NotFoundError when there is no such entity or folder; PermissionError when this account may not move it there.
	 */
	async move(
		entity: EntityReference<'asset' | 'folder'>,
		folder: string | EntityReference<'folder'> | null,
		options: RequestOptions = {},
	): Promise<Job<ServerProgress, void>> {
		return (await changing()).moveEntity(this.#session, entity, folder && refOf(folder), options);
	}

	/**
	 * Gives an entity another security tag (ENT-16). The server does it in its own time.
	 *
	 * @throws ConfigurationError for an empty tag.
	 */
	async changeSecurityTag(entity: EntityReference, tag: string, options: SecurityTagOptions = {}): Promise<Job<ServerProgress, void>> {
		return (await changing()).changeSecurityTag(this.#session, entity, tag, options);
	}

	/**
	 * Makes a new asset with the content of others, which stay (ENT-37). The server does it in its own time and does not tell the reference of
	 * the new asset. The tenancy has to allow merges. Not repeated when the answer is lost: the merge may have begun.
	 *
	 * @throws ConfigurationError for less than two assets, one that is named twice, and assets without a title for the new one.
	 */
	async merge(what: Merge, options: RequestOptions = {}): Promise<Job<ServerProgress, void>> {
		return (await changing()).mergeAssets(this.#session, this, what, options);
	}

	/**
	 * Shows an image in place of the thumbnail that the server made (ENT-33): PNG, JPEG, TIFF, GIF or BMP, at most 10 MB.
	 *
	 * @throws ConfigurationError with code `image-size` or `image-type` before anything is sent; for a content object; with code `version`
	 * before Preservica 6.2.
	 */
	async setThumbnail(entity: EntityReference<'asset' | 'folder'>, image: Blob | BufferSource, options: RequestOptions = {}): Promise<void> {
		return (await changing()).setThumbnail(this.#session, entity, image, options);
	}

	/**
	 * Takes the image of `setThumbnail` away again (ENT-33).
	 *
	 * @throws ConfigurationError for a content object, and with code `version` before Preservica 6.2.
	 * @throws NotFoundError, PermissionError when there is no such entity, or no right to change it.
	 */
	async removeThumbnail(entity: EntityReference<'asset' | 'folder'>, options: RequestOptions = {}): Promise<void> {
		return (await changing()).removeThumbnail(this.#session, entity, options);
	}

	/**
	 * Does an entity have a thumbnail (CON-03)? `false` also when there is no such entity.
	 *
	 * @throws PermissionError when this account may not see it: that is neither yes nor no.
	 */
	async hasThumbnail(entity: EntityReference, options: RequestOptions = {}): Promise<boolean> {
		return (await reading()).hasThumbnail(this.#session, entity, options);
	}
}

/** A list whose code is loaded when it is first read. */
function list<T>(load: (module: Reading) => AsyncIterable<Page<T>>): Pages<T> {
	return new Pages(() => walk(load));
}

async function* walk<T>(load: (module: Reading) => AsyncIterable<T>): AsyncGenerator<T> {
	yield* load(await reading());
}
