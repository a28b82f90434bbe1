import {createHash} from 'node:crypto';
import type {Context} from 'hono';
import {Hono} from 'hono';
import type {SandboxContext} from '../../context.ts';
import {operation} from '../operations.ts';
import {readText} from '../read-body.ts';
import type {Session, Sessions} from './sessions.ts';
import {isTotp} from './totp.ts';

/** Clock difference a shared-secret sign-in may have. Assumed; nothing public says (1.5). */
const sharedSecretTolerance = 5 * 60_000;

type Fields = Readonly<Record<string, string | undefined>>;

/** Sign-in: the access token API (2.1). */
export function accessTokenApp(context: SandboxContext, sessions: Sessions): Hono {
	const app = new Hono();
	const {tenant, users} = context.credentials.preservica;
	const isTenant = (name: string | undefined) => name?.toUpperCase() === tenant;

	const answer = (c: Context, session: Session, fields: Fields) => c.json(tokenAnswer(session, fields, context, sessions));

	operation(app, 'TOK-01', async c => {
		const fields = await formFields(c);
		const user = sessions.users.get(fields['username'] ?? '');
		if (!user?.enabled || user.password === undefined || user.password !== fields['password'])
			return refuse(c, 'Invalid user name or password');
		if (fields['tenant'] !== undefined && !isTenant(fields['tenant'])) return refuse(c, 'Unknown tenant');
		if (user.twoFactorSecret === undefined) return answer(c, sessions.start(user), fields);
		return c.json({success: false, message: 'needs.2fa', continuationToken: sessions.startSecondFactor(user), tenant}, 401);
	});

	operation(app, 'TOK-02', async c => {
		const fields = await formFields(c);
		const continuation = fields['continuationToken'] ?? '';
		const user = sessions.secondFactorOf(continuation);
		if (!user || user.username !== fields['username'] || !isTenant(fields['tenant']))
			return refuse(c, 'The sign-in has ended; start again');
		if (!isTotp(fields['twoFactorToken'] ?? '', user.twoFactorSecret ?? '', context.now())) return refuse(c, 'Invalid two-factor code');
		sessions.endSecondFactor(continuation);
		return answer(c, sessions.start(user), fields);
	});

	operation(app, 'TOK-03', async c => {
		const current = sessions.check(c.req.header('preservica-access-token'));
		if (current.state !== 'valid') return refuse(c, 'The access token has ended or is unknown');
		const fields = await formFields(c);
		const session = sessions.refresh(current.session, fields['refreshToken'] ?? '');
		return session ? answer(c, session, fields) : refuse(c, 'The refresh token was used before or is unknown');
	});

	operation(app, 'TOK-04', async c => {
		const fields = await formFields(c);
		const {username = '', timestamp = '', hash} = fields;
		const user = sessions.users.get(username);
		const late = Math.abs(context.now() - Number(timestamp) * 1000);
		const expected = createHash('sha1').update(`preservica-external-auth${timestamp}${username}${users.sharedSecret}`).digest('hex');
		const known = user?.enabled && isTenant(fields['tenant']) && /^\d+$/u.test(timestamp) && late <= sharedSecretTolerance;
		return known && hash === expected
			? answer(c, sessions.start(user), fields)
			: refuse(c, 'The shared secret, the user or the time is wrong');
	});

	operation(app, 'TOK-05', c => {
		const token = c.req.header('preservica-access-token') ?? c.req.query('access-token');
		if (token === undefined || sessions.check(token).state !== 'valid') return refuse(c, 'The access token has ended or is unknown');
		sessions.revoke(c.req.query('access-token') ?? token);
		return c.json({success: true});
	});

	return app;
}

function refuse(c: Context, message: string): Response {
	return c.json({success: false, message}, 401);
}

async function formFields(c: Context): Promise<Fields> {
	return Object.fromEntries(new URLSearchParams(await readText(c.req.raw)));
}

function tokenAnswer(session: Session, fields: Fields, context: SandboxContext, sessions: Sessions): Record<string, unknown> {
	const {tenant} = context.credentials.preservica;
	const user = sessions.users.get(session.username);
	const details = {
		fullName: user?.fullName,
		email: user?.email,
		tenant,
		// From 6.12 (2.1).
		tenantValue: context.version === '6.9.0' ? undefined : tenant.toLowerCase(),
		roles: user?.roles,
	};
	return {
		success: true,
		token: session.token,
		'refresh-token': session.refreshToken,
		validFor: sessions.lifetime / 60_000,
		user: session.username,
		...(fields['includeUserDetails']?.toLowerCase() === 'true' ? details : {}),
	};
}
