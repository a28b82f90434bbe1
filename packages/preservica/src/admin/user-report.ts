import {ConfigurationError, NotFoundError, type RequestOptions} from '@fonds/core';
import {writeCsvRow, type WriteCsvOptions} from '../csv/csv.ts';
import {inOrder} from './in-order.ts';
import type {User} from './user.ts';
import type {Users} from './users.ts';
import {checkedCount} from '../whole-number.ts';

/** How a report of all users is written. */
export interface UserReportOptions extends RequestOptions, WriteCsvOptions {
	/** Stands between the roles of a user. @default '|' */
	readonly roleSeparator?: string | undefined;
	/** How many users are read at the same time. @default 4 */
	readonly concurrency?: number | undefined;
}

/**
 * The rows of the report, the header first.
 *
 * @throws ConfigurationError when a role has the separator in its name.
 */
export async function* reportUsers(
	users: Users,
	{roleSeparator = '|', concurrency = 4, escapeFormulas, ...options}: UserReportOptions,
): AsyncGenerator<string> {
	checkedCount('concurrency', concurrency);
	const read = (name: string, signal: AbortSignal): Promise<User> => readOrName(users, name, {...options, signal});
	const names = await users.list(options);
	yield writeCsvRow(['UserName', 'FullName', 'Email', 'Tenant', 'Enabled', 'Roles'], {escapeFormulas});
	for await (const {userName, fullName, email, tenant, enabled, roles} of inOrder(names, concurrency, read, options.signal)) {
		const cells = [userName, fullName, email, tenant, enabled?.toString(), joinRoles(roles, roleSeparator)];
		yield writeCsvRow(
			cells.map(cell => cell ?? ''),
			{escapeFormulas},
		);
	}
}

/** A user that was deleted since the list was read is no reason to lose the others. */
async function readOrName(users: Users, userName: string, options: RequestOptions): Promise<User> {
	try {
		return await users.user(userName, options);
	} catch (error) {
		if (error instanceof NotFoundError) {
			return {userName, fullName: undefined, email: undefined, tenant: undefined, enabled: undefined, roles: []};
		}
		throw error;
	}
}

function joinRoles(roles: readonly string[], separator: string): string {
	const unclear = roles.find(role => role.includes(separator));
	if (unclear !== undefined) {
		throw new ConfigurationError(
			`The role ${JSON.stringify(unclear)} has the separator ${JSON.stringify(separator)} in its name: choose another roleSeparator.`,
		);
	}
	return roles.join(separator);
}
