import {redirect} from '../http/answers.ts';
import type {State} from '../state.ts';
import {settingsOf} from './settings.ts';

/** Paths of the web interface that programs ask for by mistake, or look at to see what is there (reference, 2.10). */
const page =
	/^\/(?:transfer|ingest|mcp|filesystem|archival-storage|backlog|administration|installer)(?:\/|$)|^\/(?:access\/archivesspace|file\/[0-9a-f-]{36})(?:\/|$)/u;

/**
 * The web interface, which has no sessions here: everything leads to the login page, or to the installer where that has not been run
 * (reference, 1.2). `undefined` for what is none of it.
 */
export function sessionPage(state: State, path: string, search: string): Response | undefined {
	const {installed, loginPages} = settingsOf(state);
	if (!loginPages || !page.test(path) || path === '/administration/accounts/login/') return undefined;
	if (!installed) return path.startsWith('/installer/') ? undefined : redirect('/installer/welcome/', 302);
	return redirect(`/administration/accounts/login/?next=${encodeURIComponent(path + search).replaceAll('%2F', '/')}`, 302);
}
