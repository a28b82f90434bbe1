import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {Entity} from '../model.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {entityAnswer, isReference, readAsset, readEntity} from './entity-xml.ts';
import {recordChange} from './record-change.ts';
import {since} from './since.ts';

/** Creating folders and physical assets, saving, moving, and changing security tags. */
export function changeRoutes(app: Hono, archive: Archive): void {
	const {repository, jobs, context} = archive;

	operation(
		app,
		'ENT-12',
		handler(archive, async call => {
			const sent = readEntity(await call.body(), 'SO');
			call.demandWriter();
			const ref = newReference(call, sent.ref);
			if (!repository.hasSecurityTag(sent.securityTag)) throw new Problem(400, `There is no security tag ${sent.securityTag}.`);
			if (sent.parent !== undefined) call.entity('SO', sent.parent);
			const folder: Entity = {...sent, ref, kind: 'SO'};
			context.store.transaction(() => {
				repository.entities.put(ref, folder);
				recordChange(call, folder, 'command_create');
			});
			return entityAnswer(call, folder);
		}),
	);

	operation(
		app,
		'ENT-13',
		handler(archive, async call => {
			since(call, '6.4');
			const {asset: sent, physical} = readAsset(await call.body());
			call.demandWriter();
			const ref = newReference(call, sent.ref);
			if (!repository.hasSecurityTag(sent.securityTag)) throw new Problem(400, `There is no security tag ${sent.securityTag}.`);
			if (sent.parent === undefined) throw new Problem(400, 'The parent is missing.');
			call.entity('SO', sent.parent);
			const asset: Entity = {...sent, ref, kind: 'IO'};
			context.store.transaction(() => {
				repository.entities.put(ref, asset);
				if (physical) repository.addRepresentation({asset: ref, type: 'Physical', index: 1, contentObjects: []});
				recordChange(call, asset, 'command_create');
			});
			return entityAnswer(call, asset);
		}),
	);

	operation(
		app,
		'ENT-14',
		handler(archive, async call => {
			const entity = call.entity();
			const sent = readEntity(await call.body(), entity.kind);
			call.demandWriter();
			if (sent.ref !== undefined && sent.ref !== entity.ref)
				throw new Problem(400, 'The reference in the body is not that of the address.');
			if (entity.kind !== 'SO' && sent.parent === undefined) throw new Problem(400, 'The parent is missing.');
			// Tag and parent have to be sent and are not changed by this call (ENT-14).
			const {title, description, customType} = sent;
			const saved: Entity = {...entity, title, description, customType};
			context.store.transaction(() => {
				repository.entities.put(entity.ref, saved);
				recordChange(call, saved, 'command_update');
			});
			return entityAnswer(call, saved);
		}),
	);

	operation(
		app,
		'ENT-15',
		handler(archive, async call => {
			const entity = call.entity();
			const target = (await call.text()).trim();
			call.demandWriter();
			if (target !== '@root@') call.entity('SO', target);
			else if (entity.kind !== 'SO') throw new Problem(422, 'Only folders can be at the root.');
			if (repository.isWithin(target, entity.ref)) throw new Problem(422, 'A folder cannot be moved into itself.');
			return call.accepted(
				jobs.start({kind: 'move', entity: entity.ref, folder: target === '@root@' ? undefined : target}, call.user.username),
			);
		}),
	);

	operation(
		app,
		'ENT-16',
		handler(archive, async call => {
			const entity = call.entity();
			const tag = (await call.text()).trim();
			call.demandWriter();
			if (!repository.hasSecurityTag(tag)) throw new Problem(422, `There is no security tag ${tag}.`);
			const includeDescendants = call.c.req.query('includeDescendants')?.toLowerCase() === 'true';
			return call.accepted(jobs.start({kind: 'tag', entity: entity.ref, tag, includeDescendants}, call.user.username));
		}),
	);
}

function newReference(call: Call, asked: string | undefined): string {
	if (asked === undefined) return crypto.randomUUID();
	if (!isReference(asked)) throw new Problem(400, `${asked} is not a reference.`);
	if (call.archive.repository.isUsed(asked)) throw new Problem(409, `The reference ${asked} is in use.`);
	return asked;
}
