import {Hono} from 'hono';
import type {Context} from 'hono';
import {isoDate} from '../clock.ts';
import type {Archive} from './archive.ts';
import {adapters} from './entities/storage-routes.ts';
import type {JsonObject} from './json/read-json.ts';
import {flag, optionalText, parseObject, requiredText, wholeNumber} from './json/read-json.ts';
import {Problem} from './problem.ts';
import {contextOfJob, firstContexts} from './workflow/contexts.ts';

const switched = ['deletion', 'export'] as const;

/**
 * Control of the stand-in for Preservica, below `/sandbox/preservica/`. It needs no token, and no real server has it.
 *
 * - `GET workflows`, `PUT workflows` `{deletion?, export?}`: whether the tenancy has a workflow for deletions and for exports.
 * - `POST integrity-checks` `{contentObject, generation?, bitstream?, success?, type?, adapter?, fixed?, reason?}`: what came of looking
 *   at a file where it is kept.
 * - `GET search`, `PUT search` `{delay}`: how long it takes until search knows of a change, in milliseconds.
 */
export function preservicaControlApp(archive: Archive): Hono {
	const app = new Hono().basePath('/sandbox/preservica');
	app.use('*', async (_c, next) => {
		archive.jobs.settle();
		await next();
	});
	app.get('/workflows', c => c.json(workflowsOf(archive)));
	app.put('/workflows', async c => {
		const body = await bodyOf(c);
		for (const kind of switched) switchWorkflow(archive, kind, flag(body, kind, workflowsOf(archive)[kind] ?? true));
		return c.json(workflowsOf(archive));
	});
	app.post('/integrity-checks', async c => c.json(addCheck(archive, await bodyOf(c)), 201));
	app.get('/search', c => c.json({delay: archive.search.delay}));
	app.put('/search', async c => {
		const delay = wholeNumber(await bodyOf(c), 'delay', 0);
		if (delay < 0) throw new Problem(400, 'delay must be a number from 0 up.');
		archive.search.delay = delay;
		return c.json({delay});
	});
	app.onError((error, c) => {
		if (error instanceof Problem) return c.json({message: error.message}, error.status);
		throw error;
	});
	return app;
}

async function bodyOf(c: Context): Promise<JsonObject> {
	return parseObject(await c.req.text());
}

function workflowsOf({workflows}: Archive): Readonly<Record<string, boolean>> {
	return Object.fromEntries(switched.map(kind => [kind, workflows.contexts.has(contextOfJob[kind] ?? '')]));
}

function switchWorkflow({workflows}: Archive, kind: (typeof switched)[number], on: boolean): void {
	const context = firstContexts.find(({id}) => id === contextOfJob[kind]);
	if (!context) return;
	if (on) workflows.contexts.put(context.id, context);
	else workflows.contexts.delete(context.id);
}

function addCheck({repository, context}: Archive, body: JsonObject) {
	const contentObject = requiredText(body, 'contentObject');
	const generation = wholeNumber(body, 'generation', 1);
	const bitstream = wholeNumber(body, 'bitstream', 1);
	const found = repository.generationsOf(contentObject).find(({index}) => index === generation)?.bitstreams[bitstream - 1];
	if (!found) throw new Problem(404, `There is no bitstream ${bitstream} in a generation ${generation} of ${contentObject}.`);
	const type = optionalText(body, 'type') ?? 'full';
	if (type !== 'full' && type !== 'quick') throw new Problem(400, 'type must be full or quick.');
	const check = {
		contentObject,
		generation,
		bitstream,
		type,
		success: flag(body, 'success', true),
		date: isoDate(context.now()),
		adapter: optionalText(body, 'adapter') ?? adapters[0] ?? '',
		fixed: body['fixed'] === undefined ? undefined : flag(body, 'fixed', false),
		reason: optionalText(body, 'reason'),
	} as const;
	repository.integrityChecks.put(crypto.randomUUID(), check);
	return check;
}
