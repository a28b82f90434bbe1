import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {tag} from '../xml/write-xml.ts';
import {answerObjectRequest} from './object-requests.ts';
import {refuse} from './refuse.ts';
import {authorise} from './s3-auth.ts';
import {S3Error} from './s3-error.ts';
import {s3Tag, xmlAnswer} from './s3-xml.ts';
import type {Uploads} from './uploads.ts';

const root = '/api/s3/buckets';

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
			return refuse(error, request);
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
		if (method !== 'DELETE' && method !== 'HEAD' && !archive.processes.takesPackages)
			throw new S3Error(409, 'OperationAborted', 'No ingest process is active.');
		const location = `${archive.publicUrl ?? new URL(request.url).origin}${root}/${bucket}`;
		return answerObjectRequest(request, {bucket, key, query, user, location, uploads, blobs: archive.context.store.blobs});
	}
}

function listBuckets(bucket: string, tenant: string): Response {
	const created = tag('CreationDate', '2020-01-01T00:00:00.000Z');
	return xmlAnswer(
		s3Tag(
			'ListAllMyBucketsResult',
			tag('Owner', tag('ID', tenant), tag('DisplayName', tenant)),
			tag('Buckets', tag('Bucket', tag('Name', bucket), created)),
		),
	);
}
