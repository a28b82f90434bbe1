import type {SandboxCredentials} from '../../credentials.ts';

/** Someone who can sign in. */
export interface User {
	readonly username: string;
	readonly password: string;
	readonly fullName: string;
	readonly role: 'archivist' | 'approver' | 'reader';
	/** With the prefix that `user/details` uses (1.5, role names). */
	readonly roles: readonly string[];
	readonly twoFactorSecret: string | undefined;
}

const archivistRoles = [
	'ROLE_SDB_MANAGER_USER',
	'ROLE_SDB_USER_MANAGER_USER',
	'ROLE_SDB_CONFIG_MANAGER_USER',
	'ROLE_SDB_INGEST_USER',
	'ROLE_SDB_ACCESS_USER',
];

const approverRoles = ['ROLE_SDB_MANAGER_USER', 'ROLE_SDB_ACCESS_USER'];

/** The users of the tenancy, by name. */
export function createUsers({preservica}: SandboxCredentials): ReadonlyMap<string, User> {
	const {archivist, twoFactor, reader, approver} = preservica.users;
	const users: readonly User[] = [
		{...archivist, fullName: 'Ada Archivist', role: 'archivist', roles: archivistRoles, twoFactorSecret: undefined},
		{...twoFactor, fullName: 'Kit Keeper', role: 'archivist', roles: archivistRoles},
		{...approver, fullName: 'Alex Approver', role: 'approver', roles: approverRoles, twoFactorSecret: undefined},
		{...reader, fullName: 'Robin Reader', role: 'reader', roles: ['ROLE_SDB_ACCESS_USER'], twoFactorSecret: undefined},
	];
	return new Map(users.map(user => [user.username, user]));
}
