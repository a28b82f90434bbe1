import {Pages, type Page} from '@fonds/core';
import type {PagedOptions} from '../xml/read-list.ts';

/** One page of a harvest. Its `next` is the resumption token: keep it, and the harvest goes on from there another day. */
export interface HarvestPage<T> extends Page<T> {
	/** Until when `next` works: the server's own text, if it says so. */
	readonly expires: string | undefined;
}

/** What a harvest takes besides what is asked for. The server decides how much a page holds. */
export type HarvestOptions = Omit<PagedOptions, 'pageSize'>;

/** A list that is fetched while it is read, in the server's order; its pages tell where it can be resumed. Each walk starts anew. */
export class Harvest<T> extends Pages<T> {
	/**
	 * Walks page by page: for totals, and to keep the resumption token in `next` when the page is done with.
	 *
	 * @throws what the method that gave the harvest throws, while they are read.
	 */
	override pages(): AsyncIterable<HarvestPage<T>> {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `OaiPmh` makes pages of no other kind
		return super.pages() as AsyncIterable<HarvestPage<T>>;
	}
}
