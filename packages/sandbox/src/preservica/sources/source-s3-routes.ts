import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {answerObjectRequest} from '../s3/object-requests.ts';
import {refuse} from '../s3/refuse.ts';
import {S3Error} from '../s3/s3-error.ts';
import {answerBucketRequest} from './bucket-requests.ts';
import {verifySignature} from './signature.ts';

const root = '/sources/s3';

/** The source of the type AWS: an S3 of its own, with one bucket, for those who have temporary credentials (2.4.2). */
export function sourceS3Routes(app: Hono, archive: Archive): void {
	app.all(`${root}/*`, c => answer(c.req.raw));

	async function answer(request: Request): Promise<Response> {
		try {
			return await dispatch(request);
		} catch (error) {
			return refuse(error, request);
		}
	}

	async function dispatch(request: Request): Promise<Response> {
		const {sources, context, publicUrl} = archive;
		const {pathname, searchParams, origin} = new URL(request.url);
		const {user} = verifySignature(request, id => sources.credentials('AWS', id), context.now());
		const [bucket = '', ...rest] = pathname
			.slice(root.length + 1)
			.split('/')
			.map(decodeURIComponent);
		const own = sources.all.find(({type}) => type === 'AWS')?.containerName;
		if (bucket === '') throw new S3Error(403, 'AccessDenied', 'These credentials do not allow to list buckets.');
		if (bucket !== own) throw new S3Error(403, 'AccessDenied', `These credentials are for the bucket ${own} only.`);
		const key = rest.join('/');
		if (key === '') return answerBucketRequest(request, bucket, searchParams, sources.bucket);
		const location = `${publicUrl ?? origin}${root}/${bucket}`;
		return answerObjectRequest(request, {
			bucket,
			key,
			query: searchParams,
			user,
			location,
			uploads: sources.bucket,
			blobs: context.store.blobs,
			reception: {chunks: true},
		});
	}
}
