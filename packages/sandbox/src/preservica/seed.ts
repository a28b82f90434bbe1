import type {Archive} from './archive.ts';
import {firstSecurityTags} from './security.ts';

/** Sets up a new tenancy. Samples of what it could hold come on top. */
export function seedTenancy({context, repository}: Archive): void {
	context.store.transaction(() => {
		for (const name of firstSecurityTags) repository.securityTags.put(name, {name});
	});
}
