import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {Jobs} from '../jobs/jobs.ts';
import type {StoredObject} from './uploads.ts';
import {Uploads} from './uploads.ts';

/** The tenant's bucket. Every complete object starts an ingest, and is there until that has ended. */
export function openTenantBucket(context: SandboxContext, jobs: Jobs): Uploads {
	const objects: Collection<StoredObject> = context.store.collection('preservica.objects');
	return new Uploads(context, objects, 'preservica.uploads', (object, parts, user, also) => {
		const {key, metadata} = object;
		const arrived = {parts: parts.map(({blob, size}) => ({blob, size})), key, folder: metadata['structuralobjectreference']};
		return jobs.start({kind: 'ingest', package: arrived}, user, () => {
			also();
			objects.put(key, object);
		});
	});
}
