import {ConfigurationError, Pages} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import {isMissing} from './is-missing.ts';
import type {PackageListOptions, StoragePackage} from './package.ts';
import type {StorageService} from './storage-service.ts';

/** Options of {@link StorageService.dipsOf}. */
export interface DipsOptions extends PackageListOptions {
	/**
	 * Whether DIPs are also found by the AIP's UUID at the end of their path: those that were stored without telling their AIP. It walks all
	 * DIPs there are. @default false
	 */
	readonly alsoByPath?: boolean | undefined;
}

type Lists = Pick<StorageService, 'packages' | 'package'>;

/** The DIPs the server knows to be of an AIP, then those whose path says so. */
export function dipsOf(storage: Lists, aip: string, {alsoByPath = false, ...options}: DipsOptions): Pages<StoragePackage> {
	const related = storage.packages({type: 'DIP', relatedTo: aip}, options);
	if (!alsoByPath) {
		return related;
	}
	return new Pages(async function* () {
		const given = new Set<string>();
		for await (const page of related.pages()) {
			page.items.forEach(({uuid}) => given.add(uuid));
			yield {...page, total: undefined};
		}
		for await (const page of storage.packages({type: 'DIP'}, options).pages()) {
			const items = page.items.filter(dip => aipInPath(dip) === aip.toLowerCase() && !given.has(dip.uuid));
			yield {...page, items, total: undefined};
		}
	});
}

/** The AIP a DIP was made of. */
export async function aipOf(storage: Lists, dip: string, options: RequestOptions): Promise<StoragePackage | undefined> {
	const found = await storage.package(dip, options);
	if (found.type !== 'DIP') {
		throw new ConfigurationError(`The package ${dip} is no DIP, it is of the type '${found.type}'.`);
	}
	const related = await storage.packages({type: ['AIP', 'AIC'], relatedTo: dip}, options).toArray();
	const named = aipInPath(found);
	const aip = related.find(({uuid}) => uuid.toLowerCase() === named) ?? related[0];
	if (aip !== undefined || named === undefined) {
		return aip;
	}
	return storage.package(named, options).catch((error: unknown) => {
		if (isMissing(error)) {
			return undefined;
		}
		throw error;
	});
}

/** All AIPs, each with the UUIDs of its DIPs. */
export async function dipsByAip(storage: Lists, options: PackageListOptions): Promise<ReadonlyMap<string, readonly string[]>> {
	const dips = new Map<string, string[]>();
	for await (const {uuid} of storage.packages({type: 'AIP'}, options)) {
		dips.set(uuid, []);
	}
	for await (const dip of storage.packages({type: 'DIP'}, options)) {
		for (const aip of new Set([...dip.related, aipInPath(dip) ?? ''])) {
			dips.get(aip)?.push(dip.uuid);
		}
	}
	return dips;
}

/** The UUID at the end of a DIP's path is that of its AIP (reference 4.4). */
function aipInPath({path}: StoragePackage): string | undefined {
	return /-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/?$/i.exec(path)?.[1]?.toLowerCase();
}
