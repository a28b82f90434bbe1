import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {credentialsJson, locationsJson} from './location-json.ts';
import type {UploadCredentials, UploadLocation} from './location.ts';

const feature = 'Uploading to a location';

/** The locations of the tenant (UPL-12). */
export async function readLocations(session: Session, options: RequestOptions = {}): Promise<readonly UploadLocation[]> {
	await requireServer(session, '6.5', feature, options);
	return getJson(session.http, path`api/location/upload`, locationsJson, options);
}

/** Temporary access to a location (UPL-13). */
export async function readCredentials(session: Session, apiId: string, options: RequestOptions = {}): Promise<UploadCredentials> {
	await requireServer(session, '6.5', feature, options);
	return getJson(session.http, path`api/location/upload/${apiId}/upload-credentials`, credentialsJson, options);
}

/**
 * The location behind a name of its container or an `apiId`; one that was read already is taken as it is.
 *
 * @throws ConfigurationError with code `location` that lists the locations there are, when there is none or more than one of this name.
 */
export async function findLocation(
	session: Session,
	wanted: string | UploadLocation,
	options: RequestOptions = {},
): Promise<UploadLocation> {
	if (typeof wanted !== 'string') {
		return wanted;
	}
	const locations = await readLocations(session, options);
	const found = locations.filter(({apiId, containerName}) => apiId === wanted || containerName === wanted);
	if (found.length === 1 && found[0] !== undefined) {
		return found[0];
	}
	const names = (found.length > 1 ? found : locations).map(({apiId, type, containerName}) => `${containerName} (${type}, ${apiId})`);
	const known =
		names.length === 0
			? 'This tenant has none: they are sources of the kind "SIP Upload", made in the administration of Preservica.'
			: `${found.length > 1 ? 'Give the apiId of one of them' : 'There are'}: ${names.join(', ')}.`;
	throw new ConfigurationError(`There ${found.length > 1 ? 'are several upload locations' : 'is no upload location'} ${wanted}. ${known}`, {
		code: 'location',
	});
}
