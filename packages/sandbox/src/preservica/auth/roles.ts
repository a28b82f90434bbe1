/** The roles that may manage the tenancy, by what they manage. Since 8.1 there is one for users and one for everything else (1.5). */
export const managers: Readonly<Record<'users' | 'configuration', readonly string[]>> = {
	users: ['ROLE_SDB_MANAGER_USER', 'ROLE_SDB_USER_MANAGER_USER', 'ROLE_SDB_ADMIN_USER'],
	configuration: ['ROLE_SDB_MANAGER_USER', 'ROLE_SDB_CONFIG_MANAGER_USER', 'ROLE_SDB_ADMIN_USER'],
};

/** The roles that may start and watch what goes on in the tenancy. */
export const operators: readonly string[] = [...managers.configuration, 'ROLE_SDB_INGEST_USER'];
