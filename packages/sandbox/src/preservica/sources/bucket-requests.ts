import {children, namespace, optionalText, text} from '@fonds/core/xml';
import {isoDate} from '../../clock.ts';
import {readBytes} from '../read-body.ts';
import {S3Error} from '../s3/s3-error.ts';
import {s3Tag, xmlAnswer} from '../s3/s3-xml.ts';
import type {StoredObject, Uploads} from '../s3/uploads.ts';
import {readXml} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag} from '../xml/write-xml.ts';

/** How many objects a list has at most (S3). */
const largestPage = 1000;

/** Answers a request of an authorised user for a bucket as a whole: list it, as either version of the API does, or delete several of its objects. @throws S3Error */
export async function answerBucketRequest(request: Request, bucket: string, query: URLSearchParams, uploads: Uploads): Promise<Response> {
	if (request.method === 'HEAD') return new Response(null, {headers: {'x-amz-bucket-region': 'us-east-1'}});
	if (request.method === 'POST' && query.has('delete')) return deleteObjects(await readBytes(request), uploads);
	if (request.method !== 'GET') throw new S3Error(501, 'NotImplemented', `${request.method} is not implemented for buckets.`);
	if (query.has('location')) return xmlAnswer(s3Tag('LocationConstraint'));
	if (query.has('delimiter') && query.get('delimiter') !== '')
		throw new S3Error(501, 'NotImplemented', 'Keys are not grouped by a delimiter.');
	const unknown = ['uploads', 'versions', 'acl', 'policy', 'versioning'].find(name => query.has(name));
	if (unknown !== undefined) throw new S3Error(501, 'NotImplemented', `${unknown} is not implemented for buckets.`);
	return listObjects(bucket, query, uploads.objects());
}

function listObjects(bucket: string, query: URLSearchParams, all: readonly StoredObject[]): Response {
	const second = query.get('list-type') === '2';
	const max = Number(query.get('max-keys') ?? largestPage);
	if (!Number.isSafeInteger(max) || max < 0) throw new S3Error(400, 'InvalidArgument', 'max-keys must be a number from 0 up.');
	const prefix = query.get('prefix') ?? '';
	const token = query.get('continuation-token');
	const after = second ? (token === null ? (query.get('start-after') ?? '') : decodeToken(token)) : (query.get('marker') ?? '');
	const found = all.filter(({key}) => key.startsWith(prefix) && key > after);
	const page = found.slice(0, Math.min(max, largestPage));
	const last = found.length > page.length ? page.at(-1)?.key : undefined;
	const encoded = query.get('encoding-type') === 'url';
	const name = (key: string): string => (encoded ? encodeURIComponent(key) : key);
	const paging = second
		? [
				tag('KeyCount', page.length),
				optionalTag('ContinuationToken', token ?? undefined),
				optionalTag('NextContinuationToken', last && encodeToken(last)),
			]
		: [tag('Marker', name(after))];
	return xmlAnswer(
		s3Tag(
			'ListBucketResult',
			tag('Name', bucket),
			tag('Prefix', name(prefix)),
			...paging,
			tag('MaxKeys', max),
			optionalTag('EncodingType', encoded ? 'url' : undefined),
			tag('IsTruncated', last !== undefined),
			...page.map(object => contentsOf(object, name)),
		),
	);
}

function contentsOf({key, modifiedAt, etag, size}: StoredObject, name: (key: string) => string): Tag {
	return tag(
		'Contents',
		tag('Key', name(key)),
		tag('LastModified', isoDate(modifiedAt)),
		tag('ETag', `"${etag}"`),
		tag('Size', size),
		tag('StorageClass', 'STANDARD'),
	);
}

function encodeToken(key: string): string {
	return Buffer.from(key).toString('base64url');
}

function decodeToken(token: string): string {
	return Buffer.from(token, 'base64url').toString();
}

/** An object that is not there counts as deleted (S3). */
function deleteObjects(body: Uint8Array, uploads: Uploads): Response {
	const {keys, quiet} = readXml(body, root => {
		const name = namespace(root.namespace);
		return {
			keys: children(root, name('Object')).map(object => text(object, name('Key'))),
			quiet: optionalText(root, name('Quiet')) === 'true',
		};
	});
	if (keys.length === 0 || keys.length > largestPage)
		throw new S3Error(400, 'MalformedXML', 'From 1 to 1000 keys can be deleted at a time.');
	for (const key of keys) uploads.removeObject(key);
	return xmlAnswer(s3Tag('DeleteResult', ...(quiet ? [] : keys.map(key => tag('Deleted', tag('Key', key))))));
}
