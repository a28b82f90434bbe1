import type {Session} from '../auth/session.ts';
import type {LocationStore} from './location-store.ts';
import {isBucket, type UploadLocation} from './location.ts';

/** Opens a location. The clients of AWS and of Azure are large, so each comes only where it is needed. */
export async function openStore(session: Session, location: UploadLocation, timeout?: number): Promise<LocationStore> {
	if (isBucket(location)) {
		const {openAwsStore} = await import('./aws-store.ts');
		return openAwsStore(session, location);
	}
	const {openAzureStore} = await import('./azure-store.ts');
	return openAzureStore(session, location, timeout);
}
