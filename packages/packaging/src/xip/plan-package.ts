import {ConfigurationError} from '@fonds/core';
import type {FixityAlgorithm} from '@fonds/core/hash';
import {createPathClaims} from '../entries/path-claims.ts';
import {formatDateTime} from '../values/date-time.ts';
import {checkWord} from './check-values.ts';
import type {FolderDescription, XipDescription} from './description.ts';
import {findCycles} from './nest.ts';
import type {XipPlanOptions} from './options.ts';
import {fixityTypes} from './names.ts';
import type {PlannedEntity, PlannedRepresentation, XipPlan} from './plan.ts';
import {planEntity, type PlanContext} from './plan-entity.ts';
import {planRepresentations} from './plan-representations.ts';
import {planEventAction, planLink, planRestriction} from './plan-statements.ts';
import {createVersionCheck} from './versions.ts';

/** What Preservica's own tools and pyPreservica write, whatever the server's version. */
const defaultNamespace = 'http://preservica.com/XIP/v6.0';

/** Decides everything that can be decided before the files are read. @throws ConfigurationError for a description that cannot be packaged. */
export function planPackage(description: XipDescription, options: XipPlanOptions): XipPlan {
	const {namespace = defaultNamespace, createRef = () => crypto.randomUUID(), date = new Date()} = options;
	if (!/^http:\/\/preservica\.com\/XIP\/v([6-9]|[1-9]\d+)(\.\d+)*$/.test(namespace)) {
		throw new ConfigurationError(`"${namespace}" is not a namespace of XIP 6 or later, such as ${defaultNamespace}.`);
	}
	formatDateTime(date, 'The package');
	refuseLeftovers(description);
	const algorithms = new DigestList(options.digests ?? []);
	const context: PlanContext = {
		namespace,
		date: date.toISOString(),
		version: createVersionCheck(namespace),
		claimRef: createRefClaims(createRef),
		nameFolder: createFolderNames(),
		makeDigest: (algorithm, what) => algorithms.add(algorithm, what),
	};
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
		algorithms: algorithms.close(),
		compress: options.compress ?? false,
		deterministic: options.deterministic ?? false,
	};
}

/** What was read and has no place must not be lost unnoticed. */
function refuseLeftovers({leftovers = [], contentObjects = [], unusedBitstreams = []}: XipDescription): void {
	const [first] = leftovers;
	if (first !== undefined) {
		throw new ConfigurationError(`A <${first.name}> was read, and not everything of it can be written. Leave it out of \`leftovers\`.`);
	}
	if (unusedBitstreams.length > 0) {
		throw new ConfigurationError(
			'The description has bitstreams that are in no generation. Put them into one, or leave them out of `unusedBitstreams`.',
		);
	}
	if (contentObjects.length > 0) {
		throw new ConfigurationError(
			'The description has content objects that are in no representation. Put them into one, or leave them out.',
		);
	}
}

/** The digests that are made of every file: SHA-1, those asked for, and those that files have to have. */
class DigestList {
	readonly #wanted: Set<FixityAlgorithm>;
	readonly #expected = new Set<FixityAlgorithm>();
	#isClosed = false;

	constructor(wanted: readonly FixityAlgorithm[]) {
		const other = wanted.find(algorithm => !Object.hasOwn(fixityTypes, algorithm));
		if (other !== undefined) {
			throw new ConfigurationError(`XIP has no ${JSON.stringify(other)} digests. Ask for md5, sha1, sha256 or sha512.`);
		}
		this.#wanted = new Set(['sha1', ...wanted]);
	}

	add(algorithm: FixityAlgorithm, what: string): void {
		if (this.#isClosed && !this.#wanted.has(algorithm) && !this.#expected.has(algorithm)) {
			throw new ConfigurationError(
				`${what} comes while others are written, and has to have a digest that was not made of them. Add ${algorithm} to \`digests\`.`,
			);
		}
		this.#expected.add(algorithm);
	}

	close(): readonly FixityAlgorithm[] {
		this.#isClosed = true;
		const all = ['md5', 'sha1', 'sha256', 'sha512'] as const;
		return [...new Set([...this.#wanted, ...all.filter(algorithm => this.#expected.has(algorithm))])];
	}
}

function createRefClaims(createRef: () => string): PlanContext['claimRef'] {
	const taken = new Set<string>();
	return wanted => {
		const ref = wanted ?? createRef();
		if (ref.trim() === '' || taken.has(ref)) {
			throw new ConfigurationError(ref.trim() === '' ? 'A reference is empty.' : `The reference ${ref} is used twice in the package.`);
		}
		checkWord('reference', ref, 'Something in the package');
		taken.add(ref);
		return ref;
	};
}

/** Names that are short, and others in place of `com1` and `lpt1`, which are devices to Windows. */
const prefixes: ReadonlyMap<string, string> = new Map([
	['preservation', 'p'],
	['access', 'a'],
	['', 'r'],
	['com', 'r'],
	['lpt', 'r'],
]);

/** Short folder names that say what kind of representation they hold: `p1`, `a1`, `a2`, `dissemination1`. */
function createFolderNames(): (type: string) => string {
	const counts = new Map<string, number>();
	return type => {
		const letters = type
			.toLowerCase()
			.replaceAll(/[^a-z]/g, '')
			.slice(0, 32);
		const prefix = prefixes.get(letters) ?? letters;
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

function refuseWrongParents({folders, assets, representations}: Tree): void {
	const byRef = new Map(folders.map(folder => [folder.ref, folder]));
	const [inItself] = findCycles(folders, ({parent}) => (parent === undefined ? undefined : byRef.get(parent)));
	if (inItself !== undefined) {
		throw new ConfigurationError(`The folder "${inItself.title}" is in itself, by way of its parents.`);
	}
	const objects = representations.flatMap(representation => representation.objects ?? []);
	const others = new Set([...assets, ...objects.map(({entity}) => entity)].map(({ref}) => ref));
	const wrong = [...folders, ...assets].find(({parent}) => parent !== undefined && others.has(parent));
	if (wrong !== undefined) {
		throw new ConfigurationError(`The parent of "${wrong.title}" is an asset, or in one. Only folders hold folders and assets.`);
	}
}
