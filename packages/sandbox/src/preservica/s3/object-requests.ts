import {children, namespace, text} from '@fonds/core/xml';
import type {Blobs} from '../../store/blobs.ts';
import {readBytes} from '../read-body.ts';
import {readXml} from '../xml/read-xml.ts';
import {tag} from '../xml/write-xml.ts';
import type {Reception} from './receive.ts';
import {receive} from './receive.ts';
import {S3Error} from './s3-error.ts';
import {s3Tag, xmlAnswer} from './s3-xml.ts';
import type {ListedPart, Uploads} from './uploads.ts';

/** What a request for an object is about, and where the object is kept. */
export interface ObjectTarget {
	readonly bucket: string;
	readonly key: string;
	readonly query: URLSearchParams;
	readonly user: string;
	/** The address of the bucket. */
	readonly location: string;
	readonly uploads: Uploads;
	readonly blobs: Blobs;
	readonly reception?: Reception | undefined;
}

/** Answers a request of an authorised user for an object: put it, in one piece or in parts, ask for it, delete it. @throws S3Error */
export async function answerObjectRequest(request: Request, target: ObjectTarget): Promise<Response> {
	const {method} = request;
	const {query, key, uploads} = target;
	const uploadId = query.get('uploadId');
	if (method === 'POST' && query.has('uploads')) return startMultipart(request, target);
	if (method === 'PUT' && uploadId !== null) return putPart(request, target, uploadId);
	if (method === 'POST' && uploadId !== null) return completeMultipart(request, target, uploadId);
	if (method === 'DELETE' && uploadId !== null) {
		await uploads.abort(uploadId, key);
		return new Response(null, {status: 204});
	}
	if (method === 'PUT') return putObject(request, target);
	if (method === 'HEAD') return headObject(target);
	if (method === 'DELETE') {
		uploads.removeObject(key);
		return new Response(null, {status: 204});
	}
	throw new S3Error(501, 'NotImplemented', `${method} is not implemented for objects.`);
}

async function putObject(request: Request, {key, user, uploads, blobs, reception}: ObjectTarget): Promise<Response> {
	if (request.headers.has('x-amz-copy-source')) throw new S3Error(501, 'NotImplemented', 'Objects cannot be copied.');
	const received = await receive(request, blobs, reception);
	const token = uploads.put(key, received, userMetadata(request.headers), user);
	return new Response(null, {headers: {etag: `"${received.etag}"`, ...progressHeader(token)}});
}

function headObject({key, uploads}: ObjectTarget): Response {
	const object = uploads.object(key);
	if (!object) throw new S3Error(404, 'NotFound', 'There is no such object.');
	const metadata = Object.entries(object.metadata).map(([name, value]): [string, string] => [`x-amz-meta-${name}`, value]);
	return new Response(null, {
		headers: {
			...Object.fromEntries(metadata),
			etag: `"${object.etag}"`,
			'content-length': String(object.size),
			'last-modified': new Date(object.modifiedAt).toUTCString(),
		},
	});
}

function startMultipart(request: Request, {bucket, key, user, uploads}: ObjectTarget): Response {
	const id = uploads.start(key, userMetadata(request.headers), user);
	return xmlAnswer(s3Tag('InitiateMultipartUploadResult', tag('Bucket', bucket), tag('Key', key), tag('UploadId', id)));
}

async function putPart(request: Request, {key, query, uploads, blobs, reception}: ObjectTarget, uploadId: string): Promise<Response> {
	uploads.upload(uploadId, key);
	const number = Number(query.get('partNumber'));
	if (!Number.isInteger(number) || number < 1 || number > 10_000)
		throw new S3Error(400, 'InvalidArgument', 'The part number must be from 1 to 10000.');
	const received = await receive(request, blobs, reception);
	await uploads.addPart(uploadId, key, number, received);
	return new Response(null, {headers: {etag: `"${received.etag}"`}});
}

async function completeMultipart(
	request: Request,
	{bucket, key, location, user, uploads}: ObjectTarget,
	uploadId: string,
): Promise<Response> {
	const {etag, token} = uploads.complete(uploadId, key, readParts(await readBytes(request)), user);
	const document = s3Tag(
		'CompleteMultipartUploadResult',
		tag('Location', `${location}/${encodeURIComponent(key)}`),
		tag('Bucket', bucket),
		tag('Key', key),
		tag('ETag', `"${etag}"`),
	);
	return xmlAnswer(document, progressHeader(token));
}

function progressHeader(token: string | undefined): Readonly<Record<string, string>> {
	return token === undefined ? {} : {'preservica-progress-token': token};
}

function userMetadata(headers: Headers): Readonly<Record<string, string>> {
	return Object.fromEntries(
		[...headers].flatMap(([name, value]) => (name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value]] : [])),
	);
}

function readParts(body: Uint8Array): readonly ListedPart[] {
	return readXml(body, document => {
		const name = namespace(document.namespace);
		return children(document, name('Part')).map(part => ({
			number: Number(text(part, name('PartNumber'))),
			etag: text(part, name('ETag')).trim().replaceAll('"', ''),
		}));
	});
}
