import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {kindOfPath, kinds} from '../kinds.ts';
import type {EventAction} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {readDate} from '../read-date.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';
import {since} from './since.ts';

/** What happened, oldest first. */
export function eventRoutes(app: Hono, archive: Archive): void {
	const {repository} = archive;

	operation(
		app,
		'ENT-34',
		handler(archive, call => {
			since(call, '6.1');
			const {ref, path} = subjectOf(call);
			return actionsAnswer(call, repository.eventsOf(ref), `${path}/event-actions`);
		}),
	);

	operation(
		app,
		'ENT-35',
		handler(archive, call => {
			since(call, '6.1');
			const {items, paging} = pageOf(call, repository.allEvents().filter(eventFilter(call)), 'events');
			return call.answer('EventsResponse', tag('Events', ...items.map(eventTag)), paging);
		}),
	);

	operation(
		app,
		'ENT-36',
		handler(archive, call => {
			since(call, '6.1');
			const event = call.c.req.param('event') ?? '';
			const actions = repository.actionsOf(event).filter(action => isVisible(call, action));
			if (actions.length === 0) throw new Problem(404, 'There is no such event.');
			return actionsAnswer(call, actions, `events/${event}/event-actions`);
		}),
	);
}

/** The entity a path names, deleted or not. */
function subjectOf(call: Call): {readonly ref: string; readonly path: string} {
	const kind = kindOfPath(call.c.req.param('kind') ?? '');
	const tombstone = call.archive.repository.tombstones.get(call.c.req.param('ref') ?? '');
	const subject = tombstone?.kind === kind && tombstone && call.may('READ', tombstone) ? tombstone : call.entity();
	return {ref: subject.ref, path: `${kinds[subject.kind].path}/${subject.ref}`};
}

/** An event is seen by who sees one of the entities it was about: assumed. */
function isVisible(call: Call, {event, entity}: Pick<EventAction, 'event' | 'entity'>): boolean {
	const {repository} = call.archive;
	const subject = repository.entities.get(entity) ?? repository.tombstones.get(entity);
	return subject !== undefined && event !== '' && call.may('READ', subject);
}

function eventFilter(call: Call): (event: EventAction) => boolean {
	const {from, to, username} = call.c.req.query();
	const types = (call.c.req.queries('types') ?? []).flatMap(list => list.split(',').map(type => type.trim().toLowerCase()));
	const earliest = from === undefined ? Number.NEGATIVE_INFINITY : readDate(from);
	const latest = to === undefined ? Number.POSITIVE_INFINITY : readDate(to);
	return event => {
		const time = Date.parse(event.date);
		if (time < earliest || time > latest) return false;
		if (types.length > 0 && !types.includes(event.type.toLowerCase())) return false;
		if (username !== undefined && event.user !== username) return false;
		return call.archive.repository.actionsOf(event.event).some(action => isVisible(call, action));
	};
}

function actionsAnswer(call: Call, actions: readonly EventAction[], path: string): Response {
	const {items, paging} = pageOf(call, actions, path);
	const tags = items.map(action =>
		tagWith(
			'xip:EventAction',
			{commandType: action.command},
			eventTag(action),
			tag('xip:Date', action.date),
			tag('xip:Entity', action.entity),
			optionalTag('xip:SerialisedCommand', action.detail),
		),
	);
	return call.answer('EventActionsResponse', tag('EventActions', ...tags), paging);
}

function eventTag({event, type, date, user}: EventAction): Tag {
	return tagWith('xip:Event', {type}, tag('xip:Ref', event), tag('xip:Date', date), tag('xip:User', user));
}
