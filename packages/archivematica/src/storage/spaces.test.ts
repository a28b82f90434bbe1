import {inspect} from '../fixtures/inspect.ts';
import {ConfigurationError, HttpError, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {json, list, serverErrorPage, text} from '../fixtures/servers.ts';
import {type NewSpace, spaceProtocols} from '../index.ts';

const uuid = '88498bd8-dd31-40b7-80dc-574a5a01bdf2';
const password = 'correct-horse-battery-staple';

/** SS-08 of an S3 space. */
const s3 = (more: Record<string, unknown> = {}) => ({
	access_protocol: 'S3',
	path: '',
	staging_path: '/var/archivematica/storage_service',
	size: null,
	used: '12',
	uuid,
	verified: false,
	last_verified: null,
	resource_uri: `/api/v2/space/${uuid}/`,
	endpoint_url: 'https://s3.example.org',
	access_key_id: 'AKIAEXAMPLE',
	secret_access_key: password,
	region: 'eu-1',
	bucket: '',
	...more,
});

describe('reading', () => {
	it('wraps what is secret, whatever its name, and shows the rest', async () => {
		const {storage} = connectStorage({
			[`GET /api/v2/space/${uuid}/`]: json(
				s3({
					id: 4,
					space: '/x/',
					password,
					ds_password: password,
					as_password: password,
					rsync_password: password,
					fedora_password: password,
					archipelago_password: password,
					api_key: password,
					session_token: password,
					secret_number: 42_424_242,
					nested: {password},
					auth_url: `https://user:${password}@swift.example.org`,
					keep_local: true,
					au_size: 5,
					ds_rest_url: null,
				}),
			),
		});
		const space = await storage.space(uuid);
		const {settings, ...common} = space;
		expect(common).toEqual({
			uuid,
			protocol: 'S3',
			path: '',
			stagingPath: '/var/archivematica/storage_service',
			size: undefined,
			used: 12,
			verified: false,
		});
		expect(settings).toMatchObject({
			endpointUrl: 'https://s3.example.org',
			accessKeyId: 'AKIAEXAMPLE',
			region: 'eu-1',
			bucket: '',
			keepLocal: true,
			auSize: 5,
			dsRestUrl: undefined,
		});
		for (const name of [
			'secretAccessKey',
			'password',
			'dsPassword',
			'asPassword',
			'rsyncPassword',
			'fedoraPassword',
			'archipelagoPassword',
			'apiKey',
			'sessionToken',
		]) {
			const setting = settings[name];
			expect(setting instanceof Secret && setting.reveal()).toBe(password);
		}
		for (const shown of [JSON.stringify(space), inspect(space), Object.values(settings).join()]) {
			expect(shown).not.toContain(password);
			expect(shown).not.toContain('42424242');
		}
		expect(Object.keys(settings)).not.toContain('space');
	});

	it('lists them', async () => {
		const {storage, asked} = connectStorage({'GET /api/v2/space/': list([s3(), s3({uuid: 'b', access_protocol: 'NEW', verified: null})])});
		const spaces = await storage.spaces().toArray();
		expect(spaces.map(({protocol}) => protocol)).toEqual(['S3', 'NEW']);
		expect(JSON.stringify(spaces)).not.toContain(password);
		expect(asked()).toEqual(['GET /api/v2/space/?limit=100&offset=0']);
		const {storage: empty} = connectStorage({'GET /api/v2/space/': list([])});
		expect(await empty.spaces({protocol: 'GPG'}).toArray()).toEqual([]);
	});

	it('does not show a secret in the error about an answer of another shape', async () => {
		const {storage} = connectStorage({[`GET /api/v2/space/${uuid}/`]: json(s3({uuid: 7}))});
		const error = await failure(storage.space(uuid));
		expect(error).toMatchObject({name: 'DecodeError'});
		expect(inspect(error)).not.toContain(password);
	});
});

const common = {path: '/srv', stagingPath: '/var/staging'};

const newSpaces: readonly [NewSpace, Readonly<Record<string, unknown>>][] = [
	[{protocol: 'FS', ...common}, {}],
	[
		{protocol: 'NFS', ...common, manuallyMounted: false, remoteName: 'nfs', remotePath: '/x', version: 'nfs4'},
		{manually_mounted: false, remote_name: 'nfs', remote_path: '/x', version: 'nfs4'},
	],
	[
		{protocol: 'PIPE_FS', ...common, remoteUser: 'u', remoteName: 'h', assumeRsyncDaemon: true, rsyncPassword: new Secret(password)},
		{remote_user: 'u', remote_name: 'h', assume_rsync_daemon: true, rsync_password: password},
	],
	[
		{protocol: 'S3', path: '', stagingPath: '/s', endpointUrl: 'e', accessKeyId: 'a', secretAccessKey: password, region: 'r', bucket: ''},
		{endpoint_url: 'e', access_key_id: 'a', secret_access_key: password, region: 'r', bucket: ''},
	],
	[
		{protocol: 'SWIFT', ...common, authUrl: 'a', authVersion: '2', username: 'u', password, container: 'c', tenant: 't', region: 'r'},
		{auth_url: 'a', auth_version: '2', username: 'u', password, container: 'c', tenant: 't', region: 'r'},
	],
	[
		{protocol: 'RCLONE', path: 'bucket', stagingPath: '/s', remoteName: 'r', container: 'c'},
		{remote_name: 'r', container: 'c'},
	],
	[
		{protocol: 'DC', ...common, host: 'h', user: 'u', duraspace: 'd'},
		{host: 'h', user: 'u', duraspace: 'd'},
	],
	[
		{protocol: 'DV', ...common, host: 'h', agentName: 'n', agentType: 't', agentIdentifier: 'i'},
		{host: 'h', agent_name: 'n', agent_type: 't', agent_identifier: 'i'},
	],
	[
		{protocol: 'DSPACE', ...common, sdIri: 's', user: 'u', archiveFormat: 'ZIP'},
		{sd_iri: 's', user: 'u', archive_format: 'ZIP'},
	],
	[
		{
			...common,
			protocol: 'DSPC_RST',
			dsRestUrl: 'd',
			dsUser: 'u',
			dsPassword: password,
			dsDipCollection: 'x',
			dsAipCollection: 'y',
			asUrl: 'a',
			asUser: 'v',
			asPassword: new Secret('another-password'),
			asRepository: '2',
			asArchivalObject: '3',
			verifySsl: true,
		},
		{
			ds_rest_url: 'd',
			ds_user: 'u',
			ds_password: password,
			ds_dip_collection: 'x',
			ds_aip_collection: 'y',
			as_url: 'a',
			as_user: 'v',
			as_password: 'another-password',
			as_repository: '2',
			as_archival_object: '3',
			verify_ssl: true,
		},
	],
	[
		{protocol: 'FEDORA', ...common, fedoraUser: 'u', fedoraPassword: password, fedoraName: 'n'},
		{fedora_user: 'u', fedora_password: password, fedora_name: 'n'},
	],
	[{protocol: 'GPG', ...common, key: 'FINGERPRINT'}, {key: 'FINGERPRINT'}],
	[
		{protocol: 'ARKIVUM', ...common, host: 'h', remoteUser: 'u', remoteName: 'n'},
		{host: 'h', remote_user: 'u', remote_name: 'n'},
	],
	[
		{protocol: 'ARCHIPEL', ...common, archipelagoUrl: 'a', archipelagoUser: 'u', archipelagoPassword: password},
		{archipelago_url: 'a', archipelago_user: 'u', archipelago_password: password},
	],
	[
		{
			...common,
			protocol: 'LOM',
			auSize: 0,
			sdIri: 's',
			collectionIri: 'c',
			contentProviderId: 'p',
			externalDomain: 'e',
			keepLocal: false,
			checksumType: 'MD5',
		},
		{
			au_size: 0,
			sd_iri: 's',
			collection_iri: 'c',
			content_provider_id: 'p',
			external_domain: 'e',
			keep_local: false,
			checksum_type: 'MD5',
		},
	],
	[{protocol: 'REPLICA', ...common}, {}],
];

describe('making', () => {
	it.each(newSpaces)('sends all the server wants: %o', async (space, settings) => {
		const {storage, fetch, asked} = connectStorage({'POST /api/v2/space/': json(s3(), 201)});
		const made = await storage.createSpace({...space, size: 5, uuid: 'u'});
		expect(asked()).toEqual(['POST /api/v2/space/']);
		const {protocol, path, stagingPath} = space;
		expect(await fetch.requests[0]?.json()).toEqual({
			...settings,
			access_protocol: protocol,
			path,
			staging_path: stagingPath,
			size: 5,
			uuid: 'u',
		});
		expect(JSON.stringify(made)).not.toContain(password);
	});

	it('knows every protocol of the reference', () => {
		expect(Object.keys(spaceProtocols)).toEqual(newSpaces.map(([{protocol}]) => protocol));
		expect(spaceProtocols.FS.purposes).toEqual(['TS', 'CP', 'AS', 'DS', 'BL', 'AR', 'SS', 'RP']);
		expect(spaceProtocols.DV).toMatchObject({
			purposes: ['TS'],
			isObjectStore: false,
			settings: ['host', 'agentName', 'agentType', 'agentIdentifier'],
		});
	});

	it.each<[string, object, string]>([
		[
			'without a setting',
			{protocol: 'S3', path: '', stagingPath: '/s', endpointUrl: 'e', region: 'r'},
			'needs accessKeyId, secretAccessKey, bucket.',
		],
		['without a staging path', {protocol: 'FS', path: '/x'}, 'needs stagingPath.'],
		[
			'with a setting the API would ignore',
			{protocol: 'DC', ...common, host: 'h', user: 'u', duraspace: 'd', password},
			'cannot set password',
		],
		['with a setting where there are none', {protocol: 'FS', ...common, bucket: 'b'}, 'What it can set is nothing more'],
		['of an unknown protocol', {protocol: 'FTP', ...common}, "'FTP' is no protocol of a space. There are FS, NFS"],
		['with a name every object has', {protocol: 'constructor', ...common}, 'no protocol'],
		['with a relative path', {protocol: 'GPG', path: 'x', stagingPath: '/s', key: 'k'}, 'must begin with a slash'],
	])('refuses one %s before it is sent', async (_, space, message) => {
		const {storage, asked} = connectStorage({});
		const error = await failure(storage.createSpace(space as NewSpace));
		expect(error).toBeInstanceOf(ConfigurationError);
		expect(String(error)).toContain(message);
		expect(String(error)).not.toContain(password);
		expect(asked()).toEqual([]);
	});

	it('does not compile without a setting of its protocol', () => {
		// @ts-expect-error The bucket is missing.
		const space: NewSpace = {protocol: 'S3', ...common, endpointUrl: 'e', accessKeyId: 'a', secretAccessKey: 's', region: 'r'};
		// @ts-expect-error The API cannot set it.
		const another: NewSpace = {protocol: 'FS', ...common, bucket: 'b'};
		expect([space, another]).toHaveLength(2);
	});

	it.each([
		['the validation', json({space: {staging_path: [`This is not ${password}.`]}}, 400)],
		['a page of a debugging server', json({error_message: 'x', traceback: `body: {"secret_access_key": "${password}"}`}, 500)],
		['a text in place of an answer', text(`You sent ${password}`, 200)],
		['a conflict', json({error: password}, 409)],
	])('keeps secrets out of the error when %s quotes them', async (_, answer) => {
		const {storage, asked} = connectStorage({'POST /api/v2/space/': answer});
		const space = {...newSpaces[3]?.[0], secretAccessKey: new Secret(password)} as NewSpace;
		const error = await failure(storage.createSpace(space));
		expect(inspect(error)).not.toContain(password);
		expect(JSON.stringify(error)).not.toContain(password);
		expect(String(error)).toContain(answer.status === 500 ? 'x' : '[redacted]');
		expect(error).toMatchObject({name: {200: 'DecodeError', 400: 'HttpError', 409: 'ConflictError', 500: 'HttpError'}[answer.status]});
		expect(asked()).toHaveLength(1);
	});

	it('keeps out of errors also what only the caller takes for a secret', async () => {
		const {storage} = connectStorage({'POST /api/v2/space/': json({error: 'AKIASECRETID'}, 400)});
		const space = {...newSpaces[3]?.[0], accessKeyId: new Secret('AKIASECRETID')} as unknown as NewSpace;
		expect(inspect(await failure(storage.createSpace(space)))).not.toContain('AKIASECRETID');
	});

	it('gives the reasons of the server', async () => {
		const {storage} = connectStorage({'POST /api/v2/space/': json({space: {__all__: ['Path must begin with a /']}}, 400)});
		await expect(storage.createSpace({protocol: 'FS', ...common})).rejects.toThrow('Path must begin with a /');
		const other = connectStorage({'POST /api/v2/space/': serverErrorPage});
		await expect(other.storage.createSpace({protocol: 'FS', ...common})).rejects.toBeInstanceOf(HttpError);
		expect(other.asked()).toHaveLength(1);
	});
});

describe('browsing', () => {
	const target = `GET /api/v2/space/${uuid}/browse/`;

	it('sends a plain path, and joins plain names with encoded ones', async () => {
		const {storage, asked} = connectStorage({
			[target]: json({
				directories: [btoa('a b')],
				entries: [btoa('a b'), btoa('c.txt')],
				properties: {'a b': {'object count': 2}, 'c.txt': {size: 5}, [btoa('c.txt')]: {size: 6}},
			}),
		});
		const directory = await storage.browseSpace(uuid, '/srv/é & ü');
		expect(asked()).toEqual([`${target}?path=%2Fsrv%2F%C3%A9+%26+%C3%BC`]);
		expect(directory).toMatchObject({space: uuid, path: {text: '/srv/é & ü'}});
		expect(directory.entries.map(({name, isDirectory, size, objectCount}) => [name.text, isDirectory, size, objectCount])).toEqual([
			['a b', true, undefined, 2],
			['c.txt', false, 5, undefined],
		]);
		expect(directory.entries[1]?.path.text).toBe('/srv/é & ü/c.txt');
		await storage.browseSpace(uuid, directory.entries[0]?.path);
		await storage.browseSpace(uuid);
		expect(asked().slice(1)).toEqual([`${target}?path=%2Fsrv%2F%C3%A9+%26+%C3%BC%2Fa+b`, target]);
	});

	it('stays in the space, and goes through names that are text only', async () => {
		const {storage, asked} = connectStorage({});
		await expect(storage.browseSpace(uuid, 'a/../../b')).rejects.toBeInstanceOf(ConfigurationError);
		await expect(storage.browseSpace(uuid, {base64: 'Y2Fm6Q==', text: 'caf\uFFFD', exact: false})).rejects.toThrow('is no text');
		expect(asked()).toEqual([]);
	});

	it('shows an empty folder, and the reason of the server', async () => {
		const {storage} = connectStorage({
			[target]: [json({directories: [], entries: []}), text('The path parameter must be relative to the space path', 400)],
		});
		expect((await storage.browseSpace(uuid)).entries).toEqual([]);
		await expect(storage.browseSpace(uuid, '/elsewhere')).rejects.toThrow('must be relative to the space path.');
	});
});
