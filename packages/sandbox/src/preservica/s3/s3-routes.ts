import {children, namespace, text} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import {tag, tagWith, writeDocument, type Tag} from '../xml/write-xml.ts';
import {receive} from './receive.ts';
import {authorise} from './s3-auth.ts';
import {S3Error} from './s3-error.ts';
import type {ListedPart, Uploads} from './uploads.ts';

const root = '/api/s3/buckets';
const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** What a request to the endpoint is about. */
interface Target {
	readonly bucket: string | undefined;
	readonly key: string | undefined;
	readonly query: URLSearchParams;
	readonly user: string;
}

/** The S3-compatible endpoint for uploads (2.4.1). One dispatcher: what is asked stands in the query as much as in the path. */
export function s3Routes(app: Hono, archive: Archive, uploads: Uploads): void {
	app.all(`${root}/*`, c => answer(c.req.raw));
	app.all(root, c => answer(c.req.raw));

	async function answer(request: Request): Promise<Response> {
		const {pathname, searchParams} = new URL(request.url);
		try {
			const {username} = authorise(request.headers, archive.sessions);
			const [bucket, ...rest] = pathname
				.slice(root.length + 1)
				.split('/')
				.map(decodeURIComponent);
			const target = {bucket: bucket || undefined, key: rest.join('/') || undefined, query: searchParams, user: username};
			return await dispatch(request, target);
		} catch (error) {
			if (error instanceof S3Error) return error.toResponse(pathname, request.method !== 'HEAD');
			if (error instanceof XmlProblem) return new S3Error(400, 'MalformedXML', error.message).toResponse(pathname, true);
			throw error;
		}
	}

	async function dispatch(request: Request, {bucket, key, query, user}: Target): Promise<Response> {
		const own = `${archive.context.credentials.preservica.tenant.toLowerCase()}.package.upload`;
		const {method} = request;
		if (bucket === undefined) {
			if (method === 'GET') return listBuckets(own, archive.context.credentials.preservica.tenant);
			throw new S3Error(405, 'MethodNotAllowed', 'Buckets can only be listed.');
		}
		if (bucket !== own) throw new S3Error(404, 'NoSuchBucket', `There is no bucket ${bucket}. Yours is ${own}.`);
		if (key === undefined) {
			if (method === 'HEAD') return new Response(null, {headers: {'x-amz-bucket-region': 'us-east-1'}});
			throw new S3Error(501, 'NotImplemented', 'A bucket can only be asked whether it exists.');
		}
		const uploadId = query.get('uploadId');
		if (method !== 'DELETE' && method !== 'HEAD' && !archive.processes.takesPackages)
			throw new S3Error(409, 'OperationAborted', 'No ingest process is active.');
		if (method === 'POST' && query.has('uploads')) return startMultipart(request, bucket, key, user);
		if (method === 'PUT' && uploadId !== null) return putPart(request, key, uploadId, query.get('partNumber'));
		if (method === 'POST' && uploadId !== null) return completeMultipart(request, bucket, key, uploadId, user);
		if (method === 'DELETE' && uploadId !== null) {
			await uploads.abort(uploadId, key);
			return new Response(null, {status: 204});
		}
		if (method === 'PUT') return putObject(request, key, user);
		if (method === 'HEAD') return headObject(key);
		if (method === 'DELETE') {
			uploads.removeObject(key);
			return new Response(null, {status: 204});
		}
		throw new S3Error(501, 'NotImplemented', `${method} is not implemented for objects.`);
	}

	async function putObject(request: Request, key: string, user: string): Promise<Response> {
		if (request.headers.has('x-amz-copy-source')) throw new S3Error(501, 'NotImplemented', 'Objects cannot be copied.');
		const received = await receive(request, archive.context.store.blobs);
		const token = uploads.put(key, received, userMetadata(request.headers), user);
		return new Response(null, {headers: {etag: `"${received.etag}"`, 'preservica-progress-token': token}});
	}

	function headObject(key: string): Response {
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

	function startMultipart(request: Request, bucket: string, key: string, user: string): Response {
		const id = uploads.start(key, userMetadata(request.headers), user);
		return xml(s3Tag('InitiateMultipartUploadResult', tag('Bucket', bucket), tag('Key', key), tag('UploadId', id)));
	}

	async function putPart(request: Request, key: string, uploadId: string, partNumber: string | null): Promise<Response> {
		uploads.upload(uploadId, key);
		const number = Number(partNumber);
		if (!Number.isInteger(number) || number < 1 || number > 10_000)
			throw new S3Error(400, 'InvalidArgument', 'The part number must be from 1 to 10000.');
		const received = await receive(request, archive.context.store.blobs);
		await uploads.addPart(uploadId, key, number, received);
		return new Response(null, {headers: {etag: `"${received.etag}"`}});
	}

	async function completeMultipart(request: Request, bucket: string, key: string, uploadId: string, user: string): Promise<Response> {
		const {etag, token} = uploads.complete(uploadId, key, readParts(new Uint8Array(await request.arrayBuffer())), user);
		const location = `${archive.publicUrl ?? new URL(request.url).origin}${root}/${bucket}/${encodeURIComponent(key)}`;
		const document = s3Tag(
			'CompleteMultipartUploadResult',
			tag('Location', location),
			tag('Bucket', bucket),
			tag('Key', key),
			tag('ETag', `"${etag}"`),
		);
		return xml(document, {'preservica-progress-token': token});
	}
}

function listBuckets(bucket: string, tenant: string): Response {
	const created = tag('CreationDate', '2020-01-01T00:00:00.000Z');
	return xml(
		s3Tag(
			'ListAllMyBucketsResult',
			tag('Owner', tag('ID', tenant), tag('DisplayName', tenant)),
			tag('Buckets', tag('Bucket', tag('Name', bucket), created)),
		),
	);
}

function s3Tag(name: string, ...content: Tag['content']): Tag {
	return tagWith(name, {xmlns: s3Namespace}, ...content);
}

function xml(document: Tag, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(writeDocument(document), {headers: {...headers, 'content-type': 'application/xml'}});
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
