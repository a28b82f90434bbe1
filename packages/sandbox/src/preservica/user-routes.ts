import type {Hono} from 'hono';
import type {Archive} from './archive.ts';
import {handler} from './call.ts';
import {operation} from './operations.ts';
import {permissions} from './security.ts';
import {tag, tagWith} from './xml/write-xml.ts';

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
