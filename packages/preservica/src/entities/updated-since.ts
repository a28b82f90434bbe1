import {path, type Page} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {formatDate} from '../xml/dates.ts';
import {listPages} from '../xml/read-list.ts';
import type {ChangedEntity} from './entity.ts';
import type {UpdatedSinceOptions} from './options.ts';
import {decodeChanges} from './stubs-xml.ts';

/** Walks what was made, changed or deleted since a moment (ENT-11). */
export function walkUpdatedSince(
	{http}: Session,
	since: Date | string,
	{until, pageSize = 1000, ...options}: UpdatedSinceOptions,
): AsyncIterable<Page<ChangedEntity>> {
	const query = {date: formatDate(since), endDate: until === undefined ? undefined : formatDate(until)};
	return listPages(http, path`api/entity/entities/updated-since`, decodeChanges, {...options, pageSize}, query).pages();
}
