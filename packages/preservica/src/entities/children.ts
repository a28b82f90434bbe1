import {paginate, path, type Page, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {walkDescendants} from './descendants.ts';
import type {ListOptions, WalkOptions} from './entities.ts';
import type {EntityStub} from './entity.ts';
import {checkedPageSize} from '../xml/page-size.ts';
import {decodeChildren} from './stubs-xml.ts';
import {checkedCount} from '../whole-number.ts';

/** Walks the children of a folder page by page; `null` is the root (ENT-08, ENT-09). */
export function walkChildren(
	session: Session,
	folder: string | null,
	{pageSize = 100, readAhead, ...options}: ListOptions,
): AsyncIterable<Page<EntityStub>> {
	const load = (next: string | undefined, signal: AbortSignal | undefined): Promise<Page<EntityStub>> =>
		loadChildren(session, folder, next, pageSize, {...options, signal});
	return paginate(load, {signal: options.signal, readAhead}).pages();
}

/** Walks everything below a folder; `null` is the root. */
export function walkBelow(
	session: Session,
	folder: string | null,
	{pageSize = 1000, concurrency = 12, signal, ...options}: WalkOptions,
): AsyncIterable<EntityStub> {
	const load = (ref: string | null, next: string | undefined, both: AbortSignal): Promise<Page<EntityStub>> =>
		loadChildren(session, ref, next, pageSize, {...options, signal: both});
	return walkDescendants(load, folder, {concurrency: checkedCount('concurrency', concurrency), signal});
}

async function loadChildren(
	{http}: Session,
	folder: string | null,
	next: string | undefined,
	max: number,
	options: RequestOptions,
): Promise<Page<EntityStub>> {
	if (next !== undefined) {
		return decodeChildren(await getXml(http, next, options));
	}
	const first = folder === null ? path`api/entity/root/children` : path`api/entity/structural-objects/${folder}/children`;
	return decodeChildren(await getXml(http, first, {...options, query: {start: 0, max: checkedPageSize(max)}}));
}
