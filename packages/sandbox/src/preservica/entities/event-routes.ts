import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {kinds} from '../kinds.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {tag, tagWith} from '../xml/write-xml.ts';

/** What happened to an entity, oldest first. */
export function eventRoutes(app: Hono, archive: Archive): void {
	operation(
		app,
		'ENT-34',
		handler(archive, call => {
			const {kind, ref} = call.entity();
			const {items, paging} = pageOf(call, archive.repository.eventsOf(ref), `${kinds[kind].path}/${ref}/event-actions`);
			const actions = items.map(({event, type, command, date, user}) =>
				tagWith(
					'xip:EventAction',
					{commandType: command},
					tagWith('xip:Event', {type}, tag('xip:Ref', event), tag('xip:Date', date), tag('xip:User', user)),
					tag('xip:Date', date),
					tag('xip:Entity', ref),
				),
			);
			return call.answer('EventActionsResponse', tag('EventActions', ...actions), paging);
		}),
	);
}
