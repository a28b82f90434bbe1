import {DecodeError, isSdkError, Pages, paginate} from '@fonds/core';
import type {HttpClient, Page, Path, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import type * as z from 'zod/mini';
import {withoutCredentials} from '../http/links.ts';
import type {FilterQuery} from './encode-filter.ts';
import {listOf} from './list-json.ts';

/** Options of lists. */
export interface ListOptions extends RequestOptions {
	/** Items per request, at most 1000. @default 100 */
	readonly pageSize?: number | undefined;
	/** Pages fetched ahead of the reader. @default 0 */
	readonly readAhead?: number | undefined;
}

/** A row no list can show, and with it no page it is on (reference 3.5). */
export interface UnlistablePackage {
	/** Its place in the list, from 0, at the time of the walk. */
	readonly position: number;
	/** Its UUID, where the server's message has it. */
	readonly uuid: string | undefined;
	/** What the server says. */
	readonly message: string;
}

/** A list of the server. */
export interface ListDefinition<T> {
	readonly target: Path;
	readonly query: FilterQuery;
	readonly schema: z.ZodMiniType<T>;
	/** What is the same in two rows that are the same thing. */
	keyOf(item: T): string;
	/** Whether the server may count one thing several times: conditions on relations to many join rows. */
	readonly isJoined?: boolean | undefined;
	/** Told of each row that is left out; without it, such a row ends the walk. */
	readonly onUnlistable?: ((row: UnlistablePackage) => void) | undefined;
}

/**
 * Walks a list of the Storage Service to its honest end (reference 1.8).
 *
 * The order of rows is not defined and they shift between pages, so things come twice or not at all. What comes twice is given once. When
 * fewer came than the server counted, the list is read once more for what was missed; when they are still fewer, the walk fails.
 */
export function listObjects<T>(http: HttpClient, definition: ListDefinition<T>, options: ListOptions): Pages<T> {
	return new Pages(() => walk(http, definition, options));
}

async function* walk<T>(http: HttpClient, definition: ListDefinition<T>, options: ListOptions): AsyncGenerator<Page<T>> {
	const given = new Set<string>();
	const told = new Set<number>();
	for (const isLast of [false, true]) {
		const met = new Set<string>();
		let rows = 0;
		let total = 0;
		let skipped = 0;
		const onSkip = (row: UnlistablePackage) => {
			skipped++;
			if (!told.has(row.position)) {
				told.add(row.position);
				definition.onUnlistable?.(row);
			}
		};
		for await (const page of pagesOf(http, definition, options, onSkip)) {
			rows += page.items.length;
			total = Math.max(total, page.total ?? 0);
			const items = page.items.filter(item => {
				const key = definition.keyOf(item);
				met.add(key);
				return !given.has(key) && given.add(key);
			});
			if (!isLast || items.length > 0) {
				yield {...page, items};
			}
		}
		const came = (definition.isJoined ? rows : met.size) + skipped;
		if (came >= total) {
			return;
		}
		if (isLast) {
			throw new DecodeError(
				`The Storage Service counts ${total} in the list ${String(definition.target)}, and gave ${came}, also when asked again. ` +
					'Rows that come and go in the meantime shift the others: list again, or with larger pages.',
				{code: 'incomplete-list'},
			);
		}
	}
}

function pagesOf<T>(
	http: HttpClient,
	definition: ListDefinition<T>,
	{pageSize = 100, readAhead, ...options}: ListOptions,
	onSkip: (row: UnlistablePackage) => void,
): AsyncIterable<Page<T>> {
	const {target, query, schema, onUnlistable} = definition;
	const shape = listOf(schema);
	const limit = Math.min(Math.max(Math.trunc(pageSize), 1), 1000);
	return paginate<T>(
		async (next, signal) => {
			const request = {...options, signal};
			try {
				const {meta, objects} = await (next === undefined
					? getJson(http, target, shape, {...request, query: {...query, limit, offset: 0}})
					: getJson(http, next, shape, request));
				return {items: objects, total: meta.total_count, next: meta.next ? withoutCredentials(meta.next) : undefined};
			} catch (error) {
				if (!onUnlistable || !isSdkError(error, 'unlistable-package')) {
					throw error;
				}
				const {readAround} = await import('./unlistable.ts');
				return readAround({http, target, query, shape, tell: onSkip}, offsetOf(next), limit, request);
			}
		},
		{signal: options.signal, readAhead},
	).pages();
}

function offsetOf(link = ''): number {
	return Number(new URLSearchParams(link.slice(link.indexOf('?'))).get('offset') ?? 0);
}
