import type {StoredObject} from '../s3/uploads.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith, writeDocument} from '../xml/write-xml.ts';
import type {AzureContainer} from './azure-container.ts';
import {AzureError} from './azure-error.ts';

/** What is known of a container. */
export function containerProperties(): Response {
	return new Response(null, {headers: {etag: '"0x1"', 'last-modified': httpDate(0)}});
}

/** The blocks of a blob, of which `type` asks for those that are committed, uncommitted, or all. @throws AzureError 404 when there are none and no blob. */
export function blockList(name: string, type: string, container: AzureContainer): Response {
	const uncommitted = container.uncommitted(name);
	if (!container.has(name) && uncommitted.length === 0) container.blob(name);
	return xml(
		tag(
			'BlockList',
			type === 'uncommitted' ? undefined : tag('CommittedBlocks', ...container.committed(name).map(blockOf)),
			type === 'committed' ? undefined : tag('UncommittedBlocks', ...uncommitted.map(blockOf)),
		),
	);
}

function blockOf({id, size}: {readonly id: string; readonly size: number}): Tag {
	return tag('Block', tag('Name', id), tag('Size', size));
}

/** What putting a blob answers. */
export function created(blob: StoredObject): Response {
	return new Response(null, {status: 201, headers: {...validators(blob), 'x-ms-request-server-encrypted': 'true'}});
}

/** What is known of a blob, with its metadata. */
export function propertiesOf(blob: StoredObject): Response {
	const metadata = Object.entries(blob.metadata).map(([name, value]): [string, string] => [`x-ms-meta-${name}`, value]);
	return new Response(null, {
		headers: {
			...Object.fromEntries(metadata),
			...validators(blob),
			'content-length': String(blob.size),
			'content-type': 'application/octet-stream',
			'x-ms-blob-type': 'BlockBlob',
			'x-ms-creation-time': httpDate(blob.modifiedAt),
			'x-ms-lease-state': 'available',
			'x-ms-lease-status': 'unlocked',
		},
	});
}

/** A page of a container's blobs. @throws AzureError 400 for a size that is none. */
export function listBlobs(container: string, query: URLSearchParams, all: readonly StoredObject[]): Response {
	const prefix = query.get('prefix') ?? '';
	const marker = query.get('marker') ?? '';
	const max = Number(query.get('maxresults') ?? '5000');
	if (!Number.isSafeInteger(max) || max < 1)
		throw new AzureError(400, 'OutOfRangeQueryParameterValue', 'maxresults must be a number from 1 up.');
	const found = all.filter(({key}) => key.startsWith(prefix) && key >= marker);
	const page = found.slice(0, Math.min(max, 5000));
	const withMetadata = query.getAll('include').some(value => value.split(',').includes('metadata'));
	return xml(
		tagWith(
			'EnumerationResults',
			{ContainerName: container},
			optionalTag('Prefix', prefix || undefined),
			optionalTag('Marker', marker || undefined),
			tag('MaxResults', max),
			tag('Blobs', ...page.map(blob => listed(blob, withMetadata))),
			tag('NextMarker', found[page.length]?.key),
		),
	);
}

function listed({key, modifiedAt, etag, size, metadata}: StoredObject, withMetadata: boolean): Tag {
	const properties = tag(
		'Properties',
		tag('Creation-Time', httpDate(modifiedAt)),
		tag('Last-Modified', httpDate(modifiedAt)),
		tag('Etag', `0x${etag.toUpperCase()}`),
		tag('Content-Length', size),
		tag('Content-Type', 'application/octet-stream'),
		tag('BlobType', 'BlockBlob'),
		tag('LeaseStatus', 'unlocked'),
		tag('LeaseState', 'available'),
	);
	const pairs = Object.entries(metadata).map(([name, value]) => tag(name, value));
	return tag('Blob', tag('Name', key), properties, withMetadata ? tag('Metadata', ...pairs) : undefined);
}

function validators({etag, modifiedAt}: StoredObject): Readonly<Record<string, string>> {
	return {etag: `"0x${etag.toUpperCase()}"`, 'last-modified': httpDate(modifiedAt)};
}

function httpDate(time: number): string {
	return new Date(time).toUTCString();
}

function xml(document: Tag): Response {
	return new Response(writeDocument(document), {headers: {'content-type': 'application/xml'}});
}
