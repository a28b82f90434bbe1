import {optionalText} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {kinds} from '../kinds.ts';
import type {Identifier} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {xip} from './entity-xml.ts';

/** Identifiers of entities, and their links. */
export function identifierRoutes(app: Hono, archive: Archive): void {
	const {repository} = archive;

	operation(
		app,
		'ENT-17',
		handler(archive, call => {
			const {kind, ref} = call.entity();
			const path = `${kinds[kind].path}/${ref}/identifiers`;
			const {items, paging} = pageOf(call, repository.identifiersOf(ref), path);
			return call.answer('IdentifiersResponse', tag('Identifiers', ...items.map(identifierTag)), paging, call.self(path));
		}),
	);

	operation(
		app,
		'ENT-18',
		handler(archive, async call => {
			const entity = call.entity();
			const body = await call.body();
			call.demandWriter();
			const type = optionalText(body, xip('Type'))?.trim();
			const value = optionalText(body, xip('Value'))?.trim();
			if (body.name !== 'Identifier' || type === undefined || value === undefined) {
				throw new Problem(400, 'The body must be an Identifier with a Type and a Value.');
			}
			const identifier: Identifier = {apiId: newApiId(), type, value, entity: entity.ref};
			repository.identifiers.put(identifier.apiId, identifier);
			return call.answer('IdentifiersResponse', identifierTag(identifier));
		}),
	);

	operation(
		app,
		'ENT-20',
		handler(archive, call => {
			const entity = call.entity();
			const identifier = repository.identifiers.get(call.c.req.param('apiId') ?? '');
			if (!identifier || identifier.entity !== entity.ref) throw new Problem(404, `The entity ${entity.ref} has no such identifier.`);
			call.demandWriter();
			repository.identifiers.delete(identifier.apiId);
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'ENT-21',
		handler(archive, call => {
			const {kind, ref} = call.entity();
			const path = `${kinds[kind].path}/${ref}/links`;
			const ends = repository.linksOf(ref).flatMap(link => {
				const linkDirection = link.from === ref ? 'From' : 'To';
				const other = repository.entities.get(linkDirection === 'From' ? link.to : link.from);
				if (!other || !call.may('READ', other)) return [];
				const attributes = {linkType: link.type, linkDirection, title: other.title, ref: other.ref, type: other.kind, apiId: link.apiId};
				return [tagWith('Link', attributes, call.entityUrl(other))];
			});
			const {items, paging} = pageOf(call, ends, path);
			return call.answer('LinksResponse', tag('Links', ...items), paging);
		}),
	);
}

function identifierTag({apiId, type, value, entity}: Identifier): Tag {
	return tag('xip:Identifier', tag('xip:ApiId', apiId), tag('xip:Type', type), tag('xip:Value', value), tag('xip:Entity', entity));
}
