import type {Session} from '../auth/session.ts';
import {storageAddress} from './storage-address.ts';

/**
 * The address of a container. What the server names counts when it is of this account (in the host name, or in the path as emulators have it);
 * otherwise it is Azure's own.
 */
export function azureAddress(session: Session, endpoint: string | undefined, account: string, container: string): string {
	const url = endpoint === undefined ? undefined : storageAddress(session, endpoint);
	const segments = url?.pathname.split('/').filter(segment => segment !== '') ?? [];
	if (url === undefined || !(url.hostname.startsWith(`${account}.`) || segments.includes(account))) {
		return `https://${account}.blob.core.windows.net/${container}`;
	}
	const place = segments.at(-1) === container ? segments : [...segments, container];
	return `${url.origin}/${place.join('/')}`;
}
