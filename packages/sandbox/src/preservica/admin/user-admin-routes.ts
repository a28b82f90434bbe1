import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {User} from '../auth/users.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {adminAnswer, nameList} from './admin-xml.ts';
import {readUser, userTag} from './user-xml.ts';

/** Who can sign in. */
export function userAdminRoutes(app: Hono, archive: Archive): void {
	const {sessions, context, roles} = archive;
	const {users} = sessions;
	const {tenant} = context.credentials.preservica;
	const managed = (handle: (call: Call) => Response | Promise<Response>) =>
		handler(archive, call => {
			call.demandRole(managers.users);
			return handle(call);
		});

	operation(
		app,
		'ADM-07',
		managed(call => {
			const names = users.all().map(({username}) => username);
			return adminAnswer(call, nameList('User', names));
		}),
	);

	operation(
		app,
		'ADM-08',
		managed(call => adminAnswer(call, userTag(userOf(call), tenant))),
	);

	operation(
		app,
		'ADM-09',
		managed(async call => {
			const {fullName, email, external, username = email, roles: sent = []} = readUser(await call.body());
			if (fullName === undefined || email === undefined || username === undefined)
				throw new Problem(400, 'The User has no FullName or no Email.');
			if (users.get(username)) throw new Problem(409, `There is a user ${username} already.`);
			demandRoles(sent);
			const password = external ? undefined : context.credentials.preservica.users.firstPassword;
			const account = {username, password, fullName, email, roles: sent, enabled: true};
			users.put(account);
			return adminAnswer(call, userTag(account, tenant), 201);
		}),
	);

	operation(
		app,
		'ADM-10',
		managed(async call => {
			const {role: _role, ...user} = userOf(call);
			const {fullName = user.fullName, email = user.email, roles: sent = user.roles} = readUser(await call.body());
			demandRoles(sent);
			const account = {...user, fullName, email, roles: sent};
			users.put(account);
			return adminAnswer(call, userTag(account, tenant));
		}),
	);

	operation(
		app,
		'ADM-11',
		managed(async call => {
			const {role: _role, ...user} = userOf(call);
			const enabled = readStatus(await call.text());
			if (!enabled && user.username === call.user.username) throw new Problem(422, 'You cannot disable yourself.');
			users.put({...user, enabled});
			return call.c.text(String(enabled));
		}),
	);

	operation(
		app,
		'ADM-12',
		managed(call => {
			const {username, enabled} = userOf(call);
			if (enabled) throw new Problem(422, `The user ${username} must be disabled first.`);
			users.delete(username);
			return call.c.body(null, 204);
		}),
	);

	function userOf(call: Call): User {
		const username = call.c.req.param('username') ?? '';
		const user = users.get(username);
		if (!user) throw new Problem(404, `There is no user ${username}.`);
		return user;
	}

	function demandRoles(sent: readonly string[]): void {
		const unknown = sent.filter(role => !roles.has(role));
		if (unknown.length > 0) throw new Problem(400, `There is no role ${unknown.join(', ')}.`);
	}
}

/** A bare `true` or `false`, or the pair that pyPreservica sends (ADM-11). */
function readStatus(body: string): boolean {
	const status = body
		.trim()
		.replace(/^userEnabledStatus=/u, '')
		.toLowerCase();
	if (status !== 'true' && status !== 'false') throw new Problem(400, 'The body must be true or false.');
	return status === 'true';
}
