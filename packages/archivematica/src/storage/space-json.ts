import {Secret} from '@fonds/core';
import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, toNumber} from '../json/lenient.ts';
import type {Space, SpaceSetting} from './space.ts';

/** What every space has, and what tastypie adds. The rest is the protocol's. */
const common = new Set('access_protocol path staging_path size used uuid verified last_verified resource_uri id space'.split(' '));

const wireSpace = z.looseObject({
	uuid: z.string(),
	access_protocol: z.string(),
	path: optionalText,
	staging_path: optionalText,
	size: optionalNumber,
	used: optionalNumber,
	verified: optionalFlag,
});

/** SS-08, and the objects of SS-06. */
export const spaceSchema: z.ZodMiniType<Space> = z.pipe(
	wireSpace,
	z.transform((wire): Space => ({
		uuid: wire.uuid,
		protocol: wire.access_protocol,
		path: wire.path ?? '',
		stagingPath: wire.staging_path ?? undefined,
		size: toNumber(wire.size),
		used: toNumber(wire.used),
		verified: wire.verified ?? false,
		settings: Object.fromEntries(
			Object.entries(wire)
				.filter(([name]) => !common.has(name))
				.map(([name, value]) => [camelCase(name), settingOf(name, value)]),
		),
	})),
);

const secretName = /passw|secret|token|credential|api_?key|private|passphrase/i;

/** Also an address with a password in it is a secret. */
const withPassword = /:\/\/[^/?#]*@/;

function settingOf(name: string, value: unknown): SpaceSetting {
	if (typeof value === 'boolean' || (typeof value === 'number' && !secretName.test(name))) {
		return value;
	}
	if (value === null || value === undefined || value === '') {
		return value === '' ? '' : undefined;
	}
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return secretName.test(name) || typeof value === 'object' || withPassword.test(text) ? new Secret(text) : text;
}

/** `ds_rest_url` is `dsRestUrl`. */
function camelCase(name: string): string {
	return name.replaceAll(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}
