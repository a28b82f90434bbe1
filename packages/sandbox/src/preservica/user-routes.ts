import type {Hono} from 'hono';
import type {Archive} from './archive.ts';
import {handler} from './call.ts';
import {optionalText} from './json/read-json.ts';
import {operation} from './operations.ts';
import {Problem} from './problem.ts';
import {permissions} from './security.ts';
import {isAtLeast} from './versions.ts';
import {tag, tagWith} from './xml/write-xml.ts';

/** dr2 sends no shorter ones (USR-02). */
const shortestPassword = 15;

/** What users may ask about themselves. */
export function userRoutes(app: Hono, archive: Archive): void {
	operation(
		app,
		'USR-01',
		handler(archive, ({c, user}) => {
			const {tenant} = archive.context.credentials.preservica;
			return c.json({username: user.username, fullName: user.fullName, email: user.email, tenant, roles: user.roles});
		}),
	);

	operation(
		app,
		'USR-02',
		handler(archive, async call => {
			const {role: _role, ...account} = call.user;
			const body = await call.json();
			const newPassword = optionalText(body, 'newPassword') ?? '';
			if (account.password === undefined || body['password'] !== account.password) throw new Problem(400, 'The password is wrong.');
			if (newPassword.length < shortestPassword) throw new Problem(400, `A password has at least ${shortestPassword} characters.`);
			if (newPassword === account.password) throw new Problem(400, 'The new password is the old one.');
			archive.sessions.users.put({...account, password: newPassword});
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'USR-04',
		handler(archive, ({c}) => {
			if (!isAtLeast(archive.context.version, '7.3')) throw new Problem(404, 'This server does not tell its edition.');
			return c.json({edition: 'Enterprise'});
		}),
	);

	operation(
		app,
		'USR-03',
		handler(archive, call => {
			const own = archive.repository.securityTags.values().flatMap(({name}) => {
				const allowed = permissions(call.user.role, name);
				return allowed.length === 0
					? []
					: [tagWith('Tag', {name}, tag('Permissions', ...allowed.map(permission => tag('Permission', permission))))];
			});
			return call.xml(tagWith('TagsResponse', {xmlns: `http://preservica.com/SecurityAPI/v${call.version}`}, tag('Tags', ...own)));
		}),
	);
}
