import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {Entity, Kind} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {readDate} from '../read-date.ts';
import {Problem} from '../problem.ts';
import type {Repository} from '../repository.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {bitstreamTag, entityTag, generationTag, representationTag} from './content-xml.ts';
import {entityAnswer, tombstoneAnswer} from './entity-xml.ts';

/** Version, entities, children, look-up by identifier. */
export function readRoutes(app: Hono, archive: Archive): void {
	const {repository} = archive;

	operation(
		app,
		'ENT-01',
		handler(archive, call => call.answer('VersionResponse', tag('CurrentVersion', archive.context.version))),
	);

	const one = (kind: Kind) => handler(archive, call => entityOrTombstone(call, kind));
	operation(app, 'ENT-04', one('SO'));
	operation(
		app,
		'ENT-05',
		handler(archive, call => {
			const expanded = call.c.req.query('expand')?.toLowerCase() === 'structure';
			return entityOrTombstone(call, 'IO', asset => (expanded ? structureOf(asset, repository) : []));
		}),
	);
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

	operation(
		app,
		'ENT-11',
		handler(archive, call => {
			const {date, endDate} = call.c.req.query();
			if (date === undefined) throw new Problem(400, 'The parameter date is required.');
			const {items, paging} = pageOf(call, changedEntities(call, readDate(date), endDate), 'entities/updated-since');
			return call.answer('EntitiesResponse', tag('Entities', ...items), paging);
		}),
	);
}

/** The document of an entity, even if it was deleted. */
function entityOrTombstone(call: Call, kind: Kind, structure?: (entity: Entity) => readonly Tag[]): Response {
	const tombstone = call.archive.repository.tombstones.get(call.c.req.param('ref') ?? '');
	if (tombstone?.kind === kind && call.may('READ', tombstone)) return tombstoneAnswer(call, tombstone);
	const entity = call.entity(kind);
	return entityAnswer(call, entity, structure?.(entity));
}

/** Everything an asset consists of, as XIP has it (ENT-07). */
function structureOf({ref}: Entity, repository: Repository): readonly Tag[] {
	const contentObjects = repository.contentObjectsOf(ref);
	const generations = contentObjects.flatMap(contentObject => repository.generationsOf(contentObject.ref));
	return [
		...repository.representationsOf(ref).map(representationTag),
		...contentObjects.map(contentObject => entityTag(contentObject)),
		...generations.map(generation => generationTag(generation, ({filename}) => filename)),
		...generations.flatMap(({bitstreams}) => bitstreams.map(bitstream => bitstreamTag(bitstream))),
	];
}

function childrenAnswer(call: Call, children: readonly Entity[], path: string): Response {
	const {items, paging} = pageOf(call, call.visible(children), path);
	return call.answer('ChildrenResponse', tag('Children', ...items.map(child => summary(call, 'Child', child))), paging, call.self(path));
}

/** What was changed or deleted in a time, the earliest change first. */
function changedEntities(call: Call, from: number, endDate: string | undefined): readonly Tag[] {
	const {repository} = call.archive;
	const to = endDate === undefined ? Number.POSITIVE_INFINITY : readDate(endDate);
	const changes = [...repository.entities.values(), ...repository.tombstones.values()]
		.filter(entity => call.may('READ', entity))
		.map(entity => ({entity, time: Date.parse(repository.modifiedAt(entity.ref) ?? '')}))
		.filter(({time}) => time >= from && time <= to)
		.toSorted((a, b) => a.time - b.time || (a.entity.ref < b.entity.ref ? -1 : 1));
	return changes.map(({entity}) => {
		if (repository.tombstones.has(entity.ref)) return tagWith('Entity', {ref: entity.ref, deleted: true}, call.entityUrl(entity));
		return summary(call, 'Entity', entity, {description: entity.description});
	});
}

function summary(call: Call, name: string, entity: Entity, more: Tag['attributes'] = {}) {
	const icon = entity.kind === 'SO' ? 'folder' : undefined;
	return tagWith(name, {title: entity.title, ref: entity.ref, type: entity.kind, icon, ...more}, call.entityUrl(entity));
}
