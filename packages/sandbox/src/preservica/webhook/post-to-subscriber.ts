import {createHmac} from 'node:crypto';
import type {Subscription} from './subscription.ts';

/** How long a subscriber may take to answer, in milliseconds. */
const patience = 5000;

/** Is this an address that may be called: http or https, without credentials, on this machine or on a host that is allowed? */
export function mayCall(address: string, allowedHosts: readonly string[]): boolean {
	if (!URL.canParse(address)) return false;
	const {protocol, hostname, username, password} = new URL(address);
	const own = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/u.test(hostname);
	return /^https?:$/u.test(protocol) && username === '' && password === '' && (own || allowedHosts.includes(hostname));
}

/** Asks a subscriber to prove that it knows the secret (2.9). */
export async function passesChallenge({url, secret}: Pick<Subscription, 'url' | 'secret'>, signal: AbortSignal): Promise<boolean> {
	const code = crypto.randomUUID();
	const address = new URL(url);
	address.searchParams.set('challengeCode', code);
	try {
		const response = await post(address, {}, undefined, signal);
		const answer: unknown = response.ok ? await response.json() : undefined;
		if (typeof answer !== 'object' || answer === null) return false;
		const expected = {challengeCode: code, challengeResponse: hmac(secret, code)};
		return Object.entries(expected).every(([name, value]) => Object.entries(answer).some(([key, sent]) => key === name && sent === value));
	} catch {
		return false;
	}
}

/** Tells a subscriber of events, signed. Resolves to whether it took them. */
export async function deliver({url, secret}: Subscription, body: string, signal: AbortSignal): Promise<boolean> {
	const headers = {'content-type': 'application/json', 'preservica-signature': hmac(secret, `preservica-webhook-auth${body}`)};
	try {
		const response = await post(new URL(url), headers, body, signal);
		await response.body?.cancel();
		return response.ok;
	} catch {
		return false;
	}
}

/** Sends chunked, which is all that pyPreservica's receiver can read. */
function post(url: URL, headers: Readonly<Record<string, string>>, body: string | undefined, signal: AbortSignal): Promise<Response> {
	const init: RequestInit = {
		method: 'POST',
		headers,
		redirect: 'manual',
		signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
	};
	const stream = body === undefined ? {} : {body: new Blob([body]).stream(), duplex: 'half'};
	return fetch(url, {...init, ...stream});
}

function hmac(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex');
}
