import {setTimeout} from 'node:timers/promises';
import type {Fault} from './fault.ts';
import {damage} from './damage.ts';

/** What a fault is done with. */
export interface FaultTools {
	/** Handles the request as if there were no fault. */
	handle(): Promise<Response>;
	/** The connection the request came by, if it came by one. */
	readonly connection: Connection | undefined;
	expireTokens(): void;
	/** Ends delays: the request was given up, or the sandbox closes. */
	readonly signal: AbortSignal;
}

/** A connection that can be broken. */
export interface Connection {
	/** Breaks it at once. */
	break(): void;
	/** Breaks it when all that was written so far is on its way. */
	breakAfterWriting(): void;
	/** What to return when the connection is broken and nothing is to be written. */
	readonly nothing: Response;
}

/** Does to a request what a fault says. @throws TypeError for `drop` without a connection, as `fetch` does when one breaks. */
export async function applyFault(fault: Fault, tools: FaultTools): Promise<Response> {
	if (fault.when === 'after' && (fault.kind === 'drop' || fault.kind === 'status')) await (await tools.handle()).arrayBuffer();
	if (fault.kind === 'status') return errorAnswer(fault);
	if (fault.kind === 'drop') {
		if (!tools.connection) throw new TypeError('fetch failed', {cause: new Error('The connection was broken, as the fault plan asks.')});
		tools.connection.break();
		return tools.connection.nothing;
	}
	if (fault.kind === 'delay') await setTimeout(fault.delay ?? 1000, undefined, {signal: tools.signal}).catch(() => undefined);
	if (fault.kind === 'expire-tokens') tools.expireTokens();
	const answer = await tools.handle();
	return fault.kind === 'truncate' || fault.kind === 'corrupt' ? damage(answer, fault.kind, tools.connection) : answer;
}

function errorAnswer({status = 500, body, retryAfter}: Fault): Response {
	const headers = new Headers({'content-type': body === undefined ? 'text/html' : 'text/plain;charset=UTF-8'});
	if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
	const empty = status === 204 || status === 304;
	return new Response(empty ? null : (body ?? `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`), {
		status,
		headers,
	});
}
