import {ConfigurationError, ConflictError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {StoragePackage} from '../storage/package.ts';
import type {StorageService} from '../storage/storage-service.ts';
import type {PackageDeletionPlan, PackageRequestKind} from './package-request.ts';

const types: Readonly<Record<PackageRequestKind, readonly string[]>> = {
	deletion: ['AIP', 'AIC', 'transfer'],
	recovery: ['AIP', 'AIC'],
};

/** Reads what a deletion would take away. */
export async function makePlan(storage: StorageService, uuid: string, options: RequestOptions): Promise<PackageDeletionPlan> {
	const found = await storage.package(uuid, options);
	requireDeletable(found);
	const replicas = found.replicas.length === 0 ? [] : (await storage.packagesByUuid(found.replicas, options)).found;
	const dips = found.type === 'transfer' ? [] : await storage.dipsOf(uuid, options).toArray();
	return {package: found, replicas, dips};
}

/**
 * Makes sure that a plan still shows what there is, and gives what there is.
 *
 * @throws ConflictError with code `plan-outdated` that says what is different.
 */
export async function requireUnchanged(
	storage: StorageService,
	{package: planned}: PackageDeletionPlan,
	options: RequestOptions,
): Promise<StoragePackage> {
	const found = await storage.package(planned.uuid, options);
	requireDeletable(found);
	const differences = (['type', 'location', 'path', 'size', 'storedDate'] as const).filter(key => found[key] !== planned[key]);
	if (differences.length > 0) {
		const list = differences.map(key => `its ${key} was ${say(planned[key])} and is ${say(found[key])}`).join('; ');
		throw new ConflictError(`The package ${planned.uuid} is not what the plan shows any more: ${list}. Make a new plan and look at it.`, {
			code: 'plan-outdated',
		});
	}
	return found;
}

/** The server refuses other kinds too, with 405, and takes any status (reference 3.7, 5.6). */
export function requireType(kind: PackageRequestKind, {uuid, type}: StoragePackage): void {
	if (!types[kind].includes(type)) {
		const remedy = kind === 'deletion' && type === 'DIP' ? ' The web interface of the Storage Service deletes DIPs.' : '';
		throw new ConfigurationError(
			`A ${kind} can be requested for packages of the types ${types[kind].join(', ')}; the package ${uuid} is of the type ${type}.${remedy}`,
			{code: 'wrong-package-type'},
		);
	}
}

function requireDeletable(found: StoragePackage): void {
	requireType('deletion', found);
	const {uuid, status, statusText} = found;
	if (status === 'DELETED') {
		throw new ConflictError(`The package ${uuid} was deleted already.`, {code: 'deleted'});
	}
	if (status !== 'UPLOADED' && status !== 'VERIFIED' && status !== 'DEL_REQ') {
		throw new ConflictError(`The package ${uuid} is not stored, its status is ${statusText}: look into that first.`, {code: 'not-stored'});
	}
}

const say = (value: unknown): string => (value === undefined ? 'not known' : JSON.stringify(value));
