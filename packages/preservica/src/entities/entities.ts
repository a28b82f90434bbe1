import {Pages, path, type PollOptions, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {
	wireNames,
	type Asset,
	type ContentObject,
	type Entity,
	type EntityOf,
	type EntityReference,
	type EntityStub,
	type EntityType,
	type Folder,
} from './entity.ts';
import {decodeEntity} from './entity-xml.ts';
import type {Identifier, MetadataFragment} from './metadata.ts';
import type {Bitstream, ContentObjectStub, Generation, Representation} from './representation.ts';

/** What reading a list takes. */
export interface ListOptions extends RequestOptions {
	/** How many entries to ask for at a time, at most 1000. @default 100 for `children`, 1000 for `descendants` */
	readonly pageSize?: number | undefined;
	/** Pages fetched before they are needed. @default 0 for `children`, 8 on each level for `descendants` */
	readonly readAhead?: number | undefined;
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
	/** Reference of the folder to make it in; `null` makes it at the root. */
	readonly parent: string | null;
	/** A UUID to make it with. With one of your own, a lost answer can be followed up by reading it. @default the server's choice */
	readonly ref?: string | undefined;
}

const lists = () => import('./children.ts');
const surroundings = () => import('./surroundings.ts');
const content = () => import('./content.ts');
const changes = () => import('./changes.ts');

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
	 * Reads what a list named.
	 *
	 * @throws NotFoundError when it is gone, or there is no right to see it.
	 */
	async entity<T extends EntityType>({type, ref}: EntityReference<T>, options?: RequestOptions): Promise<EntityOf<T>> {
		return decodeEntity(await getXml(this.#session.http, path`api/entity/${wireNames[type].path}/${ref}`, options), type, ref);
	}

	/** Walks the children of a folder in server order; `null` walks the root (ENT-08, ENT-09). */
	children(folder: string | null, options: ListOptions = {}): Pages<EntityStub> {
		const session = this.#session;
		return new Pages(async function* () {
			yield* (await lists()).walkChildren(session, folder, options);
		});
	}

	/**
	 * Walks everything below a folder, each folder before what is in it; `null` walks the whole repository.
	 *
	 * @throws DecodeError with code `cycle` when the server lists a folder among its own descendants.
	 */
	descendants(folder: string | null, options: ListOptions = {}): AsyncIterable<EntityStub> {
		const session = this.#session;
		return {
			async *[Symbol.asyncIterator]() {
				yield* (await lists()).walkBelow(session, folder, options);
			},
		};
	}

	/**
	 * The folders above an entity, from the root down.
	 *
	 * @throws DecodeError with code `cycle` when a folder is above itself.
	 */
	async ancestors(entity: EntityReference, options: RequestOptions = {}): Promise<Folder[]> {
		return (await surroundings()).readAncestors(this, entity, options);
	}

	/** All entities that have an identifier; none is an empty list (ENT-10). */
	async byIdentifier(type: string, value: string, options: RequestOptions = {}): Promise<EntityStub[]> {
		return (await surroundings()).findByIdentifier(this.#session, type, value, options);
	}

	/** The descriptive metadata of an entity, in the order it is listed (ENT-24). */
	async metadata(entity: EntityReference, options: RequestOptions = {}): Promise<MetadataFragment[]> {
		return (await surroundings()).readMetadata(this.#session, this, entity, options);
	}

	/** The identifiers of an entity, all pages (ENT-17). */
	async identifiers(entity: EntityReference, options: RequestOptions = {}): Promise<Identifier[]> {
		return (await surroundings()).readIdentifiers(this.#session, entity, options);
	}

	/** The representations of an asset, in server order (ENT-30). */
	async representations(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<Representation[]> {
		return (await content()).readRepresentations(this.#session, refOf(asset), options);
	}

	/** The content objects of a representation in page order; none for a physical one (ENT-30). */
	async contentObjects(representation: Representation, options: RequestOptions = {}): Promise<ContentObjectStub[]> {
		return (await content()).readContentObjects(this.#session, representation, options);
	}

	/** All generations of a content object, the first one first (ENT-31). */
	async generations(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation[]> {
		return (await content()).readGenerations(this.#session, refOf(contentObject), options);
	}

	/**
	 * The generation a reader should get: the newest active one, or the newest if none is marked active (ENT-31).
	 *
	 * @throws DecodeError when the content object has no generation.
	 */
	async activeGeneration(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation> {
		return (await content()).readActiveGeneration(this.#session, refOf(contentObject), options);
	}

	/** The bitstreams of a generation, with what the server knows to check them by (ENT-32). */
	async bitstreams(generation: Generation, options: RequestOptions = {}): Promise<Bitstream[]> {
		return (await content()).readBitstreams(this.#session, generation, options);
	}

	/**
	 * A small picture of an entity (CON-03). The server makes it some time after the ingest.
	 *
	 * @throws NotFoundError when there is none.
	 */
	async thumbnail(entity: EntityReference, options: ThumbnailOptions = {}): Promise<Blob> {
		return (await surroundings()).readThumbnail(this.#session, entity, options);
	}

	/** Makes a folder and reads what the server made of it (ENT-12). Not repeated when the answer is lost: it may have been made. */
	async createFolder(folder: NewFolder, options?: RequestOptions): Promise<Folder> {
		return (await changes()).makeFolder(this.#session, this, folder, options);
	}

	/**
	 * Writes title, description and custom type (ENT-14), then the security tag if it is another one than the server has (ENT-16, followed to
	 * its end), and reads the result. The parent is not changed by this. The last writer wins: the server knows no conditional changes.
	 *
	 * A description of `undefined` is left out of the request; '' takes it away. A custom type of `undefined` resets it to the default.
	 *
	 * @throws JobFailedError when the server could not change the security tag; title, description and custom type are saved then.
	 */
	async save<T extends Entity>(entity: T, options: PollOptions = {}): Promise<EntityOf<T['type']>> {
		await (await changes()).saveEntity(this.#session, this, entity, options);
		// Some versions leave the list of metadata out of their answer to a change.
		return this.entity<T['type']>(entity, options);
	}
}

function refOf(entity: string | EntityReference): string {
	return typeof entity === 'string' ? entity : entity.ref;
}
