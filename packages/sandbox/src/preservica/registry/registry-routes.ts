import type {Context, Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import {whoAsks} from '../auth/who-asks.ts';
import type {JsonObject} from '../json/read-json.ts';
import {parseObject} from '../json/read-json.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {readText} from '../read-body.ts';
import type {RegistryItem} from './registry.ts';
import {listKeys, toItem} from './registry.ts';

/** The preservation action registry. Everybody reads it; managers change it. */
export function registryRoutes(app: Hono, {registry, sessions}: Archive): void {
	operation(app, 'PAR-01', c => {
		const segment = segmentOf(c);
		return c.json({[listKeys.get(segment) ?? '']: registry.list(segment).map(({document}) => document)});
	});

	operation(app, 'PAR-02', c => c.json(itemOf(c).document));

	operation(app, 'PAR-03', async c => {
		const segment = segmentOf(c);
		demandManager(c);
		const item = toItem(segment, await sent(c));
		if (registry.find(segment, item.guid) ?? registry.find(segment, item.name))
			throw new Problem(409, `There is an item ${item.name} already.`);
		registry.put(item);
		return c.json(item.document, 201);
	});

	operation(app, 'PAR-04', async c => {
		demandManager(c);
		const {segment, guid} = itemOf(c);
		const item = toItem(segment, await sent(c), guid);
		registry.put(item);
		return c.json(item.document, 201);
	});

	operation(app, 'PAR-05', c => {
		demandManager(c);
		registry.delete(itemOf(c));
		return c.body(null, 204);
	});

	function itemOf(c: Context): RegistryItem {
		const id = c.req.param('id') ?? '';
		const item = registry.find(segmentOf(c), id);
		if (!item) throw new Problem(404, `The registry has no item ${id}.`);
		return item;
	}

	function demandManager(c: Context): void {
		const user = whoAsks(c, sessions);
		if (!user.roles.some(role => managers.configuration.includes(role)))
			throw new Problem(403, `${user.username} needs the role ${managers.configuration.join(' or ')}.`);
	}
}

function segmentOf(c: Context): string {
	const segment = c.req.param('segment') ?? '';
	if (!listKeys.has(segment)) throw new Problem(404, `The registry has no ${segment}.`);
	return segment;
}

async function sent(c: Context): Promise<JsonObject> {
	return parseObject(await readText(c.req.raw));
}
