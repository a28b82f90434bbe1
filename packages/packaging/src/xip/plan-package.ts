import {ConfigurationError} from '@fonds/core';
import {createPathClaims} from '../entries/path-claims.ts';
import {checkText} from './check-text.ts';
import type {AssetDescription, FolderDescription, RepresentationDescription, XipDescription} from './description.ts';
import type {XipPlanOptions} from './options.ts';
import type {PlannedEntity, PlannedFile, PlannedRepresentation, XipPlan} from './plan.ts';
import {planEntity, type PlanContext} from './plan-entity.ts';
import {createFilePlanner, type FilePlanner} from './plan-file.ts';

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
	const context = {namespace, claimRef: createRefClaims(createRef)};
	const tree = planTree(description, context);
	if (tree.assets.length + tree.folders.length === 0) {
		throw new ConfigurationError('The package has no assets and no folders. Describe at least one.');
	}
	const [first] = tree.assets;
	const id = options.id ?? (first !== undefined && tree.assets.length === 1 && tree.folders.length === 0 ? first.ref : createRef());
	checkId(id);
	return {
		...tree,
		id,
		namespace,
		date,
		algorithms: [...new Set(['sha1' as const, ...(options.digests ?? [])])],
		compress: options.compress ?? false,
		deterministic: options.deterministic ?? false,
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
	const nameFolder = createFolderNames();
	const open: {readonly within: XipDescription | FolderDescription; readonly parent: string | undefined}[] = [
		{within: description, parent: description.parent},
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const {within, parent} = next;
		for (const asset of within.assets ?? []) {
			const planned = planEntity(asset, context, parent);
			tree.assets.push(planned);
			tree.representations.push(...planRepresentations(asset, planned, nameFolder, context));
		}
		const inner = (within.folders ?? []).map(folder => ({within: folder, planned: planEntity(folder, context, parent)}));
		inner.forEach(({planned}) => tree.folders.push(planned));
		inner.toReversed().forEach(({within: folder, planned}) => open.push({within: folder, parent: planned.ref}));
	}
	return tree;
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

function planRepresentations(
	{title, representations}: AssetDescription,
	asset: PlannedEntity,
	nameFolder: (type: string) => string,
	context: PlanContext,
): PlannedRepresentation[] {
	if (representations.length === 0) {
		throw new ConfigurationError(`The asset "${title}" has no representations. Give it at least one with a file.`);
	}
	const counts = new Map<string, number>();
	return representations.map(({type, name, files}) => {
		if (type === '' || name === '') {
			throw new ConfigurationError(`A representation of the asset "${title}" has no ${type === '' ? 'type' : 'name'}.`);
		}
		checkText('Type', type);
		checkText('Name', name);
		const count = (counts.get(type) ?? 0) + 1;
		counts.set(type, count);
		const plan = createFilePlanner(asset, nameFolder(type), context);
		return {
			asset,
			type,
			name: name ?? (count === 1 ? type : `${type} ${count}`),
			...planFiles(files, plan, `${type} of the asset "${title}"`),
		};
	});
}

function planFiles(
	files: RepresentationDescription['files'],
	plan: FilePlanner,
	what: string,
): Pick<PlannedRepresentation, 'files' | 'walk'> {
	const refuseEmpty = (count: number): void => {
		if (count === 0) {
			throw new ConfigurationError(`The representation ${what} has no files.`);
		}
	};
	if (Symbol.iterator in files) {
		const known = Array.from(files, plan);
		refuseEmpty(known.length);
		return {files: known, walk: () => known};
	}
	return {files: undefined, walk: () => planOneByOne(files, plan, refuseEmpty)};
}

async function* planOneByOne(
	files: AsyncIterable<Parameters<FilePlanner>[0]>,
	plan: FilePlanner,
	refuseEmpty: (count: number) => void,
): AsyncGenerator<PlannedFile, undefined> {
	let count = 0;
	for await (const file of files) {
		count++;
		yield plan(file);
	}
	refuseEmpty(count);
	return undefined;
}
