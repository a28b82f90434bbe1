import {ContainerClient, newPipeline} from '@azure/storage-blob';
import {DecodeError, isSdkError, SdkError, Secret, type ErrorAnswer} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import type {Session} from '../auth/session.ts';
import {azureAddress} from './azure-address.ts';
import {createAzureTransport} from './azure-transport.ts';
import type {LocationStore, StoreOptions, StoredObject} from './location-store.ts';
import type {UploadLocation} from './location.ts';
import {readCredentials} from './locations.ts';
import {createRenewable, credentialsEnded} from './renewable.ts';
import {connectToStorage} from './storage-connection.ts';
import type {UploadTarget} from './upload-target.ts';

/** Asks something of a container. What it throws is ours, or the signal's reason. */
type Run = <T>(what: string, options: StoreOptions, call: (container: ContainerClient) => Promise<T>) => Promise<T>;

/**
 * Opens a container of Azure with the temporary credentials of a location.
 *
 * @param timeout - Milliseconds one attempt to send a block may take. @default two minutes, and the time the block takes at 50 kB/s
 */
export function openAzureStore(session: Session, location: UploadLocation, timeout?: number): LocationStore {
	const bucket = location.containerName;
	const storage = connectToStorage(session, answer => describe(answer, bucket));
	const clients = createRenewable(async () => {
		const {key, sessionToken, endpoint} = await readCredentials(session, location.apiId);
		if (sessionToken === undefined) {
			throw new DecodeError(`The server gave credentials for the location ${bucket} without a shared access signature.`);
		}
		const signature = new URLSearchParams(sessionToken.reveal().replace(/^\?/, ''));
		storage.hide([sessionToken, new Secret(signature.get('sig') ?? '')]);
		const address = azureAddress(session, endpoint, key.reveal(), bucket);
		const httpClient = createAzureTransport(storage, signature, timeout);
		return new ContainerClient(address, newPipeline(undefined, {httpClient, retryOptions: {maxTries: 1}})); // Our transport repeats.
	});

	const run: Run = (what, options, call) =>
		clients.use(async container => {
			options.signal?.throwIfAborted();
			try {
				return await call(container);
			} catch (error) {
				options.signal?.throwIfAborted();
				throw translate(error, what, storage.redact);
			}
		}, options.signal);

	return {
		needsSize: false,
		open: (key, metadata) => openBlob(run, bucket, key, metadata),
		list: options => listBlobs(run, bucket, options),
		removeObject: (key, {signal}) =>
			unlessMissing(undefined, () =>
				run(`Removing ${key} from the container ${bucket}`, {signal}, async container => {
					await container.deleteBlob(key, {deleteSnapshots: 'include', ...abortable(signal)});
				}),
			),
	};
}

/** Sends a blob as blocks that do not count before they are listed: what is never listed, Azure throws away after a week. */
function openBlob(
	run: Run,
	bucket: string,
	key: string,
	metadata: (size: number | undefined) => Record<string, string>,
): UploadTarget<string, void> {
	const where = `${key} in the container ${bucket}`;
	const target: UploadTarget<string, void> = {
		bucket,
		key,
		async put(bytes, options) {
			const block = await target.putPart('', 1, bytes, options);
			await target.complete('', [block], bytes.length, options);
		},
		begin: async () => '',
		async putPart(_, number, bytes, {signal}) {
			const id = btoa(String(number).padStart(6, '0')); // Of the same length for all blocks, as Azure asks.
			const transactionalContentMD5 = await md5(bytes);
			await run(`Uploading block ${number} of ${where}`, {signal}, container =>
				container.getBlockBlobClient(key).stageBlock(id, bytes, bytes.length, {transactionalContentMD5, ...abortable(signal)}),
			);
			return id;
		},
		async complete(_, blocks, size, {signal}) {
			await run(`Uploading ${where}`, {signal}, container =>
				container.getBlockBlobClient(key).commitBlockList([...blocks], {metadata: metadata(size), ...abortable(signal)}),
			);
		},
		remove: async () => {},
		exists: ({signal}) =>
			unlessMissing(false, () =>
				run(`Looking for ${where}`, {signal}, async container => {
					await container.getBlobClient(key).getProperties(abortable(signal));
					return true;
				}),
			),
	};
	return target;
}

async function* listBlobs(run: Run, bucket: string, {signal}: StoreOptions): AsyncGenerator<StoredObject, undefined> {
	let next: string | undefined;
	do {
		const page = await run(`Listing the container ${bucket}`, {signal}, async container => {
			const pages = container.listBlobsFlat(abortable(signal)).byPage(next === undefined ? {} : {continuationToken: next});
			return (await pages.next()).value;
		});
		for (const {name, properties} of page?.segment.blobItems ?? []) {
			yield {key: name, size: properties.contentLength ?? 0, modified: properties.lastModified.toISOString()};
		}
		next = page?.continuationToken || undefined;
	} while (next !== undefined);
	return undefined;
}

function describe({status, method, url, headers, body}: ErrorAnswer, container: string): SdkError | string | undefined {
	const {host} = new URL(url);
	const code = headers.get('x-ms-error-code') ?? /<Code>\s*(\w{1,60})\s*<\/Code>/.exec(body)?.[1] ?? '';
	const told = code === '' ? '' : ` The storage says: ${code}.`;
	if (code === 'AuthenticationFailed' || code === 'InvalidAuthenticationInfo' || (code === '' && method === 'HEAD' && status === 403)) {
		return credentialsEnded(host, status);
	}
	if (status === 401 || status === 403) {
		return `The temporary credentials of the location ${container} do not allow this.${told}`;
	}
	return status === 404 ? `There is no container ${container} at ${host}, or not what was looked for in it.${told}` : undefined;
}

/** What the client of Azure throws holds whole requests, so it is not kept as the cause. */
function translate(error: unknown, what: string, redact: (text: string) => string): unknown {
	if (isSdkError(error)) {
		return error;
	}
	const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return new SdkError(`${what} failed: ${redact(reason)}.`, {code: 'azure'});
}

async function unlessMissing<T>(missing: T, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (isSdkError(error, 'not-found')) {
			return missing;
		}
		throw error;
	}
}

function abortable(signal: AbortSignal | undefined): {readonly abortSignal?: AbortSignal} {
	return signal === undefined ? {} : {abortSignal: signal};
}

/** Azure compares what arrives with it. */
async function md5(bytes: Uint8Array): Promise<Uint8Array> {
	const hasher = await createHasher(['md5']);
	hasher.update(bytes);
	return Uint8Array.from(hasher.digest().md5?.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
}
