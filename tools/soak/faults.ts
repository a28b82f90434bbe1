import type {Fault} from '@fonds/sandbox';
import type {Chance} from './chance.ts';

/**
 * What can go wrong at any time. Documents are never corrupted: nothing could find that out. Answers to DELETE are not lost, as nobody would
 * know the token of the deletion, which would wait for ever.
 */
const possible: readonly Fault[] = [
	{kind: 'status', status: 503, path: '/api/*', times: 2},
	{kind: 'status', status: 500, path: '/api/entity/*', method: 'GET'},
	{kind: 'status', status: 429, retryAfter: 0, path: '/api/*'},
	{kind: 'status', status: 502, path: '/api/entity/*', method: 'PUT', when: 'after'},
	{kind: 'status', status: 504, path: '/api/entity/*', method: 'POST', when: 'after'},
	{kind: 'drop', path: '/api/*', times: 2},
	{kind: 'drop', path: '/api/entity/*', method: 'PUT', when: 'after'},
	{kind: 'drop', path: '/api/entity/*', method: 'POST', when: 'after'},
	{kind: 'drop', path: '/api/s3/*', method: 'PUT'},
	{kind: 'drop', path: '/api/s3/*', method: 'PUT', when: 'after'},
	{kind: 'delay', delay: 200, path: '/api/*', times: 5},
	{kind: 'truncate', path: '/api/entity/*', method: 'GET'},
	{kind: 'truncate', path: '/api/content/*'},
	{kind: 'truncate', path: '*bitstreams*content', method: 'GET'},
	{kind: 'truncate', path: '*exports*content', method: 'GET'},
	{kind: 'corrupt', path: '*bitstreams*content', method: 'GET'},
	{kind: 'expire-tokens', path: '/api/*'},
];

/** Plans something to go wrong. Faults that were planned before and did not happen are called off. */
export async function planFault(url: string, chance: Chance): Promise<void> {
	await cancelFaults(url);
	const fault = {...chance.oneOf(possible), after: chance.below(10)};
	await control(url, {method: 'POST', body: JSON.stringify(fault)});
}

/** Calls off everything. */
export async function cancelFaults(url: string): Promise<void> {
	await control(url, {method: 'DELETE'});
}

/** How many requests the planned faults happened to so far. */
export async function usedFaults(url: string): Promise<number> {
	const list = (await (await control(url)).json()) as readonly {readonly used: number}[];
	return list.reduce((sum, {used}) => sum + used, 0);
}

async function control(url: string, init?: RequestInit): Promise<Response> {
	const answer = await fetch(`${url}/sandbox/faults`, init);
	if (!answer.ok) throw new Error(`The sandbox takes no fault: ${answer.status} ${await answer.text()}`);
	return answer;
}
