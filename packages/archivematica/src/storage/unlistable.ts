import {isSdkError} from '@fonds/core';
import type {HttpClient, Page, Path, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import type * as z from 'zod/mini';
import type {FilterQuery} from './encode-filter.ts';
import type {ListAnswer} from './list-json.ts';
import type {UnlistablePackage} from './list.ts';

/** A list some rows of which cannot be shown. */
export interface BrokenList<T> {
	readonly http: HttpClient;
	readonly target: Path;
	readonly query: FilterQuery;
	readonly shape: z.ZodMiniType<ListAnswer<T>>;
	/** Told of each row that cannot be shown. */
	tell(row: UnlistablePackage): void;
}

/** Reads a page that cannot be shown as a whole, by halves, down to the rows to blame (reference 3.5). */
export async function readAround<T>(list: BrokenList<T>, offset: number, limit: number, options: RequestOptions): Promise<Page<T>> {
	const found = await (limit > 1 ? readHalves : readPart)(list, offset, limit, options);
	// Behind the last row there is nothing to show: the answer is only the number.
	const total = found.total ?? (await ask(list, behindAll, 1, options)).meta.total_count;
	const following = offset + limit;
	const hasMore = total !== undefined && following < total;
	const query = new URLSearchParams({...list.query, limit: String(limit), offset: String(following)});
	return {items: found.items, total, next: hasMore ? `/${String(list.target)}?${query}` : undefined};
}

const behindAll = 2 ** 31 - 1;

type Found<T> = Pick<Page<T>, 'items' | 'total'>;

async function readHalves<T>(list: BrokenList<T>, offset: number, limit: number, options: RequestOptions): Promise<Found<T>> {
	const half = Math.ceil(limit / 2);
	const first = await readPart(list, offset, half, options);
	const second = await readPart(list, offset + half, limit - half, options);
	return {items: [...first.items, ...second.items], total: second.total ?? first.total};
}

async function readPart<T>(list: BrokenList<T>, offset: number, limit: number, options: RequestOptions): Promise<Found<T>> {
	try {
		const {meta, objects} = await ask(list, offset, limit, options);
		return {items: objects, total: meta.total_count};
	} catch (error) {
		if (!isSdkError(error, 'unlistable-package')) {
			throw error;
		}
		if (limit > 1) {
			return readHalves(list, offset, limit, options);
		}
		const [uuid] = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i.exec(error.message) ?? [];
		list.tell({position: offset, uuid, message: error.message});
		return {items: [], total: undefined};
	}
}

function ask<T>(
	{http, target, query, shape}: BrokenList<T>,
	offset: number,
	limit: number,
	options: RequestOptions,
): Promise<ListAnswer<T>> {
	return getJson(http, target, shape, {...options, query: {...query, limit, offset}});
}
