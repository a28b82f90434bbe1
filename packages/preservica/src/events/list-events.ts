import {path, type Pages, type Path, type SendOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {listPages, type PagedOptions} from '../xml/read-list.ts';
import type {ArchiveEvent, EventAction} from './event.ts';
import {decodeEventActions, decodeEvents} from './events-xml.ts';

/** Lists what was done (ENT-34, ENT-36). */
export function listActions({http}: Session, first: Path, options: PagedOptions): Pages<EventAction> {
	return listPages(http, first, decodeEventActions, options);
}

/** Lists what happened in the whole repository (ENT-35). */
export function listEvents({http}: Session, query: SendOptions['query'], options: PagedOptions): Pages<ArchiveEvent> {
	return listPages(http, path`api/entity/events`, decodeEvents, options, query);
}
