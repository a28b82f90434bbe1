import {randomBytes} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import type {SandboxCredentials, SandboxStorageUser} from '../../credentials.ts';
import {same} from '../http/same.ts';
import type {Asked} from '../http/asked.ts';
import type {Session} from './model.ts';
import {swordStateOf} from './model.ts';

/** The cookies of the Storage Service (reference, 1.3). */
export const sessionCookie = 'storageapi_sessionid';
export const csrfCookie = 'csrftoken';

/** How long a session lasts, in seconds: Django's two weeks. */
export const sessionLifetime: number = 14 * 24 * 60 * 60;

/** The accounts of the Storage Service. */
export function storageUsers({archivematica}: SandboxCredentials): readonly SandboxStorageUser[] {
	return [archivematica.storage, ...Object.values(archivematica.storageUsers)];
}

/** Signs somebody in. */
export function startSession(context: SandboxContext, {username}: SandboxStorageUser): Session & {readonly id: string} {
	const {sessions} = swordStateOf(context);
	const now = context.now();
	for (const [id, {expires}] of sessions.entries()) if (expires <= now) sessions.delete(id);
	const id = randomToken();
	const session = {username, csrfToken: randomToken(), expires: now + sessionLifetime * 1000};
	sessions.put(id, session);
	return {id, ...session};
}

/** The account a request's session cookie belongs to. */
export function sessionUser(context: SandboxContext, {headers}: Pick<Asked, 'headers'>): SandboxStorageUser | undefined {
	const session = swordStateOf(context).sessions.get(cookieOf(headers, sessionCookie) ?? '');
	if (!session || session.expires <= context.now()) return undefined;
	return storageUsers(context.credentials).find(({username}) => username === session.username);
}

/** The account of a session, where methods that change something need a token against forged requests. SWORD asks for none. */
export function guardedSessionUser(context: SandboxContext, request: Asked): SandboxStorageUser | undefined {
	const safe = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
	return safe || hasCsrfToken(request.headers, request.headers.get('x-csrftoken')) ? sessionUser(context, request) : undefined;
}

/** Whether a token is the one in the cookie. */
export function hasCsrfToken(headers: Headers, token: string | null): boolean {
	const expected = cookieOf(headers, csrfCookie);
	return token !== null && expected !== undefined && expected !== '' && same(expected, token);
}

/** A token nobody can guess, of the letters and the length Django's have. */
export function randomToken(): string {
	return randomBytes(16).toString('hex');
}

/** The value of a cookie. */
export function cookieOf(headers: Headers, name: string): string | undefined {
	const pairs = (headers.get('cookie') ?? '').split(';').map(pair => pair.trim());
	return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
