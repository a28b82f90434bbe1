import {path, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {detailsSchema, editionSchema} from './account-json.ts';
import type {AccountDetails, OwnSecurityTag} from './account.ts';
import {decodeOwnTags} from './own-tags-xml.ts';

/** Reads what the server tells of the user (USR-01). */
export function readDetails({http}: Session, options: RequestOptions): Promise<AccountDetails> {
	return getJson(http, path`api/user/details`, detailsSchema, options);
}

/** Reads the security tags of what the user may see (USR-03). */
export async function readOwnTags({http}: Session, options: RequestOptions): Promise<OwnSecurityTag[]> {
	return decodeOwnTags(await getXml(http, path`api/security/tags`, options));
}

/** Reads the name of the edition (USR-04). */
export async function readEdition({http}: Session, options: RequestOptions): Promise<string> {
	return (await getJson(http, path`api/entitlement/edition`, editionSchema, options)).edition;
}
