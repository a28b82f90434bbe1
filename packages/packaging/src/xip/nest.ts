import type {XipAsset, XipFolder} from './contents.ts';
import type {Tell} from './tell.ts';

interface OpenFolder extends XipFolder {
	readonly folders: XipFolder[];
	readonly assets: XipAsset[];
}

interface Nested {
	readonly folders: readonly XipFolder[];
	readonly assets: readonly XipAsset[];
}

/**
 * Puts folders and assets into the folders that are their parents. Folders that are in each other come out at the top.
 *
 * @param contentObjects - Their references: none of them can be a parent.
 */
export function nest(folders: readonly OpenFolder[], assets: readonly XipAsset[], contentObjects: ReadonlySet<string>, tell: Tell): Nested {
	const byRef = new Map<string, OpenFolder>();
	for (const folder of folders) {
		if (folder.ref !== '' && !byRef.has(folder.ref)) {
			byRef.set(folder.ref, folder);
		}
	}
	const parentOf = ({parent}: {readonly parent: string | undefined}): OpenFolder | undefined =>
		parent === undefined ? undefined : byRef.get(parent);
	const assetRefs = new Set(assets.map(({ref}) => ref));
	const tellWrong = ({ref, parent}: XipAsset | XipFolder): void => {
		if (parent !== undefined && !byRef.has(parent) && (assetRefs.has(parent) || contentObjects.has(parent))) {
			const what = assetRefs.has(parent) ? 'an asset' : 'a content object';
			tell('wrong-parent', `The parent ${parent} of ${ref} is ${what}. Only folders hold folders and assets.`);
		}
	};

	const cut = findCycles(folders, parentOf);
	for (const {ref} of cut) {
		tell('parent-cycle', `The folder ${ref} is in itself, by way of its parents.`);
	}
	const tops: XipFolder[] = [];
	for (const folder of folders) {
		const parent = cut.has(folder) ? undefined : parentOf(folder);
		tellWrong(folder);
		(parent?.folders ?? tops).push(folder);
	}
	const topAssets: XipAsset[] = [];
	for (const asset of assets) {
		tellWrong(asset);
		(parentOf(asset)?.assets ?? topAssets).push(asset);
	}
	return {folders: tops, assets: topAssets};
}

/** One folder of each cycle: the one that was met first. */
export function findCycles<T extends object>(folders: readonly T[], parentOf: (folder: T) => T | undefined): ReadonlySet<T> {
	const cut = new Set<T>();
	const done = new Set<T>();
	for (const folder of folders) {
		const way = new Set<T>();
		let at: T | undefined = folder;
		while (at !== undefined && !done.has(at) && !way.has(at)) {
			way.add(at);
			at = parentOf(at);
		}
		if (at !== undefined && way.has(at)) {
			cut.add(at);
		}
		way.forEach(item => done.add(item));
	}
	return cut;
}
