import {Path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {packageSchema} from './package-json.ts';
import type {StoragePackage} from './package.ts';

/** Packages that were asked for by their UUIDs. */
export interface PackagesByUuid {
	/** In the order they were asked for, each once. */
	readonly found: readonly StoragePackage[];
	/** UUIDs of those there are not. */
	readonly notFound: readonly string[];
}

/** How many UUIDs an address takes: servers give up at lines of 4,094 characters. */
const perRequest = 80;

const answer = z.object({objects: z.array(packageSchema)});

/** The multi-get of reference 1.8. What the answer leaves out was not found, whatever it says itself. */
export async function packagesByUuid(http: HttpClient, uuids: readonly string[], options: RequestOptions): Promise<PackagesByUuid> {
	const asked = [...new Set(uuids.map(uuid => uuid.toLowerCase()))];
	const found = new Map<string, StoragePackage>();
	for (let start = 0; start < asked.length; start += perRequest) {
		const {objects} = await getJson(http, setPath(asked.slice(start, start + perRequest)), answer, options);
		for (const object of objects) {
			found.set(object.uuid.toLowerCase(), object);
		}
	}
	return {
		found: asked.flatMap(uuid => found.get(uuid) ?? []),
		notFound: asked.filter(uuid => !found.has(uuid)),
	};
}

function setPath(uuids: readonly string[]): Path {
	return new Path(`api/v2/file/set/${uuids.map(encodeURIComponent).join(';')}/`);
}
