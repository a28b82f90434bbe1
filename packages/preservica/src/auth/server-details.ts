import {ConfigurationError, path, type HttpClient, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import {decodeVersion, type Version} from './version.ts';

/** Asks for the version (ENT-01). */
export async function readVersion(http: HttpClient): Promise<Version> {
	return decodeVersion(await getXml(http, path`api/entity/versiondetails/version`));
}

/**
 * The tenant in the details of the user (USR-01), of which the reference knows the roles only.
 *
 * @throws ConfigurationError when it is not there.
 */
export async function tenantOf(http: HttpClient, options?: RequestOptions): Promise<string> {
	const response = await http.send('GET', path`api/user/details`, {...options, headers: {accept: 'application/json'}});
	const details: unknown = await response.json().catch(() => undefined);
	const tenant = typeof details === 'object' && details !== null && 'tenant' in details ? details.tenant : undefined;
	if (typeof tenant !== 'string' || tenant === '') {
		throw new ConfigurationError(`${http.baseUrl.host} does not tell the tenant of this user. Give it as the option tenant.`);
	}
	return tenant;
}
