import {DecodeError, type Page} from '@fonds/core';
import type {EntityStub} from './entity.ts';

/** Loads a page of a folder's children; `null` is the root. */
export type LoadChildren = (folder: string | null, next: string | undefined, signal: AbortSignal) => Promise<Page<EntityStub>>;

/** A page of children that was asked for. */
interface Leaf {
	readonly folder: string | null;
	/** Where the pages of this folder so far led to. */
	readonly seen: ReadonlySet<string>;
	readonly arrival: Promise<Page<EntityStub>>;
	/** What arrived; undefined while it is on its way. */
	page: Page<EntityStub> | undefined;
	/** The item that is met or entered now. */
	position: number;
	/** First pages of folders on this page that were asked for and not entered yet. */
	readonly below: Map<EntityStub, Leaf>;
	/** The next page of the same folder, once it was asked for. */
	following: Leaf | undefined;
}

/**
 * Walks everything below a folder, depth first: a folder, then what is in it, then its next sibling. The pages that come next in this order
 * are fetched ahead, `concurrency` at a time; twice as many are on their way or wait, so memory does not grow with the archive.
 */
export async function* walkDescendants(
	load: LoadChildren,
	root: string | null,
	{concurrency, signal}: {readonly concurrency: number; readonly signal: AbortSignal | undefined},
): AsyncGenerator<EntityStub, void, void> {
	const controller = new AbortController();
	const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
	const stack: Leaf[] = [];
	/** How many are on their way, and how many are or wait to be entered. */
	const pages = {running: 0, ahead: 0};

	const ask = (folder: string | null, next?: string, seen: ReadonlySet<string> = new Set()): Leaf => {
		pages.running++;
		pages.ahead++;
		const arrival = load(folder, next, both);
		const leaf: Leaf = {folder, seen, arrival, page: undefined, position: 0, below: new Map(), following: undefined};
		arrival
			.then(
				page => (leaf.page = page),
				() => {}, // It is looked at when its turn comes, if it comes.
			)
			.finally(() => {
				pages.running--;
				fill();
			});
		return leaf;
	};
	const askFollowing = (leaf: Leaf, {next}: Page<EntityStub>): Leaf => {
		if (next === undefined || leaf.seen.has(next)) {
			throw new DecodeError(
				`The children of ${leaf.folder ?? 'the root'} do not end: the server leads from a page back to an earlier one.`,
				{code: 'endless-list'},
			);
		}
		return (leaf.following ??= ask(leaf.folder, next, new Set(leaf.seen).add(next)));
	};
	const askBelow = (leaf: Leaf, folder: EntityStub): Leaf => {
		const found = leaf.below.get(folder) ?? ask(folder.ref);
		leaf.below.set(folder, found);
		return found;
	};

	/** Asks for the first page in the order of the walk that nobody asked for yet; false when none is known. */
	const askNext = (leaf: Leaf): boolean => {
		const {page} = leaf;
		if (page === undefined) {
			return false;
		}
		for (let index = leaf.position; index < page.items.length; index++) {
			const item = page.items[index];
			if (item?.type === 'folder') {
				const known = leaf.below.get(item);
				if (known === undefined) {
					askBelow(leaf, item);
					return true;
				}
				if (askNext(known)) {
					return true;
				}
			}
		}
		if (leaf.following !== undefined) {
			return askNext(leaf.following);
		}
		if (page.next === undefined || leaf.seen.has(page.next)) {
			return false;
		}
		askFollowing(leaf, page);
		return true;
	};
	const fill = (): void => {
		let found = !both.aborted;
		while (found && pages.running < concurrency && pages.ahead < 2 * concurrency) {
			found = stack.findLast(askNext) !== undefined;
		}
	};
	/** Goes on in a page; what leads to it knows it until it has arrived, so that the pages below it can be asked for at once. */
	const enter = async (leaf: Leaf, leave = () => {}): Promise<void> => {
		leaf.page = await leaf.arrival;
		pages.ahead--;
		leave();
		stack.push(leaf);
		fill();
	};

	try {
		await enter(ask(root));
		const onPath = new Set<string | null>([root]);
		for (let leaf = stack.at(-1); leaf !== undefined; leaf = stack.at(-1)) {
			both.throwIfAborted();
			const page = leaf.page ?? (await leaf.arrival);
			const item = page.items[leaf.position];
			if (item === undefined) {
				if (page.next === undefined) {
					stack.pop();
					onPath.delete(leaf.folder);
				} else {
					await enter(askFollowing(leaf, page), () => stack.pop());
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
				onPath.add(item.ref);
				await enter(askBelow(leaf, item), () => {
					leaf.below.delete(item);
					leaf.position++;
				});
			} else {
				leaf.position++;
			}
		}
	} finally {
		controller.abort();
	}
}
