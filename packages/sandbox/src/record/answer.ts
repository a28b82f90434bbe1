import type {IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import {codeOf} from './code-of.ts';
import {shapeOfBody, textKindOf} from './body-shape.ts';
import type {FoundOperation} from './find-operation.ts';
import {forwardedHeaders} from './forwarded-headers.ts';
import type {Recording} from './recording.ts';
import {noBody} from './recording.ts';
import {mediaTypeOf, recordedType, shapeOfHeaders} from './recorded-headers.ts';
import {rewriteLinks, rewriteLocation} from './rewrite-links.ts';
import {leaf, sorted} from './shape.ts';
import {typeOfBytes} from './value-type.ts';
import {names, verbatim} from './vocabulary.ts';

/** One exchange, whose answer has begun. */
export interface Exchange {
	readonly found: FoundOperation;
	readonly incoming: IncomingMessage;
	readonly received: IncomingMessage;
	readonly outgoing: ServerResponse;
	/** The proxy's own address. */
	readonly own: string;
	readonly target: URL;
	readonly onRecording: (recording: Recording) => void;
	readonly onProblem: (message: string) => void;
	readonly keep?: ReadonlySet<string> | undefined;
}

type Seen = Pick<Recording, 'body' | 'namespaces'>;

/** What is longer is passed on as it comes: neither are its links rewritten nor is it looked into. */
const longest = 16 * 1024 * 1024;

/** Passes an answer on, and tells what it looked like once all of it has gone. */
export async function answer(exchange: Exchange): Promise<void> {
	const {found, outgoing, onRecording, onProblem} = exchange;
	let seen: Seen;
	try {
		seen = await passOn(exchange);
	} catch {
		outgoing.destroy(); // the client is to see that it broke off
		return onProblem(`${found.id}: the answer broke off`);
	}
	try {
		onRecording(recordingOf(exchange, seen));
	} catch (error) {
		onProblem(`${found.id}: the recording could not be kept (${codeOf(error)})`);
	}
}

async function passOn(exchange: Exchange): Promise<Seen> {
	const {received, outgoing, keep = new Set()} = exchange;
	const kind = hasText(exchange) ? textKindOf(mediaTypeOf(received.headers)) : undefined;
	if (!kind) return passBytes(exchange, []);

	const {bytes, whole} = await hold(received);
	if (!whole) return passBytes(exchange, [bytes]);
	const body = kind === 'text' ? bytes : rewrite(kind, bytes, exchange);
	outgoing.writeHead(received.statusCode ?? 502, received.statusMessage, headersOf(exchange, [['content-length', String(body.length)]]));
	outgoing.end(body);
	const {shape, namespaces} = shapeOfBody(kind, bytes, keep);
	return {body: shape, namespaces};
}

/** May the answer be held back until it is whole? */
function hasText({found, incoming, received}: Exchange): boolean {
	const {headers, statusCode} = received;
	const encoded = (headers['content-encoding'] ?? 'identity') !== 'identity';
	const bodiless = incoming.method === 'HEAD' || statusCode === 204 || statusCode === 304;
	const kept = headers['content-disposition'] !== undefined || headers['content-range'] !== undefined;
	const known = Number(headers['content-length'] ?? 0) <= longest;
	return !encoded && !bodiless && !kept && known && !(verbatim.has(found.id) && (statusCode ?? 0) < 400);
}

/** Streams the answer, after what was held of it. */
async function passBytes(exchange: Exchange, held: readonly Buffer[]): Promise<Seen> {
	const {received, outgoing} = exchange;
	outgoing.writeHead(received.statusCode ?? 502, received.statusMessage, headersOf(exchange));
	outgoing.flushHeaders();
	for (const bytes of held) outgoing.write(bytes);
	let length = held.reduce((sum, bytes) => sum + bytes.length, 0);
	received.on('data', (chunk: Uint8Array) => (length += chunk.length));
	await pipeline(received, outgoing);
	return {body: length === 0 ? noBody : leaf(typeOfBytes(length)), namespaces: []};
}

async function hold(received: IncomingMessage): Promise<{bytes: Buffer; whole: boolean}> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of received.iterator({destroyOnReturn: false})) {
		if (!Buffer.isBuffer(chunk)) continue;
		chunks.push(chunk);
		length += chunk.length;
		if (length > longest) return {bytes: Buffer.concat(chunks), whole: false};
	}
	return {bytes: Buffer.concat(chunks), whole: true};
}

/** Bytes that are not UTF-8 would not survive being read as text. */
function rewrite(kind: 'xml' | 'json', bytes: Buffer, move: Exchange): Buffer {
	const text = bytes.toString('utf8');
	return Buffer.from(text).equals(bytes) ? Buffer.from(rewriteLinks(kind, text, move)) : bytes;
}

function headersOf({received, target, own}: Exchange, replaced: readonly (readonly [string, string])[] = []): string[] {
	const {location} = received.headers;
	const moved = location === undefined ? [] : [['location', rewriteLocation(location, {target, own})] as const];
	return forwardedHeaders(received.rawHeaders, [...moved, ...replaced]);
}

function recordingOf({found, incoming, received, keep}: Exchange, {body, namespaces}: Seen): Recording {
	const query = [...new URL(`http://proxy${incoming.url ?? '/'}`).searchParams.keys()];
	return {
		format: 'fonds-recording/1',
		operation: found.id,
		path: found.path,
		status: received.statusCode ?? 0,
		methods: found.id.startsWith('unknown ') ? [] : [incoming.method ?? ''],
		apiVersions: found.apiVersion === undefined ? [] : [found.apiVersion],
		query: sorted(query.map(name => (names.has(name) || keep?.has(name) === true ? name : '{name}'))),
		sent: [recordedType(incoming.headers)],
		contentTypes: [recordedType(received.headers)],
		headers: shapeOfHeaders(received.headers),
		namespaces,
		body,
	};
}
