import {ConfigurationError, path} from '@fonds/core';
import type {HttpClient, JsonValue, RequestOptions} from '@fonds/core';
import {sendJson} from '@fonds/core/json';
import {locationSchema} from './location-json.ts';
import {locationPurposes} from './location-purposes.ts';
import type {Location, LocationPurpose} from './location.ts';
import {resourceUri} from './resource-uri.ts';
import {orUncertain} from './uncertain-work.ts';

/** What {@link StorageService.createLocation} takes. */
export interface NewLocation {
	/** UUID of its space. The protocols of {@link spaceProtocols} say what a space can be used for; the server does not check. */
	readonly space: string;
	/** UUIDs of the pipelines that use it; may be empty. */
	readonly pipelines: readonly string[];
	readonly purpose: LocationPurpose;
	/** Below the path of the space; empty for the space itself. The directory is not created. */
	readonly relativePath: string;
	readonly description?: string | undefined;
	/** Bytes. @default none */
	readonly quota?: number | undefined;
	/** Whether it becomes the default for its purpose. @default false */
	readonly isDefault?: boolean | undefined;
	/** @default made by the server */
	readonly uuid?: string | undefined;
}

/** SS-11, which checks next to nothing itself. */
export async function createLocation(http: HttpClient, location: NewLocation, options: RequestOptions): Promise<Location> {
	checkPurpose(location.purpose);
	const body = encodeLocation(location);
	return orUncertain(
		'the location was made',
		'Look for it with locations() before making it again: it cannot be removed through the API.',
		() => sendJson(http, 'POST', path`api/v2/location/`, body, locationSchema, options),
	);
}

/** @throws ConfigurationError for two letters that are no purpose: the server would take them. */
export function checkPurpose(purpose: string): void {
	if (!Object.hasOwn(locationPurposes, purpose)) {
		throw new ConfigurationError(`'${purpose}' is no purpose of a location. There are ${Object.keys(locationPurposes).join(', ')}.`);
	}
}

function encodeLocation({space, pipelines, purpose, relativePath, description, quota, isDefault, uuid}: NewLocation): JsonValue {
	return {
		space: resourceUri('space', space),
		pipeline: pipelines.map(pipeline => resourceUri('pipeline', pipeline)),
		purpose,
		relative_path: checkRelative(relativePath),
		...(description !== undefined && {description}),
		...(quota !== undefined && {quota}),
		...(isDefault !== undefined && {default: isDefault}),
		...(uuid !== undefined && {uuid}),
	};
}

function checkRelative(relativePath: string): string {
	if (relativePath.startsWith('/') || relativePath.split('/').includes('..') || relativePath.includes('\0')) {
		throw new ConfigurationError(`The path '${relativePath.replaceAll('\0', '\\0')}' leaves its space. Give it relative, without '..'.`);
	}
	return relativePath;
}
