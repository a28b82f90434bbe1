const prefix = 'ROLE_';

/**
 * A role as callers see it everywhere: `SDB_INGEST_USER`. Some endpoints write `ROLE_SDB_INGEST_USER` for the same (reference 1.5); each is sent
 * what it expects.
 */
export function bareRole(role: string): string {
	return role.startsWith(prefix) ? role.slice(prefix.length) : role;
}

/** A bare role as the list of roles has it: `ROLE_SDB_INGEST_USER`. */
export function prefixedRole(bare: string): string {
	return prefix + bare;
}
