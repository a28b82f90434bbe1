import {ConfigurationError} from '@fonds/core';
import type {FixityAlgorithm} from '@fonds/core/hash';
import {createPathClaims} from '../entries/path-claims.ts';
import type {FolderDescription, XipDescription} from './description.ts';
import {findCycles} from './nest.ts';
import type {XipPlanOptions} from './options.ts';
import {filesOf, type PlannedEntity, type PlannedRepresentation, type XipPlan} from './plan.ts';
import {planEntity, type PlanContext} from './plan-entity.ts';
import {planRepresentations} from './plan-representations.ts';
import {planEventAction, planLink, planRestriction} from './plan-statements.ts';
import {createVersionCheck} from './versions.ts';

/** What Preservica's own tools and pyPreservica write, whatever the server's version. */
const defaultNamespace = 'http://preservica.com/XIP/v6.0';

/** Decides everything that can be decided before the files are read. @throws ConfigurationError for a description that cannot be packaged. */
export function planPackage(description: XipDescription, options: XipPlanOptions): XipPlan {
	const {namespace = defaultNamespace, createRef = () => crypto.randomUUID(), date = new Date()} = options;
	if (!/^http:\/\/preservica\.com\/XIP\/v\d+(\.\d+)*$/.test(namespace)) {
		throw new ConfigurationError(`"${namespace}" is not a namespace of XIP, such as ${defaultNamespace}.`);
	}
	if (Number.isNaN(date.getTime())) {
		throw new ConfigurationError('The date of the package is not a date.');
	}
	refuseLeftovers(description);
	const context = createContext(namespace, date, createRef);
	const tree = planTree(description, context);
	if (tree.assets.length + tree.folders.length === 0) {
		throw new ConfigurationError('The package has no assets and no folders. Describe at least one.');
	}
	refuseWrongParents(tree);
	const [first] = tree.assets;
	const id = options.id ?? (first !== undefined && tree.assets.length === 1 && tree.folders.length === 0 ? first.ref : createRef());
	checkId(id);
	return {
		...tree,
		links: (description.links ?? []).map(planLink),
		restrictions: (description.restrictions ?? []).map(item => planRestriction(item, context)),
		events: (description.events ?? []).map(item => planEventAction(item, context)),
		unknown: context.version.takeUnknown(description.unknown, 'The package'),
		id,
		namespace,
		date,
		algorithms: [...new Set(['sha1' as const, ...(options.digests ?? []), ...expectedAlgorithms(tree)])],
		compress: options.compress ?? false,
		deterministic: options.deterministic ?? false,
	};
}

/** What was read and has no place must not be lost unnoticed. */
function refuseLeftovers({unattached = [], contentObjects = []}: XipDescription): void {
	const [first] = unattached;
	if (first !== undefined) {
		throw new ConfigurationError(`The description has an element <${first.name}> that belongs to nothing. Leave it out of \`unattached\`.`);
	}
	if (contentObjects.length > 0) {
		throw new ConfigurationError(
			'The description has content objects that are in no representation. Put them into one, or leave them out.',
		);
	}
}

function createContext(namespace: string, date: Date, createRef: () => string): PlanContext {
	return {
		namespace,
		date: date.toISOString(),
		version: createVersionCheck(namespace),
		claimRef: createRefClaims(createRef),
		nameFolder: createFolderNames(),
	};
}

function createRefClaims(createRef: () => string): PlanContext['claimRef'] {
	const taken = new Set<string>();
	return wanted => {
		const ref = wanted ?? createRef();
		if (ref.trim() === '' || taken.has(ref)) {
			throw new ConfigurationError(ref.trim() === '' ? 'A reference is empty.' : `The reference ${ref} is used twice in the package.`);
		}
		taken.add(ref);
		return ref;
	};
}

/** Short folder names that say what kind of representation they hold: `p1`, `a1`, `a2`, `dissemination1`. */
function createFolderNames(): (type: string) => string {
	const counts = new Map<string, number>();
	return type => {
		const letters = type
			.toLowerCase()
			.replaceAll(/[^a-z]/g, '')
			.slice(0, 32);
		const prefix = {preservation: 'p', access: 'a', '': 'r'}[letters] ?? letters;
		const count = (counts.get(prefix) ?? 0) + 1;
		counts.set(prefix, count);
		return `${prefix}${count}`;
	};
}

function checkId(id: string): void {
	createPathClaims()(id);
	if (id.includes('/')) {
		throw new ConfigurationError(`The id "${id}" of the package holds a slash. It is the name of one folder.`);
	}
}

interface Tree {
	readonly folders: PlannedEntity[];
	readonly assets: PlannedEntity[];
	readonly representations: PlannedRepresentation[];
}

/** Flattens the folders, a folder before what is in it. */
function planTree(description: XipDescription, context: PlanContext): Tree {
	const tree: Tree = {folders: [], assets: [], representations: []};
	const open: {readonly within: XipDescription | FolderDescription; readonly parent: string | undefined}[] = [
		{within: description, parent: description.parent},
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const {within, parent} = next;
		for (const asset of within.assets ?? []) {
			const planned = planEntity(asset, context, parent);
			tree.assets.push(planned);
			for (const representation of planRepresentations(asset, planned, context)) {
				tree.representations.push(representation);
			}
		}
		const inner = (within.folders ?? []).map(folder => ({within: folder, planned: planEntity(folder, context, parent)}));
		inner.forEach(({planned}) => tree.folders.push(planned));
		inner.toReversed().forEach(({within: folder, planned}) => open.push({within: folder, parent: planned.ref}));
	}
	return tree;
}

function refuseWrongParents({folders, assets}: Tree): void {
	const byRef = new Map(folders.map(folder => [folder.ref, folder]));
	const [inItself] = findCycles(folders, ({parent}) => (parent === undefined ? undefined : byRef.get(parent)));
	if (inItself !== undefined) {
		throw new ConfigurationError(`The folder "${inItself.title}" is in itself, by way of its parents.`);
	}
	const assetRefs = new Set(assets.map(({ref}) => ref));
	const wrong = [...folders, ...assets].find(({parent}) => parent !== undefined && assetRefs.has(parent));
	if (wrong !== undefined) {
		throw new ConfigurationError(`The parent of "${wrong.title}" is an asset. Only folders hold folders and assets.`);
	}
}

/** Digests that files have to have are made, so that they can be compared. */
function expectedAlgorithms({representations}: Tree): readonly FixityAlgorithm[] {
	const found = new Set<string>();
	for (const object of representations.flatMap(({objects}) => objects ?? [])) {
		for (const {expected} of filesOf(object)) {
			Object.keys(expected ?? {}).forEach(algorithm => found.add(algorithm));
		}
	}
	return (['md5', 'sha1', 'sha256', 'sha512'] as const).filter(algorithm => found.has(algorithm));
}
