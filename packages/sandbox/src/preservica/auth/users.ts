import type {SandboxContext} from '../../context.ts';
import type {SandboxCredentials} from '../../credentials.ts';
import type {Collection} from '../../store/collection.ts';

/** What is kept of someone who can sign in. */
export interface Account {
	readonly username: string;
	/** None for those who sign in elsewhere. */
	readonly password: string | undefined;
	readonly fullName: string;
	readonly email: string;
	/** With the prefix that `user/details` uses (1.5, role names). */
	readonly roles: readonly string[];
	readonly twoFactorSecret?: string | undefined;
	/** Someone who is disabled cannot sign in, and their tokens count for nothing. */
	readonly enabled: boolean;
}

/** What someone may do, as their roles say: change the archive, manage it, or only read. */
export type UserRole = 'archivist' | 'approver' | 'reader';

/** Someone who can sign in. */
export interface User extends Account {
	readonly role: UserRole;
}

/** The roles of a new tenancy. */
export const firstRoles: readonly string[] = [
	'ROLE_SDB_MANAGER_USER',
	'ROLE_SDB_USER_MANAGER_USER',
	'ROLE_SDB_CONFIG_MANAGER_USER',
	'ROLE_SDB_INGEST_USER',
	'ROLE_SDB_ACCESS_USER',
];

/** The users of the tenancy. They survive a restart. */
export class Users {
	readonly #accounts: Collection<Account>;

	constructor(context: SandboxContext) {
		this.#accounts = context.store.collection('preservica.users');
	}

	get(username: string): User | undefined {
		const account = this.#accounts.get(username);
		return account && {...account, role: roleOf(account.roles)};
	}

	/** All of them, in the order in which they were added. */
	all(): readonly Account[] {
		return this.#accounts.values();
	}

	put(account: Account): void {
		this.#accounts.put(account.username, account);
	}

	delete(username: string): void {
		this.#accounts.delete(username);
	}
}

/** The users of a new tenancy. */
export function firstUsers({preservica}: SandboxCredentials): readonly Account[] {
	const {archivist, twoFactor, reader, approver} = preservica.users;
	return [
		{...archivist, fullName: 'Ada Archivist', email: archivist.username, roles: firstRoles, enabled: true},
		{...twoFactor, fullName: 'Kit Keeper', email: twoFactor.username, roles: firstRoles, enabled: true},
		{
			...approver,
			fullName: 'Alex Approver',
			email: approver.username,
			roles: ['ROLE_SDB_MANAGER_USER', 'ROLE_SDB_ACCESS_USER'],
			enabled: true,
		},
		{...reader, fullName: 'Robin Reader', email: reader.username, roles: ['ROLE_SDB_ACCESS_USER'], enabled: true},
	];
}

/** Who may ingest may change everything; a manager who may not reads everything. */
function roleOf(roles: readonly string[]): UserRole {
	if (roles.includes('ROLE_SDB_INGEST_USER')) return 'archivist';
	return roles.includes('ROLE_SDB_MANAGER_USER') ? 'approver' : 'reader';
}
