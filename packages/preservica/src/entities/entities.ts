import {DecodeError, paginate, path, type Page, type Pages, type Path, type PollOptions, type RequestOptions} from '@fonds/core';
import {decodeXml, getXml, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {decodeBitstream} from './bitstream-xml.ts';
import {walkDescendants} from './descendants.ts';
import {
	isEntity,
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
import {decodeChildren, decodeEntities, decodeEntity, encodeEntity} from './entity-xml.ts';
import {decodeIdentifiers, decodeMetadata} from './metadata-xml.ts';
import type {Identifier, MetadataFragment} from './metadata.ts';
import {
	decodeContentObjects,
	decodeGeneration,
	decodeGenerationLinks,
	decodeRepresentations,
	type GenerationLink,
} from './representation-xml.ts';
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

/** Folders, assets, content objects, and what is in and around them. Every method throws what `HttpClient.send` throws, besides what it names. */
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
		return decodeEntity(await this.#get(path`api/entity/${wireNames[type].path}/${ref}`, options), type, ref);
	}

	/** Walks the children of a folder in server order; `null` walks the root (ENT-08, ENT-09). */
	children(folder: string | null, {pageSize = 100, readAhead, ...options}: ListOptions = {}): Pages<EntityStub> {
		return paginate((next, signal) => this.#children(folder, next, pageSize, {...options, signal}), {signal: options.signal, readAhead});
	}

	/**
	 * Walks everything below a folder, each folder before what is in it; `null` walks the whole repository.
	 *
	 * @throws DecodeError with code `cycle` when the server lists a folder among its own descendants.
	 */
	descendants(folder: string | null, {pageSize = 1000, readAhead = 8, signal, ...options}: ListOptions = {}): AsyncIterable<EntityStub> {
		const load = (ref: string | null, next: string | undefined, both: AbortSignal): Promise<Page<EntityStub>> =>
			this.#children(ref, next, pageSize, {...options, signal: both});
		return {[Symbol.asyncIterator]: () => walkDescendants(load, folder, {readAhead, signal})};
	}

	/**
	 * The folders above an entity, from the root down.
	 *
	 * @throws DecodeError with code `cycle` when a folder is above itself.
	 */
	async ancestors(entity: EntityReference, options?: RequestOptions): Promise<Folder[]> {
		const below = isEntity(entity) ? entity : await this.entity(entity, options);
		const asset = below.type === 'contentObject' && below.parent !== undefined ? await this.asset(below.parent, options) : below;
		const folders: Folder[] = [];
		const seen = new Set([asset.ref]);
		for (let {parent} = asset; parent !== undefined;) {
			if (seen.has(parent)) {
				throw new DecodeError(`The folder ${parent} is above itself: its path has no end.`, {code: 'cycle'});
			}
			seen.add(parent);
			const folder = await this.folder(parent, options);
			folders.unshift(folder);
			({parent} = folder);
		}
		return folders;
	}

	/** All entities that have an identifier; none is an empty list (ENT-10). */
	byIdentifier(type: string, value: string, options: RequestOptions = {}): Promise<EntityStub[]> {
		return this.#list(path`api/entity/entities/by-identifier`, decodeEntities, options, {type, value});
	}

	/** The descriptive metadata of an entity, in the order it is listed (ENT-24). */
	async metadata(entity: EntityReference, options?: RequestOptions): Promise<MetadataFragment[]> {
		const {fragments} = isEntity(entity) ? entity : await this.entity(entity, options);
		const found: MetadataFragment[] = [];
		for (const fragment of fragments) {
			found.push(decodeMetadata(await this.#get(fragment.url, options), fragment));
		}
		return found;
	}

	/** The identifiers of an entity, all pages (ENT-17). */
	identifiers({type, ref}: EntityReference, options: RequestOptions = {}): Promise<Identifier[]> {
		return this.#list(path`api/entity/${wireNames[type].path}/${ref}/identifiers`, decodeIdentifiers, options);
	}

	/** The representations of an asset, in server order (ENT-30). */
	representations(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<Representation[]> {
		const ref = typeof asset === 'string' ? asset : asset.ref;
		return this.#list(
			path`api/entity/information-objects/${ref}/representations`,
			response => decodeRepresentations(response, ref),
			options,
		);
	}

	/** The content objects of a representation in page order; none for a physical one (ENT-30). */
	async contentObjects(representation: Representation, options?: RequestOptions): Promise<ContentObjectStub[]> {
		return decodeContentObjects(await this.#get(representation.url, options));
	}

	/** All generations of a content object, the first one first (ENT-31). */
	async generations(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation[]> {
		const ref = typeof contentObject === 'string' ? contentObject : contentObject.ref;
		const generations: Generation[] = [];
		for (const link of await this.#generationLinks(ref, options)) {
			generations.push(await this.#generation(ref, link, options));
		}
		return generations;
	}

	/**
	 * The generation a reader should get: the newest active one, or the newest if none is marked active (ENT-31).
	 *
	 * @throws DecodeError when the content object has no generation.
	 */
	async activeGeneration(contentObject: string | EntityReference<'contentObject'>, options: RequestOptions = {}): Promise<Generation> {
		const ref = typeof contentObject === 'string' ? contentObject : contentObject.ref;
		const links = (await this.#generationLinks(ref, options)).toSorted((a, b) => a.index - b.index);
		const link = links.findLast(({active}) => active) ?? links.at(-1);
		if (link === undefined) {
			throw new DecodeError(`The content object ${ref} has no generation.`);
		}
		return this.#generation(ref, link, options);
	}

	/** The bitstreams of a generation, with what the server knows to check them by (ENT-32). */
	async bitstreams(generation: Generation, options?: RequestOptions): Promise<Bitstream[]> {
		const found: Bitstream[] = [];
		for (const [position, {url}] of generation.bitstreams.entries()) {
			found.push(decodeBitstream(await this.#get(url, options), generation, position + 1, url));
		}
		return found;
	}

	/**
	 * A small picture of an entity (CON-03). The server makes it some time after the ingest.
	 *
	 * @throws NotFoundError when there is none.
	 */
	async thumbnail({type, ref}: EntityReference, {size = 'medium', ...options}: ThumbnailOptions = {}): Promise<Blob> {
		const query = {id: `sdb:${wireNames[type].code}|${ref}`, size};
		const response = await this.#session.http.send('GET', path`api/content/thumbnail`, {...options, query, headers: {accept: 'image/*'}});
		return response.blob();
	}

	/** Makes a folder and reads what the server made of it (ENT-12). Not repeated when the answer is lost: it may have been made. */
	async createFolder({title, description, securityTag = 'open', parent, ref}: NewFolder, options?: RequestOptions): Promise<Folder> {
		const {xip} = await this.#session.namespaces(options);
		const body = encodeEntity({type: 'folder', ref, title, description, securityTag, parent: parent ?? undefined}, xip);
		const response = await this.#send('POST', path`api/entity/structural-objects`, body, options);
		if (response !== undefined) {
			return decodeEntity(response, 'folder');
		}
		if (ref === undefined) {
			throw new DecodeError('The server made the folder but did not say its reference. Look for it in its parent before making it again.');
		}
		return this.folder(ref, options);
	}

	/**
	 * Writes title, description and custom type (ENT-14), then the security tag if it is another one than the server has (ENT-16, followed to
	 * its end), and reads the result. The parent is not changed by this. The last writer wins: the server knows no conditional changes.
	 *
	 * A description of `undefined` is left out of the request; '' takes it away. A custom type of `undefined` resets it to the default.
	 *
	 * @throws JobFailedError when the server could not change the security tag; title, description and custom type are saved then.
	 */
	async save<T extends Entity>(entity: T, {interval, deadline, sleep, ...options}: PollOptions = {}): Promise<EntityOf<T['type']>> {
		const {xip} = await this.#session.namespaces(options);
		const place = path`api/entity/${wireNames[entity.type].path}/${entity.ref}`;
		const response = await this.#send('PUT', place, encodeEntity(entity, xip), options);
		const saved = response === undefined ? await this.entity(entity, options) : decodeEntity(response, entity.type);
		if (saved.securityTag !== entity.securityTag) {
			const {changeSecurityTag} = await import('./security-tag-job.ts');
			const job = await changeSecurityTag(this.#session, entity, options);
			await job.done({...options, interval, deadline, sleep});
		}
		// Some versions leave the list of metadata out of their answer to a change.
		return this.entity<T['type']>(entity, options);
	}

	#get(target: Path | string, options?: RequestOptions): Promise<XmlElement> {
		return getXml(this.#session.http, target, options);
	}

	/** Sends a document; success may have an empty body (reference 6.3). */
	async #send(method: 'POST' | 'PUT', target: Path, body: XmlElement, options?: RequestOptions): Promise<XmlElement | undefined> {
		const headers = {accept: 'application/xml', 'content-type': xmlContentType};
		const response = await this.#session.http.send(method, target, {...options, headers, body: writeXml(body)});
		const bytes = await response.arrayBuffer();
		return bytes.byteLength === 0 ? undefined : decodeXml(new Response(bytes, {headers: response.headers}));
	}

	async #children(folder: string | null, next: string | undefined, max: number, options: RequestOptions): Promise<Page<EntityStub>> {
		if (next !== undefined) {
			return decodeChildren(await this.#get(next, options));
		}
		const first = folder === null ? path`api/entity/root/children` : path`api/entity/structural-objects/${folder}/children`;
		return decodeChildren(await getXml(this.#session.http, first, {...options, query: {start: 0, max}}));
	}

	#list<T>(
		first: Path,
		decode: (response: XmlElement) => Page<T>,
		options: RequestOptions,
		query: Readonly<Record<string, string>> = {},
	): Promise<T[]> {
		return paginate(
			async (next, signal) =>
				decode(
					next === undefined
						? await getXml(this.#session.http, first, {...options, signal, query})
						: await this.#get(next, {...options, signal}),
				),
			{signal: options.signal},
		).toArray();
	}

	#generationLinks(ref: string, options: RequestOptions): Promise<GenerationLink[]> {
		return this.#list(path`api/entity/content-objects/${ref}/generations`, decodeGenerationLinks, options);
	}

	async #generation(ref: string, link: GenerationLink, options: RequestOptions): Promise<Generation> {
		return decodeGeneration(await this.#get(link.url, options), ref, link);
	}
}
