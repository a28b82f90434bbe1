import {children, content, namespace} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {receive} from '../s3/receive.ts';
import {S3Error} from '../s3/s3-error.ts';
import {readBytes} from '../read-body.ts';
import {readXml, XmlProblem} from '../xml/read-xml.ts';
import {blockList, containerProperties, created, listBlobs, propertiesOf} from './azure-answers.ts';
import {AzureError} from './azure-error.ts';
import type {SourceCredentials, Sources} from './sources.ts';
import {azureAccount} from './sources.ts';

const root = `/${azureAccount}`;
const apiVersion = '2024-11-04';

/** The source of the type Azure: a container of block blobs, for those who have a shared access signature (2.4.2; Azure: Blob service REST API). */
export function azureRoutes(app: Hono, archive: Archive): void {
	const {sources, context} = archive;
	app.all(`${root}/*`, async c => {
		const request = c.req.raw;
		const answer = await dispatch(request).catch((error: unknown) => refuse(error).toResponse(request.method !== 'HEAD'));
		answer.headers.set('x-ms-version', apiVersion);
		answer.headers.set('x-ms-request-id', crypto.randomUUID());
		return answer;
	});

	async function dispatch(request: Request): Promise<Response> {
		const {pathname, searchParams: query} = new URL(request.url);
		const {user} = authorise(query, sources, context.now());
		const [container, ...rest] = pathname
			.slice(root.length + 1)
			.split('/')
			.map(decodeURIComponent);
		if (container !== sources.all.find(({type}) => type === 'Azure')?.containerName)
			throw new AzureError(403, 'AuthorizationFailure', 'This signature is for one container only.');
		const name = rest.join('/');
		return name === '' ? answerContainer(request, container ?? '', query) : answerBlob(request, name, query, user);
	}

	function answerContainer(request: Request, container: string, query: URLSearchParams): Response {
		if (query.get('restype') === 'container' && ['GET', 'HEAD'].includes(request.method)) {
			if (!query.has('comp')) return containerProperties();
			if (query.get('comp') === 'list' && request.method === 'GET') return listBlobs(container, query, sources.container.blobs());
		}
		throw notImplemented(request);
	}

	async function answerBlob(request: Request, name: string, query: URLSearchParams, user: string): Promise<Response> {
		const {method} = request;
		const comp = query.get('comp') ?? '';
		if (method === 'PUT' && comp === '') return putBlob(request, name, user);
		if (method === 'PUT' && comp === 'block') return putBlock(request, name, query.get('blockid') ?? '');
		if (method === 'PUT' && comp === 'blocklist') return putBlockList(request, name, user);
		if (method === 'GET' && comp === 'blocklist') return blockList(name, query.get('blocklisttype') ?? 'committed', sources.container);
		if ((method === 'HEAD' && comp === '') || (['GET', 'HEAD'].includes(method) && comp === 'metadata'))
			return propertiesOf(sources.container.blob(name));
		if (method === 'DELETE' && comp === '') {
			sources.container.delete(name);
			return new Response(null, {status: 202});
		}
		throw notImplemented(request);
	}

	async function putBlob(request: Request, name: string, user: string): Promise<Response> {
		if (request.headers.get('x-ms-blob-type') !== 'BlockBlob')
			throw new AzureError(400, 'InvalidHeaderValue', 'x-ms-blob-type must be BlockBlob.');
		refuseExisting(request, name);
		const received = await receive(request, context.store.blobs);
		return created(sources.container.put(name, received, userMetadata(request.headers), user));
	}

	async function putBlock(request: Request, name: string, id: string): Promise<Response> {
		if (id === '' || Buffer.from(id, 'base64').toString('base64') !== id)
			throw new AzureError(400, 'InvalidQueryParameterValue', 'blockid must be Base64.');
		await sources.container.putBlock(name, id, await receive(request, context.store.blobs));
		return new Response(null, {status: 201});
	}

	async function putBlockList(request: Request, name: string, user: string): Promise<Response> {
		refuseExisting(request, name);
		const ids = readXml(await readBytes(request), list => {
			const names = namespace(list.namespace);
			return children(list, [names('Latest'), names('Uncommitted'), names('Committed')]).map(each => content(each).trim());
		});
		return created(sources.container.commit(name, ids, userMetadata(request.headers), user));
	}

	function refuseExisting(request: Request, name: string): void {
		if (request.headers.get('if-none-match') === '*' && sources.container.has(name))
			throw new AzureError(409, 'BlobAlreadyExists', 'The specified blob already exists.');
	}
}

/** Whose shared access signature is in a request. All of it must be as it was given out. @throws AzureError 403 */
function authorise(query: URLSearchParams, sources: Sources, now: number): SourceCredentials {
	const credentials = sources.credentials('Azure', query.get('sig') ?? '');
	const given = [...new URLSearchParams(credentials?.sessionToken)];
	const known = credentials && given.every(([name, value]) => query.get(name) === value);
	if (!known || credentials.expiresAt <= now)
		throw new AzureError(403, 'AuthenticationFailed', known ? 'The signature has expired.' : 'The signature is missing or unknown.');
	return credentials;
}

function refuse(error: unknown): AzureError {
	if (error instanceof AzureError) return error;
	if (error instanceof S3Error)
		return new AzureError(error.status, error.code === 'BadDigest' ? 'Md5Mismatch' : 'InvalidInput', error.message);
	if (error instanceof URIError) return new AzureError(400, 'InvalidUri', 'The address is not percent-encoded UTF-8.');
	if (error instanceof XmlProblem) return new AzureError(400, 'InvalidXmlDocument', error.message);
	throw error;
}

function notImplemented({method}: Request): AzureError {
	return new AzureError(501, 'NotImplemented', `${method} is not implemented for this.`);
}

function userMetadata(headers: Headers): Readonly<Record<string, string>> {
	return Object.fromEntries(
		[...headers].flatMap(([name, value]) => (name.startsWith('x-ms-meta-') ? [[name.slice('x-ms-meta-'.length), value]] : [])),
	);
}
