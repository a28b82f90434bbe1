import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {discard} from '../../store/blobs.ts';
import type {Collection} from '../../store/collection.ts';
import type {Received} from './receive.ts';
import {S3Error} from './s3-error.ts';

/** A complete object of a bucket. */
export interface StoredObject {
	readonly key: string;
	readonly size: number;
	/** Without quotes. */
	readonly etag: string;
	readonly metadata: Readonly<Record<string, string>>;
	readonly modifiedAt: number;
	/** Its bytes, while nothing else has them. */
	readonly parts?: readonly Part[] | undefined;
	/** Who uploaded it. */
	readonly user?: string | undefined;
}

/** A multipart upload that was neither completed nor aborted. */
export interface OpenUpload {
	readonly id: string;
	readonly key: string;
	readonly user: string;
	readonly metadata: Readonly<Record<string, string>>;
	readonly startedAt: number;
	/** By part number. */
	readonly parts: Readonly<Record<string, Received>>;
}

/** What is in the list of a completion. */
export interface ListedPart {
	readonly number: number;
	/** Without quotes. */
	readonly etag: string;
}

/** The smallest part, except the last (S3). */
const smallestPart = 5 * 1024 * 1024;

/** What a bucket does with a complete object: to keep it, and `also`, in one transaction. Returns the progress token of its ingest, if there is one. */
export type Arrival = (object: StoredObject, parts: readonly Part[], user: string, also: () => void) => string | undefined;

/** Bytes of an object. */
export type Part = Pick<Received, 'blob' | 'size'>;

/** A bucket: objects, multipart uploads, and what becomes of every complete object. */
export class Uploads {
	readonly #context: SandboxContext;
	readonly #objects: Collection<StoredObject>;
	readonly #uploads: Collection<OpenUpload>;
	readonly #arrive: Arrival;

	/** @param objects Where its objects are kept, which is for `arrive` to do. */
	constructor(context: SandboxContext, objects: Collection<StoredObject>, uploads: string, arrive: Arrival) {
		this.#context = context;
		this.#objects = objects;
		this.#uploads = context.store.collection(uploads);
		this.#arrive = arrive;
	}

	object(key: string): StoredObject | undefined {
		return this.#objects.get(key);
	}

	/** All objects, by key. */
	objects(): readonly StoredObject[] {
		return this.#objects.values().toSorted((a, b) => (a.key < b.key ? -1 : 1));
	}

	removeObject(key: string): void {
		const object = this.#objects.get(key);
		this.#objects.delete(key);
		discard(this.#context.store.blobs, blobsOf(object));
	}

	/** Multipart uploads that wait for more. */
	open(): readonly OpenUpload[] {
		return this.#uploads.values();
	}

	/** Takes a whole object. Returns the progress token of its ingest, if there is one. */
	put(key: string, {blob, size, etag}: Received, metadata: StoredObject['metadata'], user: string): string | undefined {
		return this.#take({key, size, etag, metadata, modifiedAt: this.#context.now()}, [{blob, size}], user);
	}

	start(key: string, metadata: StoredObject['metadata'], user: string): string {
		const id = crypto.randomUUID();
		this.#uploads.put(id, {id, key, user, metadata, startedAt: this.#context.now(), parts: {}});
		return id;
	}

	/** @throws S3Error 404 when there is no such upload for the key. */
	upload(id: string, key: string): OpenUpload {
		const upload = this.#uploads.get(id);
		if (!upload || upload.key !== key)
			throw new S3Error(404, 'NoSuchUpload', 'There is no such upload; it may have been completed or aborted.');
		return upload;
	}

	/** Keeps a part, in place of an earlier one with its number. */
	async addPart(id: string, key: string, number: number, received: Received): Promise<void> {
		let upload: OpenUpload;
		try {
			upload = this.upload(id, key); // it may have been aborted while the part was on its way
		} catch (error) {
			await this.#context.store.blobs.delete(received.blob);
			throw error;
		}
		const earlier = upload.parts[number];
		this.#uploads.put(id, {...upload, parts: {...upload.parts, [number]: received}});
		if (earlier) await this.#context.store.blobs.delete(earlier.blob);
	}

	/** Ends an upload and removes its parts. */
	async abort(id: string, key: string): Promise<void> {
		const {parts} = this.upload(id, key);
		this.#uploads.delete(id);
		for (const {blob} of Object.values(parts)) await this.#context.store.blobs.delete(blob);
	}

	/** Makes an object of the parts in the list. @throws S3Error when the list is not what was uploaded. */
	complete(
		id: string,
		key: string,
		list: readonly ListedPart[],
		user: string,
	): {readonly etag: string; readonly token: string | undefined} {
		const upload = this.upload(id, key);
		const parts = chooseParts(upload, list);
		const md5 = createHash('md5');
		for (const part of parts) md5.update(part.etag, 'hex');
		const etag = `${md5.digest('hex')}-${parts.length}`;
		const size = parts.reduce((sum, part) => sum + part.size, 0);
		const object = {key, size, etag, metadata: upload.metadata, modifiedAt: this.#context.now()};
		const token = this.#take(object, parts, user, () => this.#uploads.delete(id));
		const left = Object.values(upload.parts).filter(part => !parts.includes(part));
		discard(
			this.#context.store.blobs,
			left.map(({blob}) => blob),
		);
		return {etag, token};
	}

	#take(object: StoredObject, parts: readonly Part[], user: string, also: () => void = () => undefined): string | undefined {
		const earlier = blobsOf(this.#objects.get(object.key));
		const result = this.#arrive(object, parts, user, also);
		discard(this.#context.store.blobs, earlier);
		return result;
	}
}

/** The blobs that are to be removed with an object. */
export function blobsOf(object: StoredObject | undefined): readonly string[] {
	return (object?.parts ?? []).map(({blob}) => blob);
}

function chooseParts({parts}: OpenUpload, list: readonly ListedPart[]): readonly Received[] {
	if (list.length === 0) throw new S3Error(400, 'MalformedXML', 'The list of parts is empty.');
	const chosen: Received[] = [];
	let last = 0;
	for (const {number, etag} of list) {
		if (number <= last) throw new S3Error(400, 'InvalidPartOrder', 'The list of parts is not in ascending order.');
		last = number;
		const part = parts[number];
		if (!part || part.etag !== etag) throw new S3Error(400, 'InvalidPart', `Part ${number} was not uploaded, or its ETag is another.`);
		chosen.push(part);
	}
	const small = chosen.slice(0, -1).findIndex(({size}) => size < smallestPart);
	if (small >= 0) throw new S3Error(400, 'EntityTooSmall', `Part ${list[small]?.number} is smaller than 5 MiB and not the last.`);
	return chosen;
}
