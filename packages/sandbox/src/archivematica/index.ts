import {Hono} from 'hono';
import type {SandboxContext} from '../context.ts';
import {control} from './control.ts';
import {dashboard, isDashboardPath} from './dashboard/routes.ts';
import {sessionPage} from './dashboard/session-pages.ts';
import {redirect} from './http/answers.ts';
import {asked} from './http/asked.ts';
import type {State} from './state.ts';
import {stateOf} from './state.ts';
import {isStoragePath, storage} from './storage/routes.ts';
import {settleTasks} from './storage/tasks.ts';
import {swordControl} from './sword/control.ts';
import {login} from './sword/login.ts';
import {settleDeposits} from './sword/settle.ts';
import {advance} from './workflow/advance.ts';

export {archivematicaOperations} from './operations.ts';
export {seedArchivematica} from './seed.ts';

/** The first segments of paths that are the dashboard's, or would be if it knew the rest. */
const dashboardPath = /^(?:transfer|ingest|v2beta|processing-configuration|filesystem|administration)(?:\/|$)|^v2\//u;

/**
 * The routes of the Archivematica dashboard and of the Storage Service, at the paths of the real ones. Both are known by what follows
 * `/api/`; requests for anything else go on to the next app.
 */
export function archivematicaApp(context: SandboxContext): Hono {
	const state = stateOf(context);
	const app = new Hono().all('/api/*', async (call, next) => {
		const request = asked(call.req.raw);
		const path = request.path.slice('/api/'.length);
		const [, version, rest] = /^(v[12])\/(.*)$/su.exec(path) ?? [];
		const stored = rest !== undefined && isStoragePath(rest);
		if (!stored && !dashboardPath.test(path) && !isDashboardPath(path)) return next();
		await settle(context, state);
		return stored ? storage(context, state, request, rest, version === 'v1' ? 'v1' : 'v2') : dashboard(context, state, request, path);
	});
	app.all('/login', call => redirect(`/login/${new URL(call.req.url).search}`, 301));
	app.all('/login/', call => login(context, asked(call.req.raw)));
	return app.all('*', (call, next) => {
		const {pathname, search} = new URL(call.req.url);
		const page = sessionPage(state, pathname, search);
		return page ? Promise.resolve(page) : next();
	});
}

/** Control of Archivematica, below `/sandbox/archivematica/`: see `control` and `swordControl`. */
export function archivematicaControlApp(context: SandboxContext): Hono {
	const state = stateOf(context);
	return new Hono().all('/sandbox/archivematica/*', async call => {
		const request = asked(call.req.raw);
		await settle(context, state);
		const path = request.path.slice('/sandbox/archivematica/'.length);
		return (await swordControl(context, state, request, path)) ?? control(context, state, request, path);
	});
}

async function settle(context: SandboxContext, state: State): Promise<void> {
	await advance(context, state);
	await settleTasks(context, state);
	await settleDeposits(context, state);
}
