import type {SandboxApiKey} from '../../credentials.ts';
import type {Asked} from './asked.ts';
import {same} from './same.ts';

/**
 * The account a request's API key belongs to: in the header, in the query or, for a POST, among the form fields (reference, 1.2 and 1.3).
 * `undefined` when there is no key or a wrong one.
 */
export async function apiKeyUser<User extends SandboxApiKey>(request: Asked, users: readonly User[]): Promise<User | undefined> {
	const given = fromHeader(request.headers) ?? fromFields(request.url.searchParams) ?? (await fromBody(request));
	if (!given) return undefined;
	return users.find(user => same(user.username, given.username) && same(user.apiKey, given.apiKey));
}

function fromHeader(headers: Headers): SandboxApiKey | undefined {
	const match = /^ApiKey\s+([^:]*):(.*)$/iu.exec(headers.get('authorization') ?? '');
	return match ? {username: match[1] ?? '', apiKey: (match[2] ?? '').trim()} : undefined;
}

function fromFields(fields: URLSearchParams): SandboxApiKey | undefined {
	const username = fields.get('username');
	const apiKey = fields.get('api_key');
	return username === null || apiKey === null ? undefined : {username, apiKey};
}

async function fromBody(request: Asked): Promise<SandboxApiKey | undefined> {
	return request.method === 'POST' ? fromFields(await request.form()) : undefined;
}
