import type {ClientRequest, IncomingMessage, Server, ServerResponse} from 'node:http';
import {createServer, request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {pipeline} from 'node:stream';
import {answer} from './answer.ts';
import {codeOf} from './code-of.ts';
import {findOperation} from './find-operation.ts';
import {forwardedHeaders} from './forwarded-headers.ts';
import type {Recording} from './recording.ts';

/** How to record. */
export interface ProxyOptions {
	/** The server to stand in front of, as `checkTarget` returns it. */
	readonly target: URL;
	/** Takes what was seen of one exchange, when it has ended. */
	readonly onRecording: (recording: Recording) => void;
	/** Is told of an exchange that could not be recorded, and why. Nothing in it is of the exchange. */
	readonly onProblem: (message: string) => void;
	/** 0 takes any free port. */
	readonly port: number;
	readonly hostname: string;
	/** Names of keys and elements that are recorded though they are not known. @default none */
	readonly keep?: ReadonlySet<string> | undefined;
}

/** A proxy that is listening. */
export interface RecordingProxy {
	readonly url: string;
	close(): Promise<void>;
}

/** Stands in front of a server, passes everything on, and tells what it looked like. @throws Error when the port is taken. */
export async function startRecordingProxy(options: ProxyOptions): Promise<RecordingProxy> {
	const {hostname, port} = options;
	let url = '';
	const server = createServer({requestTimeout: 0}, (incoming, outgoing) => forward(incoming, outgoing, url, options));
	await new Promise<void>((resolve, reject) => {
		server.once('error', error => reject(new Error(`The proxy cannot listen on port ${port}: ${error.message}.`, {cause: error})));
		server.listen(port, hostname, resolve);
	});
	const address = server.address();
	url = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${typeof address === 'object' && address ? address.port : port}`;
	return {url, close: () => close(server)};
}

/** What is sent is passed on as it comes, and never looked at. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse, own: string, options: ProxyOptions): void {
	const {target, onProblem} = options;
	// An address that is no path, as `GET http://elsewhere/`, must not lead anywhere but to the target.
	if (!incoming.url?.startsWith('/') || incoming.method === undefined)
		return void outgoing.writeHead(400).end('Only paths can be asked for.');
	const found = findOperation(incoming.method, new URL(`http://proxy${incoming.url}`));
	const upstream = connect(incoming, target);
	upstream.on('response', received => void answer({found, incoming, received, outgoing, own, ...options}));
	pipeline(incoming, upstream, () => {}); // a failure is an error of `upstream`, or the client's going
	upstream.on('error', error => {
		if (outgoing.destroyed) return;
		onProblem(`${found.id}: no answer (${codeOf(error)})`);
		if (outgoing.headersSent) outgoing.destroy();
		else outgoing.writeHead(502, {'content-type': 'text/plain'}).end(`The target did not answer: ${codeOf(error)}.`);
	});
	outgoing.on('close', () => {
		if (!outgoing.writableFinished) upstream.destroy();
	});
}

function connect({method, url, rawHeaders}: IncomingMessage, target: URL): ClientRequest {
	const secure = target.protocol === 'https:';
	return (secure ? httpsRequest : httpRequest)({
		hostname: target.hostname.replaceAll(/^\[|\]$/gu, ''),
		port: target.port || (secure ? 443 : 80),
		method,
		path: url,
		headers: forwardedHeaders(rawHeaders, [
			['host', target.host],
			['accept-encoding', 'identity'],
		]),
		...(secure && {rejectUnauthorized: true}), // whatever NODE_TLS_REJECT_UNAUTHORIZED says
	});
}

async function close(server: Server): Promise<void> {
	await new Promise<void>(resolve => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
