import type {Server} from 'node:http';
import {createServer} from 'node:http';
import {getRequestListener} from '@hono/node-server';
import {RESPONSE_ALREADY_SENT} from '@hono/node-server/utils/response';
import type {Connection} from '../faults/apply-fault.ts';

/** Where to listen. */
export interface ListenOptions {
	/** 0 takes any free port. @default 0 */
	readonly port?: number | undefined;
	/** @default '127.0.0.1' */
	readonly hostname?: string | undefined;
}

/** A server that is listening. */
export interface Listener {
	readonly url: string;
	/** Is it reachable from this machine only? */
	readonly loopback: boolean;
	/** Stops: what is being answered may end, within a second. */
	close(): Promise<void>;
}

/** Answers one request, which came by this connection. */
export type Serve = (request: Request, connection: Connection) => Promise<Response>;

/** How long answers may go on when the server is closed, in milliseconds. */
const grace = 1000;

/** Listens for HTTP. @throws Error when the port is taken, saying so. */
export async function listen(serve: Serve, {port = 0, hostname = '127.0.0.1'}: ListenOptions): Promise<Listener> {
	const answer = getRequestListener((request, {incoming}) => serve(request, connectionOf(incoming)), {
		hostname,
		overrideGlobalObjects: false,
	});
	const server = createServer({requestTimeout: 0}, (incoming, outgoing) => void answer(incoming, outgoing)); // packages may take long
	await new Promise<void>((resolve, reject) => {
		server.once('error', error =>
			reject(new Error(`The sandbox cannot listen on ${hostname}:${port}: ${error.message}. Choose another port.`, {cause: error})),
		);
		server.listen(port, hostname, resolve);
	});
	const address = server.address();
	const actualPort = typeof address === 'object' && address ? address.port : port;
	return {
		url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${actualPort}`,
		loopback: isLoopback(hostname),
		close: () => close(server),
	};
}

/** Is this name one of this machine to itself? */
export function isLoopback(hostname: string): boolean {
	return /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/iu.test(hostname);
}

function connectionOf({socket}: Parameters<ReturnType<typeof getRequestListener>>[0]): Connection {
	return {
		break: () => socket.resetAndDestroy(),
		breakAfterWriting: () => socket.destroySoon(),
		nothing: RESPONSE_ALREADY_SENT,
	};
}

async function close(server: Server): Promise<void> {
	const timer = setTimeout(() => server.closeAllConnections(), grace);
	await new Promise<void>(resolve => {
		server.close(() => resolve());
		server.closeIdleConnections();
	});
	clearTimeout(timer);
}
