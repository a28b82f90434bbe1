import type {Call} from '../call.ts';
import {allKinds} from '../kinds.ts';
import type {Entity} from '../model.ts';
import {Problem} from '../problem.ts';

/** The entity that the parameter `id` of a content request, or another text like it, names, e.g. `sdb:IO|…`; upper and lower case are alike (1.7). @throws Problem 404 when there is none. */
export function entityOfId(call: Call, id: string = call.c.req.query('id') ?? ''): Entity {
	const [, name, ref] = /^sdb:(\w\w)\|(.+)$/iu.exec(id) ?? [];
	const kind = allKinds.find(known => known === name?.toUpperCase());
	if (kind === undefined || ref === undefined)
		throw new Problem(404, 'The parameter id must be sdb:IO|, sdb:SO| or sdb:CO| and a reference.');
	return call.entity(kind, ref.toLowerCase());
}
