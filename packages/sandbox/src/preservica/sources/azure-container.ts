import type {SandboxContext} from '../../context.ts';
import {discard} from '../../store/blobs.ts';
import type {Collection, Index} from '../../store/collection.ts';
import type {Received} from '../s3/receive.ts';
import type {Arrival, Part, StoredObject} from '../s3/uploads.ts';
import {blobsOf} from '../s3/uploads.ts';
import {AzureError} from './azure-error.ts';

/** A block that was put and not committed. */
export interface OpenBlock extends Received {
	readonly name: string;
	/** In Base64, as it was sent. */
	readonly id: string;
}

/** A container of block blobs. Every complete blob is given to `arrive`. */
export class AzureContainer {
	readonly #context: SandboxContext;
	readonly #blobs: Collection<StoredObject>;
	readonly #blocks: Collection<OpenBlock>;
	readonly #blocksOf: Index<OpenBlock>;
	/** What each blob was put together from. */
	readonly #committed: Collection<readonly Pick<OpenBlock, 'id' | 'size'>[]>;
	readonly #arrive: Arrival;

	constructor(context: SandboxContext, blobs: Collection<StoredObject>, arrive: Arrival) {
		this.#context = context;
		this.#blobs = blobs;
		this.#blocks = context.store.collection('preservica.source-blocks');
		this.#blocksOf = this.#blocks.index(({name}) => [name]);
		this.#committed = context.store.collection('preservica.source-block-lists');
		this.#arrive = arrive;
	}

	/** @throws AzureError 404 when there is no such blob. */
	blob(name: string): StoredObject {
		const blob = this.#blobs.get(name);
		if (!blob) throw new AzureError(404, 'BlobNotFound', 'The specified blob does not exist.');
		return blob;
	}

	has(name: string): boolean {
		return this.#blobs.has(name);
	}

	/** All blobs, by name. */
	blobs(): readonly StoredObject[] {
		return this.#blobs.values().toSorted((a, b) => (a.key < b.key ? -1 : 1));
	}

	/** Blocks of a blob that wait to be committed. */
	uncommitted(name: string): readonly OpenBlock[] {
		return this.#blocksOf.get(name);
	}

	committed(name: string): readonly Pick<OpenBlock, 'id' | 'size'>[] {
		return this.#committed.get(name) ?? [];
	}

	/** Takes a whole blob. Blocks that wait are dropped (Azure: Put Blob). */
	put(name: string, received: Received, metadata: StoredObject['metadata'], user: string): StoredObject {
		return this.#take(name, received.etag, [received], metadata, user, []);
	}

	/** Keeps a block, in place of an earlier one with its id. */
	async putBlock(name: string, id: string, received: Received): Promise<void> {
		const key = `${name}\n${id}`;
		const other = this.uncommitted(name)[0];
		const earlier = this.#blocks.get(key);
		if (other && other.id.length !== id.length) {
			await this.#context.store.blobs.delete(received.blob);
			throw new AzureError(400, 'InvalidBlobOrBlock', 'All block ids of a blob must be of the same length.');
		}
		this.#blocks.put(key, {name, id, ...received});
		if (earlier) await this.#context.store.blobs.delete(earlier.blob);
	}

	/** Makes a blob of blocks. The others are dropped. @throws AzureError when one of them was not put. */
	commit(name: string, ids: readonly string[], metadata: StoredObject['metadata'], user: string): StoredObject {
		const blocks = ids.map(id => this.#blocks.get(`${name}\n${id}`));
		const known = blocks.filter(block => block !== undefined);
		if (known.length < ids.length)
			throw new AzureError(400, 'InvalidBlockList', 'A block of the list was not put, or is committed already.');
		return this.#take(name, crypto.randomUUID().replaceAll('-', ''), known, metadata, user, known);
	}

	/** @throws AzureError 404 when there is no such blob. */
	delete(name: string): void {
		const blobs = blobsOf(this.blob(name));
		this.#context.store.transaction(() => {
			this.#blobs.delete(name);
			this.#committed.delete(name);
		});
		discard(this.#context.store.blobs, blobs);
	}

	#take(
		name: string,
		etag: string,
		parts: readonly Part[],
		metadata: StoredObject['metadata'],
		user: string,
		blocks: readonly OpenBlock[],
	): StoredObject {
		const size = parts.reduce((sum, part) => sum + part.size, 0);
		const blob = {key: name, size, etag, metadata, modifiedAt: this.#context.now()};
		const waiting = this.uncommitted(name);
		const used = new Set(parts.map(part => part.blob));
		const unused = [...blobsOf(this.#blobs.get(name)), ...waiting.map(block => block.blob).filter(each => !used.has(each))];
		this.#arrive(blob, parts, user, () => {
			for (const {id} of waiting) this.#blocks.delete(`${name}\n${id}`);
			this.#committed.put(
				name,
				blocks.map(block => ({id: block.id, size: block.size})),
			);
		});
		discard(this.#context.store.blobs, unused);
		return blob;
	}
}
