import {HttpError, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';

/** Where the name may be: of the details of the user, the reference knows the roles only. */
const keys = ['username', 'userName', 'email'];

/** Who is signed in, by the sign-in or else by the details of the user (USR-01); undefined when neither tells. */
export async function userNameOf(session: Session, options: RequestOptions): Promise<string | undefined> {
	return session.username ?? nameIn(await readDetails(session, options));
}

/** Are these names of the same person? They are e-mail addresses as a rule, and servers do not tell their case apart. */
export function isSameUser(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}

async function readDetails({http}: Session, options: RequestOptions): Promise<unknown> {
	try {
		const response = await http.send('GET', path`api/user/details`, {...options, headers: {accept: 'application/json'}});
		return JSON.parse(await response.text());
	} catch (error) {
		if (error instanceof HttpError || error instanceof SyntaxError) {
			return undefined;
		}
		throw error;
	}
}

function nameIn(details: unknown): string | undefined {
	const entries = typeof details === 'object' && details !== null ? Object.entries(details) : [];
	const names = new Map<string, unknown>(entries);
	return keys.map(key => names.get(key)).find((name): name is string => typeof name === 'string' && name.trim() !== '');
}
