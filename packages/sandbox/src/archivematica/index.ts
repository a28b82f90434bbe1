import {Hono} from 'hono';
import type {SandboxContext} from '../context.ts';
import {control} from './control.ts';
import {dashboard} from './dashboard/routes.ts';
import {asked} from './http/asked.ts';
import {stateOf} from './state.ts';
import {isStoragePath, storage} from './storage/routes.ts';
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
	return new Hono().all('/api/*', async (call, next) => {
		const request = asked(call.req.raw);
		const path = request.path.slice('/api/'.length);
		const stored = path.startsWith('v2/') && isStoragePath(path.slice(3));
		if (!stored && !dashboardPath.test(path)) return next();
		await advance(context, state);
		return stored ? storage(context, state, request, path.slice(3)) : dashboard(context, state, request, path);
	});
}

/** Control of the Archivematica workflow, below `/sandbox/archivematica/`: see `control`. */
export function archivematicaControlApp(context: SandboxContext): Hono {
	const state = stateOf(context);
	return new Hono().all('/sandbox/archivematica/*', async call => {
		const request = asked(call.req.raw);
		await advance(context, state);
		return control(context, state, request, request.path.slice('/sandbox/archivematica/'.length));
	});
}
