import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {Secret} from '@fonds/core';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Preservica} from '../preservica.ts';
import {credentialsFromEnvironment, readCredentials} from './credentials.ts';

let folder: string;
let credentialsPath: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-'));
	credentialsPath = join(folder, 'credentials.properties');
});
afterEach(() => rm(folder, {recursive: true}));

const whole = `[credentials]
username = file-user
password = file-canary
tenant = FILE
server = file.example.org
twoFactorToken = FILESEEDCANARY
manager.username = boss
manager.password = 100%boss
`;
const environment = {
	PRESERVICA_USERNAME: 'env-user',
	PRESERVICA_PASSWORD: 'env-canary',
	PRESERVICA_TENANT: 'ENV',
	PRESERVICA_SERVER: 'env.example.org',
	PRESERVICA_2FA_TOKEN: 'ENVSEEDCANARY',
};

/** Secrets in clear text, to compare them. */
function reveal(value: unknown): unknown {
	if (value instanceof Secret) {
		return value.reveal();
	}
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]))
		: value;
}

describe('a credentials file', () => {
	it('is read whole, and prints no secret', async () => {
		await writeFile(credentialsPath, whole);
		const file = await readCredentials(credentialsPath);
		expect(reveal(file)).toEqual({
			username: 'file-user',
			password: 'file-canary',
			tenant: 'FILE',
			server: 'file.example.org',
			twoFactorSecret: 'FILESEEDCANARY',
			manager: {username: 'boss', password: '100%boss'},
		});
		expect(inspect(file, {depth: 9}) + JSON.stringify(file)).not.toMatch(/canary|100%boss/i);
	});

	it.each([undefined, '', '[other]\nusername = x\n', '[credentials]\nusername =\n'])(
		'that is missing or says nothing is no error: %o',
		async text => {
			if (text !== undefined) {
				await writeFile(credentialsPath, text);
			}
			expect(Object.values(await readCredentials(credentialsPath)).filter(value => value !== undefined)).toEqual([]);
		},
	);

	it('in a folder that is a file is missing', async () => {
		await writeFile(credentialsPath, '');
		expect((await readCredentials(`${credentialsPath}/credentials.properties`)).username).toBeUndefined();
	});

	it('that cannot be read is an error that names it', async () => {
		await mkdir(credentialsPath);
		await expect(readCredentials(credentialsPath)).rejects.toThrow(`The credentials file ${credentialsPath} cannot be read.`);
	});
});

describe('credentials', () => {
	it('come from the options first, then the environment, then the file', async () => {
		await writeFile(credentialsPath, whole);
		expect(reveal(await credentialsFromEnvironment({credentialsPath, environment: {}}))).toEqual({
			server: 'https://file.example.org',
			tenant: 'FILE',
			credentials: {username: 'file-user', password: 'file-canary', twoFactorSecret: 'FILESEEDCANARY'},
		});
		expect(reveal(await credentialsFromEnvironment({credentialsPath, environment}))).toEqual({
			server: 'https://env.example.org',
			tenant: 'ENV',
			credentials: {username: 'env-user', password: 'env-canary', twoFactorSecret: 'ENVSEEDCANARY'},
		});
		const options = {
			username: 'option-user',
			password: new Secret('option-canary'),
			tenant: 'OPTION',
			server: 'option.example.org',
			twoFactorSecret: 'S',
		};
		expect(reveal(await credentialsFromEnvironment({...options, protocol: 'http', credentialsPath, environment}))).toEqual({
			server: 'http://option.example.org',
			tenant: 'OPTION',
			credentials: {username: 'option-user', password: 'option-canary', twoFactorSecret: 'S'},
		});
	});

	it('may each come from another place; what is empty does not count', async () => {
		await writeFile(credentialsPath, '[credentials]\npassword = file-canary\ntenant = \n');
		const found = await credentialsFromEnvironment({
			username: '',
			server: 's.example.org',
			credentialsPath,
			environment: {PRESERVICA_USERNAME: 'env-user', PRESERVICA_PASSWORD: ''},
		});
		expect(reveal(found)).toEqual({
			server: 'https://s.example.org',
			tenant: undefined,
			credentials: {username: 'env-user', password: 'file-canary', twoFactorSecret: undefined},
		});
		expect(new Preservica(found).session.http.baseUrl.href).toBe('https://s.example.org/');
	});

	it('may name the server with its scheme', async () => {
		const found = await credentialsFromEnvironment({
			credentialsPath,
			environment: {...environment, PRESERVICA_SERVER: 'http://localhost:4400'},
		});
		expect(found.server).toBe('http://localhost:4400');
	});

	it('may be a shared secret', async () => {
		const found = await credentialsFromEnvironment({useSharedSecret: true, credentialsPath, environment});
		expect(reveal(found.credentials)).toEqual({username: 'env-user', sharedSecret: 'env-canary'});
	});

	it.each(['username', 'password', 'server'] as const)('say that the %s is missing, and where to give it', async name => {
		const rest = {...environment, [`PRESERVICA_${name.toUpperCase()}`]: undefined};
		await expect(credentialsFromEnvironment({credentialsPath, environment: rest})).rejects.toThrow(
			`There is no ${name} for Preservica. Give it as an option, as PRESERVICA_${name.toUpperCase()} in the environment, or as ${name} in credentials.properties.`,
		);
	});
});
