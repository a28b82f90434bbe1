import {AuthenticationError, ConfigurationError, DecodeError, Path, type JsonValue, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import type {Session} from '../auth/session.ts';
import {decodeIfAny, jsonObject, jsonValue, sendBody, sendNew} from '../json/open-json.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {RegistryItem, RegistryPlace} from './registry-collection.ts';

const headers = {'content-type': 'application/json'};

/** Reads a list (PAR-01). */
export async function readItems(session: Session, place: RegistryPlace, options: RequestOptions): Promise<RegistryItem[]> {
	const answer = await explained(() => getJson(session.http, pathOf(place), jsonValue, options));
	const {data} = z.array(jsonObject).safeParse(listIn(answer, place.key));
	if (data === undefined) {
		throw new DecodeError(`The list of ${place.segment} has entries that are no objects.`);
	}
	return data;
}

/** The documented key, else the only array there is: which keys six of the nine lists have is in no public source (reference 2.13). */
function listIn(answer: JsonValue, key: string | undefined): JsonValue {
	if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
		return answer;
	}
	const entries = Object.entries(answer);
	const arrays = entries.filter(([, value]) => Array.isArray(value));
	const found = arrays.find(([name]) => name === key);
	const [only] = arrays;
	if (found === undefined && arrays.length !== 1) {
		throw new DecodeError(
			`The answer has ${arrays.length} lists where one was expected; its keys are ${entries.map(([name]) => JSON.stringify(name)).join(', ')}.`,
		);
	}
	return (found ?? only)?.[1] ?? null;
}

/** Reads one entry (PAR-02). */
export function readItem(session: Session, place: RegistryPlace, id: string, options: RequestOptions): Promise<RegistryItem> {
	return explained(() => getJson(session.http, pathOf(place, id), jsonObject, options));
}

const decode = (answer: string): RegistryItem | undefined => decodeIfAny(answer, jsonObject);

/** Adds an entry (PAR-03). */
export function addItem(
	session: Session,
	place: RegistryPlace,
	item: RegistryItem,
	options: RequestOptions,
): Promise<RegistryItem | undefined> {
	const advice = 'It may have been added: look into the list before adding it again.';
	const target = pathOf(place);
	return explained(async () => {
		await session.token(options); // A failure of that is no doubt about the entry.
		return sendNew(session.http, target, item, {decode, advice}, {...options, headers});
	});
}

/** Replaces an entry (PAR-04). */
export function updateItem(
	session: Session,
	place: RegistryPlace,
	id: string,
	item: RegistryItem,
	options: RequestOptions,
): Promise<RegistryItem> {
	return explained(async () => {
		const response = await sendBody(session.http, 'PUT', pathOf(place, id), item, {...options, headers});
		return decode(await response.text()) ?? readItem(session, place, id, options);
	});
}

/** Deletes an entry (PAR-05). */
export function deleteItem(session: Session, place: RegistryPlace, id: string, options: RequestOptions): Promise<void> {
	return explained(() => sendAndForget(session.http, 'DELETE', pathOf(place, id), options));
}

/** @throws ConfigurationError when the id, or one of its parts, is empty. */
function pathOf({base, segment, slashes}: RegistryPlace, id?: string): Path {
	if (id === undefined) {
		return new Path(`${base}/${segment}`);
	}
	const parts = slashes ? id.split('/') : [id];
	if (parts.includes('')) {
		throw new ConfigurationError(`${JSON.stringify(id)} is not the id of an entry of the registry.`);
	}
	return new Path(`${base}/${segment}/${parts.map(part => encodeURIComponent(part)).join('/')}`);
}

const explanation =
	'The Preservation Action Registry takes access tokens from Preservica 7.4 on; older servers want name and password with each change (HTTP Basic), which this client does not send. From 7.1 on it is at api/Registry/par, too: new Registry(session, {base}).';

/** A token that the rest of the server takes may be refused here. A sign-in that failed is another matter. */
async function explained<T>(act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof AuthenticationError) || error.url?.includes('/api/accesstoken/') !== false) {
			throw error;
		}
		const {status, method, url, body, message} = error;
		throw new AuthenticationError(`${message} ${explanation}`, {status, method, url, body, cause: error});
	}
}
