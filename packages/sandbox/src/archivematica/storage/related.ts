import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {badRequest, Refusal, uncaught} from './refusal.ts';
import type {ResourceName, Shown} from './resources.ts';
import {resources} from './resources.ts';
import type {View} from './view.ts';

/**
 * The UUID of a related object, which is given by its address. Objects in its place, which the real server would make or change, are not
 * taken.
 *
 * @throws Refusal when it is missing, no address of this API, or the address of nothing
 */
export function relatedUuid(view: View, resource: ResourceName, body: Shown, field: string): string {
	const given = body[field];
	if (given === undefined || given === null) {
		throw new Refusal(badRequest(`The '${field}' field has no data and doesn't allow a default or null value.`));
	}
	return uuidAt(view, resource, given);
}

/** @throws Refusal when something is no address of this API, or the address of nothing */
export function uuidAt(view: View, resource: ResourceName, given: unknown): string {
	const [, name, id] = /^\/api\/v[12]\/(\w+)\/([\w-]+(?:\/[\w-]+)?)\/$/u.exec(String(given)) ?? [];
	if (typeof given !== 'string' || name !== resource || id === undefined) throw new Refusal(uncaught(404));
	const uuid = parseUuid(id) ?? defaultFor(view.state, resource, id);
	if (uuid === undefined || !resources[resource].exists(view, uuid)) {
		throw new Refusal(badRequest(`Could not find the provided ${resource} object via resource URI '${given}'.`));
	}
	return uuid;
}

/** `default/<PURPOSE>` in the place of a location's UUID (reference, SS-18). */
function defaultFor({locations}: State, resource: ResourceName, id: string): string | undefined {
	const purpose = /^default\/([A-Z]{2})$/u.exec(id)?.[1];
	if (resource !== 'location' || purpose === undefined) return undefined;
	return locations.values().find(location => location.purpose === purpose && location.isDefault)?.uuid;
}
