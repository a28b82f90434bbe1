import {NotFoundError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {checkPurpose} from './create-location.ts';
import {locationSchema} from './location-json.ts';
import {locationPurposes} from './location-purposes.ts';
import type {Location, LocationPurpose} from './location.ts';

/** SS-16: a redirect to the location, on this server or not followed. */
export async function defaultLocation(http: HttpClient, purpose: LocationPurpose, options: RequestOptions): Promise<Location> {
	checkPurpose(purpose);
	try {
		return await getJson(http, path`api/v2/location/default/${purpose}/`, locationSchema, options);
	} catch (error) {
		if (error instanceof NotFoundError && !error.url?.includes('/default/')) {
			const {status, method, url, body} = error;
			throw new NotFoundError(
				`The default location for ${locationPurposes[purpose]} (${purpose}) is one the API does not give: it is disabled, or was removed.`,
				{status, method, url, body, code: 'disabled-location'},
			);
		}
		throw error;
	}
}
