import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {releaseOf} from '../state.ts';
import {failure} from './answer.ts';

const lifetime = 90 * 24 * 60 * 60 * 1000;

/**
 * Does what a request asks, at most once for each idempotency key. Servers before 1.19 know no such key (reference, 5.1). From 1.19 on the
 * same request is answered with the same transfer for 90 days, while it is being answered with 409, and another one under its key with 422
 * (artefactual/archivematica pull request 2352 and the description of amclient 1.7.1). The wording of the errors is assumed.
 *
 * @param start Makes the transfer, and calls `keep` with it in the transaction that does.
 */
export async function once(
	context: SandboxContext,
	state: State,
	request: Asked,
	parameters: unknown,
	start: (keep: (transfer: string) => void) => Promise<string>,
): Promise<string | Response> {
	const key = request.headers.get('idempotency-key');
	if (key === null || releaseOf(state) !== '1.19.0') return start(() => undefined);
	if (!/^[\u0021-\u007E]{1,255}$/u.test(key)) return failure(state, 400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
	const id = digest(key);
	const wanted = digest(JSON.stringify(parameters));
	const known = state.keyed.get(id);
	const going = goingOn(state);
	if (going.has(id) ? going.get(id) !== wanted : known && context.now() < known.expires && known.request !== wanted)
		return failure(state, 422, 'Idempotency-Key was already used with different parameters.');
	if (going.has(id)) return failure(state, 409, 'A request with this Idempotency-Key is in progress.');
	if (known && context.now() < known.expires) return known.transfer;
	going.set(id, wanted);
	try {
		return await start(transfer => state.keyed.put(id, {request: wanted, transfer, expires: context.now() + lifetime}));
	} finally {
		going.delete(id);
	}
}

/** Digests of what is being asked, by their keys' digests. In memory: what was cut off by the end of the process is not going on any more. */
function goingOn(state: State): Map<string, string> {
	let going = requests.get(state);
	if (!going) requests.set(state, (going = new Map()));
	return going;
}

const requests = new WeakMap<State, Map<string, string>>();

function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
