import type {SandboxCredentials, SandboxStorageUser} from '../../credentials.ts';
import {apiKeyUser} from '../http/api-key.ts';
import type {Asked} from '../http/asked.ts';
import {decodeBase64} from '../base64.ts';
import {same} from '../http/same.ts';

/** What a role may do besides reading (reference, 1.3). */
export type Permission = 'manage' | 'approve';

const permissions: Readonly<Record<SandboxStorageUser['role'], readonly Permission[]>> = {
	administrator: ['manage', 'approve'],
	manager: ['manage', 'approve'],
	reviewer: ['approve'],
	reader: [],
};

/** Whether somebody may do what asks for this permission. */
export function may({role}: SandboxStorageUser, permission: Permission): boolean {
	return permissions[role].includes(permission);
}

/** The account a request belongs to: by user name and password, or by API key. For sessions see `guardedSessionUser`. */
export async function storageUser(request: Asked, {archivematica}: SandboxCredentials): Promise<SandboxStorageUser | undefined> {
	const users: readonly SandboxStorageUser[] = [archivematica.storage, ...Object.values(archivematica.storageUsers)];
	return basicUser(request.headers, users) ?? apiKeyUser(request, users);
}

function basicUser(headers: Headers, users: readonly SandboxStorageUser[]): SandboxStorageUser | undefined {
	const encoded = /^Basic\s+(.+)$/iu.exec(headers.get('authorization') ?? '')?.[1];
	const [, username = '', password = ''] = /^([^:]*):(.*)$/su.exec(decodeBase64(encoded ?? '') ?? '') ?? [];
	return encoded === undefined ? undefined : users.find(user => same(user.username, username) && same(user.password, password));
}
