import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {Entity, Kind} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {entityAnswer} from './entity-xml.ts';

/** Version, entities, children, look-up by identifier. */
export function readRoutes(app: Hono, archive: Archive): void {
	const {repository} = archive;

	operation(
		app,
		'ENT-01',
		handler(archive, call => call.answer('VersionResponse', tag('CurrentVersion', archive.context.version))),
	);

	const one = (kind: Kind) => handler(archive, call => entityAnswer(call, call.entity(kind)));
	operation(app, 'ENT-04', one('SO'));
	operation(app, 'ENT-05', one('IO'));
	operation(app, 'ENT-06', one('CO'));

	operation(
		app,
		'ENT-08',
		handler(archive, call => {
			const folder = call.entity('SO');
			return childrenAnswer(call, repository.children(folder.ref), `structural-objects/${folder.ref}/children`);
		}),
	);
	operation(
		app,
		'ENT-09',
		handler(archive, call => childrenAnswer(call, repository.children(undefined), 'root/children')),
	);

	operation(
		app,
		'ENT-10',
		handler(archive, call => {
			const {type, value} = call.c.req.query();
			if (type === undefined || value === undefined) throw new Problem(400, 'The parameters type and value are required.');
			const entities = call.visible(repository.entitiesByIdentifier(type, value));
			return call.answer(
				'EntitiesResponse',
				tag('Entities', ...entities.map(entity => summary(call, 'Entity', entity))),
				tag('Paging', tag('TotalResults', entities.length)),
			);
		}),
	);
}

function childrenAnswer(call: Call, children: readonly Entity[], path: string): Response {
	const {items, paging} = pageOf(call, call.visible(children), path);
	return call.answer('ChildrenResponse', tag('Children', ...items.map(child => summary(call, 'Child', child))), paging, call.self(path));
}

function summary(call: Call, name: string, entity: Entity) {
	const icon = entity.kind === 'SO' ? 'folder' : undefined;
	return tagWith(name, {title: entity.title, ref: entity.ref, type: entity.kind, icon}, call.entityUrl(entity));
}
