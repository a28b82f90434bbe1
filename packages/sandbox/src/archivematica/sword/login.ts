import type {SandboxContext} from '../../context.ts';
import {methodNotAllowed, redirect} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {same} from '../http/same.ts';
import {cookieOf, csrfCookie, hasCsrfToken, randomToken, sessionCookie, sessionLifetime, startSession, storageUsers} from './sessions.ts';

/** The login form of the Storage Service, at `/login/`: the only page of its web interface that is here. */
export async function login(context: SandboxContext, request: Asked): Promise<Response> {
	if (request.method === 'GET' || request.method === 'HEAD') return form(request, request.url.searchParams.get('next') ?? '');
	if (request.method !== 'POST') return methodNotAllowed(['GET', 'HEAD', 'POST']);
	const fields = await request.form();
	if (!hasCsrfToken(request.headers, fields.get('csrfmiddlewaretoken') ?? request.headers.get('x-csrftoken'))) {
		return page(403, 'Forbidden', '<h1>Forbidden (403)</h1><p>CSRF verification failed. Request aborted.</p>');
	}
	const next = fields.get('next') ?? request.url.searchParams.get('next') ?? '';
	const username = fields.get('username') ?? '';
	const password = fields.get('password') ?? '';
	const user = storageUsers(context.credentials).find(known => same(known.username, username) && same(known.password, password));
	if (!user) return form(request, next, 'Please enter a correct username and password. Note that both fields may be case-sensitive.');
	const session = startSession(context, user);
	const answer = redirect(isOwnPath(next) ? next : '/', 302);
	answer.headers.append('set-cookie', csrfTokenCookie(session.csrfToken));
	answer.headers.append('set-cookie', `${sessionCookie}=${session.id}; HttpOnly; Max-Age=${sessionLifetime}; Path=/; SameSite=Lax`);
	return answer;
}

function form({headers}: Asked, next: string, problem?: string): Response {
	const token = cookieOf(headers, csrfCookie) || randomToken();
	const answer = page(
		200,
		'Login',
		`${problem === undefined ? '' : `<p>${problem}</p>`}
<form method="post" action="/login/">
<input type="hidden" name="csrfmiddlewaretoken" value="${escapeHtml(token)}">
<label>Username <input type="text" name="username" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required></label>
<input type="hidden" name="next" value="${escapeHtml(next)}">
<button type="submit">Log in</button>
</form>`,
	);
	answer.headers.append('set-cookie', csrfTokenCookie(token));
	return answer;
}

function csrfTokenCookie(token: string): string {
	return `${csrfCookie}=${token}; Max-Age=31449600; Path=/; SameSite=Lax`;
}

/** Whether somebody can be sent there: a path of this server, not another server's address. */
function isOwnPath(path: string): boolean {
	return /^\/(?![/\\])[\x21-\x7E]*$/u.test(path);
}

function page(status: number, title: string, body: string): Response {
	const html = `<!DOCTYPE html>\n<html lang="en">\n<head><title>${title}</title></head>\n<body>\n${body}\n</body>\n</html>\n`;
	return new Response(html, {status, headers: {'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY'}});
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
