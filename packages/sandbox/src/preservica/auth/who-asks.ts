import type {Context} from 'hono';
import {Problem} from '../problem.ts';
import type {Sessions} from './sessions.ts';
import type {User} from './users.ts';

/**
 * Who sends a request to one of the APIs that take HTTP Basic beside the token (1.2). Nobody with a second factor can use Basic: assumed.
 *
 * @throws Problem 401 without a valid token or password.
 */
export function whoAsks(c: Context, sessions: Sessions): User {
	const token = sessions.check(c.req.header('preservica-access-token'));
	const user = token.state === 'valid' ? token.user : basicUser(c.req.header('authorization') ?? '', sessions);
	if (user) return user;
	c.header('www-authenticate', 'Basic realm="Preservica", charset="UTF-8"');
	throw new Problem(401, 'A valid access token, or a user name and a password, must be sent.');
}

function basicUser(authorization: string, {users}: Sessions): User | undefined {
	const [, encoded = ''] = /^Basic\s+([\w+/=]+)$/iu.exec(authorization) ?? [];
	const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	const user = users.get(username);
	const known = user?.enabled && user.password !== undefined && user.password === rest.join(':') && user.twoFactorSecret === undefined;
	return known ? user : undefined;
}
