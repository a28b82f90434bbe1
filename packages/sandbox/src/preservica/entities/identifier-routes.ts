import type {XmlElement} from '@fonds/core/xml';
import {optionalText} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {kinds} from '../kinds.ts';
import type {Identifier, Link} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {xip} from './entity-xml.ts';
import {recordChange} from './record-change.ts';
import {since} from './since.ts';

/** Identifiers of entities, and their links. */
export function identifierRoutes(app: Hono, archive: Archive): void {
	const {repository, context} = archive;

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
			since(call, '6.1');
			const entity = call.entity();
			const sent = readIdentifier(await call.body());
			call.demandWriter();
			const identifier: Identifier = {apiId: newApiId(), ...sent, entity: entity.ref};
			context.store.transaction(() => {
				repository.identifiers.put(identifier.apiId, identifier);
				recordChange(call, entity, 'AddIdentifier');
			});
			return call.answer('IdentifiersResponse', identifierTag(identifier));
		}),
	);

	operation(
		app,
		'ENT-19',
		handler(archive, async call => {
			since(call, '6.1');
			const {entity, identifier} = identifierOf(call);
			const sent = readIdentifier(await call.body());
			call.demandWriter();
			const changed: Identifier = {...identifier, ...sent};
			context.store.transaction(() => {
				repository.identifiers.put(identifier.apiId, changed);
				recordChange(call, entity, 'UpdateIdentifier');
			});
			return call.answer('IdentifiersResponse', identifierTag(changed));
		}),
	);

	operation(
		app,
		'ENT-20',
		handler(archive, call => {
			since(call, '6.1');
			const {entity, identifier} = identifierOf(call);
			call.demandWriter();
			context.store.transaction(() => {
				repository.identifiers.delete(identifier.apiId);
				recordChange(call, entity, 'DeleteIdentifier');
			});
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'ENT-21',
		handler(archive, call => {
			since(call, '6.3');
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

	operation(
		app,
		'ENT-21 add',
		handler(archive, async call => {
			since(call, '6.3');
			const entity = call.entity();
			const {type, from, to} = readLink(await call.body());
			call.demandWriter();
			if (from !== entity.ref) throw new Problem(400, 'FromEntity must be the entity of the address.');
			const other = repository.entities.get(to);
			if (!other || !call.may('READ', other)) throw new Problem(404, `There is no entity with the reference ${to}.`);
			if (other.kind === 'CO') throw new Problem(422, 'Content objects cannot be linked.');
			const link: Link = {apiId: newApiId(), type, from, to};
			context.store.transaction(() => {
				repository.links.put(link.apiId, link);
				recordChange(call, entity, 'AddLink');
			});
			const ends = [tag('xip:FromEntity', from), tag('xip:ToEntity', to)];
			return call.answer('LinkResponse', tag('xip:Link', tag('xip:Type', type), ...ends));
		}),
	);

	operation(
		app,
		'ENT-21 delete',
		handler(archive, call => {
			since(call, '6.3');
			const entity = call.entity();
			const link = repository.links.get(call.c.req.param('apiId') ?? '');
			if (!link || ![link.from, link.to].includes(entity.ref)) throw new Problem(404, `The entity ${entity.ref} has no such link.`);
			call.demandWriter();
			context.store.transaction(() => {
				repository.links.delete(link.apiId);
				recordChange(call, entity, 'DeleteLink');
			});
			return call.c.body(null, 204);
		}),
	);
}

function identifierOf(call: Call) {
	const entity = call.entity();
	const identifier = call.archive.repository.identifiers.get(call.c.req.param('apiId') ?? '');
	if (!identifier || identifier.entity !== entity.ref) throw new Problem(404, `The entity ${entity.ref} has no such identifier.`);
	return {entity, identifier};
}

function readIdentifier(body: XmlElement): Pick<Identifier, 'type' | 'value'> {
	const type = optionalText(body, xip('Type'))?.trim();
	const value = optionalText(body, xip('Value'))?.trim();
	if (!isElement(body, 'XIP', 'Identifier') || type === undefined || value === undefined)
		throw new Problem(400, 'The body must be an Identifier with a Type and a Value, in the XIP namespace.');
	return {type, value};
}

function readLink(body: XmlElement): Omit<Link, 'apiId'> {
	const [type, from, to] = ['Type', 'FromEntity', 'ToEntity'].map(name => optionalText(body, xip(name))?.trim() ?? '');
	if (!isElement(body, 'XIP', 'Link') || !type || !from || !to)
		throw new Problem(400, 'The body must be a Link with a Type, a FromEntity and a ToEntity, in the XIP namespace.');
	return {type, from, to};
}

function identifierTag({apiId, type, value, entity}: Identifier): Tag {
	return tag('xip:Identifier', tag('xip:ApiId', apiId), tag('xip:Type', type), tag('xip:Value', value), tag('xip:Entity', entity));
}
