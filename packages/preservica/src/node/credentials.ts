/// <reference types="node" />
import {readFile} from 'node:fs/promises';
import {ConfigurationError, Secret} from '@fonds/core';
import type {SessionOptions} from '../auth/session.ts';
import {parseProperties} from './properties.ts';

/** What a `credentials.properties` file says. Everything may be missing. */
export interface CredentialsFile {
	readonly username: string | undefined;
	readonly password: Secret | undefined;
	readonly tenant: string | undefined;
	/** Host name, without a scheme. */
	readonly server: string | undefined;
	/** Key `twoFactorToken`: the seed, not a code. */
	readonly twoFactorSecret: Secret | undefined;
	/** Keys `manager.username` and `manager.password`: who approves deletions. */
	readonly manager: {readonly username: string; readonly password: Secret} | undefined;
}

/**
 * Reads the section `[credentials]` of a file as pyPreservica does. A missing file or section says nothing and is no error.
 *
 * @param path - @default 'credentials.properties' in the working directory
 * @throws ConfigurationError when the file is no INI file or cannot be read.
 */
export async function readCredentials(path: string = 'credentials.properties'): Promise<CredentialsFile> {
	const keys = parseProperties(await readIfThere(path), path).get('credentials');
	const value = (key: string): string | undefined => keys?.get(key) || undefined;
	const secret = (key: string): Secret | undefined => wrap(value(key));
	const username = value('manager.username');
	const password = secret('manager.password');
	return {
		username: value('username'),
		password: secret('password'),
		tenant: value('tenant'),
		server: value('server'),
		twoFactorSecret: secret('twofactortoken'),
		manager: username !== undefined && password !== undefined ? {username, password} : undefined,
	};
}

/** What is known already, and where to look for the rest. */
export interface CredentialsOptions {
	readonly username?: string | undefined;
	/** The password, or the shared secret. */
	readonly password?: string | Secret | undefined;
	readonly tenant?: string | undefined;
	/** Host name as pyPreservica wants it, or an address with its scheme. */
	readonly server?: string | undefined;
	/** The seed of the second factor. */
	readonly twoFactorSecret?: string | Secret | undefined;
	/** Is the password the secret the tenancy shares with external systems? @default false */
	readonly useSharedSecret?: boolean | undefined;
	/** For a server that is named without a scheme. @default 'https' */
	readonly protocol?: 'https' | 'http' | undefined;
	/** The properties file. @default 'credentials.properties' in the working directory */
	readonly credentialsPath?: string | undefined;
	/** Environment variables. @default process.env */
	readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Finds server, tenant and credentials where pyPreservica finds them; of each setting, the first that is not empty counts:
 *
 * 1. the options;
 * 2. `PRESERVICA_USERNAME`, `PRESERVICA_PASSWORD`, `PRESERVICA_TENANT`, `PRESERVICA_SERVER`, `PRESERVICA_2FA_TOKEN`;
 * 3. `username`, `password`, `tenant`, `server`, `twoFactorToken` in the section `[credentials]` of `credentials.properties`.
 *
 * ```ts
 * const preservica = new Preservica(await credentialsFromEnvironment());
 * ```
 *
 * @throws ConfigurationError that names what is missing, and when the file cannot be read.
 */
export async function credentialsFromEnvironment(
	options: CredentialsOptions = {},
): Promise<Pick<SessionOptions, 'server' | 'credentials' | 'tenant'>> {
	const {environment = process.env, useSharedSecret = false, protocol = 'https', credentialsPath} = options;
	const file = await readCredentials(credentialsPath);
	const first = <T>(variable: string, option: T | undefined, kept: T | undefined): T | string | undefined =>
		option || environment[variable] || kept || undefined;

	const username = required(first('PRESERVICA_USERNAME', options.username, file.username), 'username');
	const password = wrap(required(first('PRESERVICA_PASSWORD', options.password, file.password), 'password'));
	const server = required(first('PRESERVICA_SERVER', options.server, file.server), 'server');
	const twoFactorSecret = wrap(first('PRESERVICA_2FA_TOKEN', options.twoFactorSecret, file.twoFactorSecret));
	return {
		server: /^https?:\/\//i.test(server) ? server : `${protocol}://${server}`,
		tenant: first('PRESERVICA_TENANT', options.tenant, file.tenant),
		credentials: useSharedSecret ? {username, sharedSecret: password} : {username, password, twoFactorSecret},
	};
}

function required<T>(value: T | undefined, name: string): T {
	if (value === undefined) {
		throw new ConfigurationError(
			`There is no ${name} for Preservica. Give it as an option, as PRESERVICA_${name.toUpperCase()} in the environment, or as ${name} in credentials.properties.`,
		);
	}
	return value;
}

function wrap<T extends string | Secret | undefined>(value: T): Secret | Extract<T, undefined>;
function wrap(value: string | Secret | undefined): Secret | undefined {
	return typeof value === 'string' ? new Secret(value) : value;
}

async function readIfThere(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return '';
		}
		throw new ConfigurationError(`The credentials file ${path} cannot be read.`, {cause: error});
	}
}
