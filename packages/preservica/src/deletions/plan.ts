import {ConfigurationError, ConflictError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import {wireNames, type Asset, type EntityReference, type EntityStub, type Folder} from '../entities/entity.ts';
import type {DeletableType, DeletionContents, DeletionPlan} from './deletion.ts';
import {nameOf} from './name-of.ts';

/**
 * Reads what a deletion would take away.
 *
 * @throws ConfigurationError for a content object; ConflictError with code `deleted` for what is gone already.
 */
export async function makePlan(
	session: Session,
	reference: EntityReference<DeletableType>,
	limit: number,
	options: RequestOptions,
): Promise<DeletionPlan> {
	const entities = new Entities(session);
	const entity = await readDeletable(entities, reference, options);
	const {type, ref, title, securityTag, parent} = entity;
	const first: EntityStub[] = [];
	const contents = await count(entities, entity, options, stub => {
		if (first.length < limit) {
			first.push({type: stub.type, ref: stub.ref, title: stub.title});
		}
	});
	const ancestors = await entities.ancestors(entity, options);
	const path = ancestors.map(folder => ({type: folder.type, ref: folder.ref, title: folder.title}));
	return {entity: {type, ref, title, securityTag, parent}, path, contents, first};
}

/**
 * Makes sure that a plan still shows what there is.
 *
 * @throws ConflictError with code `plan-outdated` that says what is different; with code `deleted` for what is gone already.
 */
export async function requireUnchanged(session: Session, plan: DeletionPlan, options: RequestOptions): Promise<void> {
	const entities = new Entities(session);
	const entity = await readDeletable(entities, plan.entity, options);
	const contents = await count(entities, entity, options, () => {});
	const differences = [
		...compare(plan.entity, entity, {title: 'title', parent: 'folder', securityTag: 'security tag'}),
		...compare(plan.contents, contents, {
			folders: 'number of folders',
			assets: 'number of assets',
			contentObjects: 'number of content objects',
		}),
	];
	if (differences.length > 0) {
		throw new ConflictError(
			`The ${nameOf(plan.entity)} is not what the plan shows any more: ${differences.join('; ')}. Make a new plan and look at it.`,
			{code: 'plan-outdated'},
		);
	}
}

async function readDeletable(
	entities: Entities,
	{type, ref}: EntityReference<DeletableType>,
	options: RequestOptions,
): Promise<Asset | Folder> {
	if (type !== 'asset' && type !== 'folder') {
		throw new ConfigurationError('Only assets and folders can be deleted: a content object goes with its asset.');
	}
	const entity = await (type === 'asset' ? entities.asset(ref, options) : entities.folder(ref, options));
	if (entity.deleted) {
		throw new ConflictError(`The ${wireNames[type].words} ${ref} was deleted already: what is left of it is a tombstone.`, {
			code: 'deleted',
		});
	}
	return entity;
}

async function count(
	entities: Entities,
	{type, ref}: EntityReference,
	options: RequestOptions,
	visit: (stub: EntityStub) => void,
): Promise<DeletionContents> {
	const counts = {asset: 0, folder: 0, contentObject: 0};
	for await (const stub of type === 'folder' ? entities.descendants(ref, options) : contentObjectsOf(entities, ref, options)) {
		counts[stub.type]++;
		visit(stub);
	}
	return {folders: counts.folder, assets: counts.asset, contentObjects: type === 'folder' ? undefined : counts.contentObject};
}

/** Each content object of an asset once: representations may share them. */
async function* contentObjectsOf(entities: Entities, asset: string, options: RequestOptions): AsyncGenerator<EntityStub> {
	const seen = new Set<string>();
	for (const representation of await entities.representations(asset, options)) {
		for (const stub of await entities.contentObjects(representation, options)) {
			if (!seen.has(stub.ref)) {
				seen.add(stub.ref);
				yield stub;
			}
		}
	}
}

const say = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

function compare<T extends object>(before: T, now: T, names: {readonly [Key in keyof T]?: string}): string[] {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the names are keys of both
	const entries = Object.entries(names) as [keyof T, string][];
	return entries
		.filter(([key]) => before[key] !== now[key])
		.map(([key, name]) => `its ${name} was ${say(before[key])} and is ${say(now[key])}`);
}
