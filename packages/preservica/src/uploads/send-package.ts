import type {Session} from '../auth/session.ts';
import {randomUuid} from '../random-uuid.ts';
import {openObject, tenantBucket} from './bucket.ts';
import {sendStream, type SentPackage} from './send-stream.ts';
import type {UploadSource} from './upload-source.ts';
import type {UploadOptions} from './uploads.ts';

/** Sends a package to the tenant's bucket; its receipt is the progress token of the ingest. */
export function sendPackage(session: Session, source: UploadSource, {folder, ...options}: UploadOptions): Promise<SentPackage<string>> {
	return sendStream(source, options, async signal => {
		const metadata: Record<string, string> = folder === undefined ? {} : {structuralobjectreference: folder};
		return openObject(session, await tenantBucket(session, {signal}), `${randomUuid()}.zip`, metadata);
	});
}
