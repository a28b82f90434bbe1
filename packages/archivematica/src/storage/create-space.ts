import {ConfigurationError, path, Secret} from '@fonds/core';
import type {HttpClient, JsonValue, RequestOptions} from '@fonds/core';
import {revealed, sendSecretJson} from './send-secret-json.ts';
import {spaceSchema} from './space-json.ts';
import {spaceProtocols} from './space-protocols.ts';
import type {NewSpace, SpaceProtocolInfo} from './space-protocols.ts';
import type {Space} from './space.ts';
import {orUncertain} from './uncertain-work.ts';

/** SS-07. */
export async function createSpace(http: HttpClient, space: NewSpace, options: RequestOptions): Promise<Space> {
	const settings = checkedSettings(space);
	const {protocol, path: place, stagingPath, size, uuid} = space;
	const body: JsonValue = {
		access_protocol: protocol,
		path: place,
		staging_path: stagingPath,
		...(size !== undefined && {size}),
		...(uuid !== undefined && {uuid}),
		...Object.fromEntries(settings.map(([name, value]) => [snakeCase(name), plain(value)])),
	};
	const secrets = settings.flatMap(([name, value]) => (value instanceof Secret || /passw|secret/i.test(name) ? textOf(value) : []));
	return orUncertain('the space was made', 'Look for it with spaces() before making it again: it cannot be removed through the API.', () =>
		sendSecretJson(http, path`api/v2/space/`, body, spaceSchema, secrets, options),
	);
}

const common = new Set(['protocol', 'path', 'stagingPath', 'size', 'uuid']);

/** The server answers a missing setting with a 500 that says nothing, and ignores those it does not know (reference 3.3). */
function checkedSettings(space: NewSpace): readonly (readonly [string, unknown])[] {
	const info = protocolOf(space.protocol);
	const given = new Map<string, unknown>(Object.entries(space).filter(([, value]) => value !== undefined));
	const missing = ['path', 'stagingPath', ...info.settings].filter(name => !given.has(name));
	if (missing.length > 0) {
		throw new ConfigurationError(`A space of the protocol ${space.protocol} (${info.name}) needs ${missing.join(', ')}.`);
	}
	const unknown = [...given.keys()].filter(name => !common.has(name) && !info.settings.includes(name));
	if (unknown.length > 0) {
		throw new ConfigurationError(
			`The API cannot set ${unknown.join(', ')} of a space of the protocol ${space.protocol} (${info.name}). What it can set is ${info.settings.join(', ') || 'nothing more'}; use the web interface.`,
		);
	}
	if (!info.isObjectStore && !space.path.startsWith('/')) {
		throw new ConfigurationError(`The path of a space of the protocol ${space.protocol} (${info.name}) must begin with a slash.`);
	}
	return info.settings.map(name => [name, given.get(name)]);
}

function protocolOf(protocol: string): SpaceProtocolInfo {
	const info = new Map<string, SpaceProtocolInfo>(Object.entries(spaceProtocols)).get(protocol);
	if (info === undefined) {
		throw new ConfigurationError(`'${protocol}' is no protocol of a space. There are ${Object.keys(spaceProtocols).join(', ')}.`);
	}
	return info;
}

function plain(value: unknown): JsonValue {
	return typeof value === 'number' || typeof value === 'boolean' ? value : textOf(value);
}

function textOf(value: unknown): string {
	return typeof value === 'string' || value instanceof Secret ? revealed(value) : String(value);
}

/** `dsRestUrl` is `ds_rest_url`. */
function snakeCase(name: string): string {
	return name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
