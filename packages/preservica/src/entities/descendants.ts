import {DecodeError, type Page} from '@fonds/core';
import type {EntityStub} from './entity.ts';

/** Loads a page of a folder's children; `null` is the root. */
export type LoadChildren = (folder: string | null, next: string | undefined, signal: AbortSignal) => Promise<Page<EntityStub>>;

/** A folder being walked. */
interface Frame {
	readonly ref: string | null;
	readonly items: readonly EntityStub[];
	position: number;
	/** Where its pages so far led to. */
	readonly seen: Set<string>;
	/** The page after `items`, already on its way. */
	readonly following: Promise<Page<EntityStub>> | undefined;
	/** First pages of folders among `items` whose turn has not come. */
	readonly ahead: Map<EntityStub, Promise<Page<EntityStub>>>;
	/** Where the search for more folders to fetch goes on. */
	scanned: number;
}

/**
 * Walks everything below a folder, depth first: a folder, then what is in it, then its next sibling. First pages of the folders that come
 * next are fetched ahead, at most `readAhead` on each level, so memory grows with the depth only.
 */
export async function* walkDescendants(
	load: LoadChildren,
	root: string | null,
	{readAhead, signal}: {readonly readAhead: number; readonly signal: AbortSignal | undefined},
): AsyncGenerator<EntityStub, void, void> {
	const controller = new AbortController();
	const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
	const fetchPage = (folder: string | null, next?: string): Promise<Page<EntityStub>> => {
		const page = load(folder, next, both);
		page.catch(() => {}); // It is looked at when its turn comes, if it comes.
		return page;
	};
	const open = (ref: string | null, {items, next}: Page<EntityStub>, seen = new Set<string>()): Frame => {
		if (next !== undefined && seen.has(next)) {
			throw new DecodeError(`The children of ${ref ?? 'the root'} do not end: the server leads from a page back to an earlier one.`, {
				code: 'endless-list',
			});
		}
		const following = next === undefined ? undefined : fetchPage(ref, next);
		return {ref, items, position: 0, seen: next === undefined ? seen : seen.add(next), following, ahead: new Map(), scanned: 0};
	};

	try {
		const stack = [open(root, await fetchPage(root))];
		const onPath = new Set<string | null>([root]);
		for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
			both.throwIfAborted();
			const item = frame.items[frame.position++];
			if (item === undefined) {
				stack.pop();
				if (frame.following === undefined) {
					onPath.delete(frame.ref);
				} else {
					stack.push(open(frame.ref, await frame.following, frame.seen));
				}
				continue;
			}

			if (onPath.has(item.ref)) {
				throw new DecodeError(`The server lists the folder ${item.ref} among its own descendants: the walk would never end.`, {
					code: 'cycle',
				});
			}
			yield item;
			if (item.type === 'folder') {
				fetchAhead(frame, readAhead, fetchPage);
				const page = frame.ahead.get(item) ?? fetchPage(item.ref);
				frame.ahead.delete(item);
				onPath.add(item.ref);
				stack.push(open(item.ref, await page));
			}
		}
	} finally {
		controller.abort();
	}
}

function fetchAhead(frame: Frame, limit: number, fetchPage: (folder: string) => Promise<Page<EntityStub>>): void {
	frame.scanned = Math.max(frame.scanned, frame.position);
	for (; frame.ahead.size < limit && frame.scanned < frame.items.length; frame.scanned++) {
		const item = frame.items[frame.scanned];
		if (item?.type === 'folder') {
			frame.ahead.set(item, fetchPage(item.ref));
		}
	}
}
