import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {AuthenticationError, HttpError, NotFoundError} from '@fonds/core';
import type {FakeAnswer} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {connect} from './fixtures/servers.ts';
import {decodePointerFile} from './index.ts';

// Answers of real servers that this repository cannot hold. They lie beside it; without them there is nothing to test here.
const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const responses = `${data}archivematica-responses/`;

interface Exchange {
	readonly request: {readonly url: string};
	readonly response: {
		readonly status: number | string;
		readonly headers: Record<string, string>;
		readonly json?: unknown;
		readonly text?: string | null;
	};
}

/** The answers of one recording that stand for an answer to our request: the 301 to a trailing slash never does. */
function recorded(name: string): FakeAnswer[] {
	const exchanges: Exchange[] = JSON.parse(readFileSync(`${responses}recorded/${name}.json`, 'utf8'));
	return exchanges
		.filter(({response}) => Number(response.status) !== 301)
		.map(({response}) => ({
			status: Number(response.status),
			headers: {'content-type': response.headers['content-type'] ?? 'application/json'},
			body: response.json === undefined ? (response.text ?? '') : JSON.stringify(response.json),
		}));
}

/** An example of the manual. */
const manual = (name: string): string => readFileSync(`${responses}cc-by-sa-4.0/${name}.json`, 'utf8');

const uuid = '23129471-09e3-467e-88b6-eb4714afb5ac';

describe.skipIf(!existsSync(responses))('recorded answers', () => {
	it('are read: status, lists, jobs, hiding', async () => {
		const {dashboard} = connect({
			[`GET /api/ingest/status/${uuid}/`]: recorded('ingest_status'),
			'GET /api/transfer/completed': [...recorded('completed_transfers_transfers'), ...recorded('close_completed_transfers_no_transfers')],
			'GET /api/ingest/completed': recorded('completed_ingests_no_ingests'),
			'GET /api/ingest/waiting': recorded('ingest_list_waiting_some'),
			'GET /api/transfer/unapproved': recorded('unapproved_transfers_no_transfers'),
			[`GET /api/v2beta/jobs/${uuid}`]: recorded('jobs'),
			'POST /api/transfer/approve': recorded('approve_existing_transfer'),
			'POST /api/v2beta/package': recorded('package_endpoint'),
			[`DELETE /api/transfer/${uuid}/delete/`]: recorded('close_completed_transfers_transfers').slice(1),
			'GET /api/processing-configuration/default': recorded('get_existing_processing_config'),
		}).archivematica;
		expect(await dashboard.ingestStatus(uuid)).toMatchObject({
			type: 'ingest',
			status: 'COMPLETE',
			microservice: 'Remove the processing directory',
		});
		expect(await dashboard.completedTransfers()).toHaveLength(2);
		expect(await dashboard.completedTransfers()).toEqual([]);
		expect(await dashboard.completedIngests()).toEqual([]);
		expect(await dashboard.waiting()).toMatchObject([{microservice: 'Do you want to perform file format identification?'}]);
		expect(await dashboard.unapproved()).toEqual([]);
		const jobs = await dashboard.jobs(uuid);
		expect(jobs.length).toBeGreaterThan(0);
		expect(jobs.every(({status}) => status === 'COMPLETE')).toBe(true);
		expect(await dashboard.approve({directory: 'approve_1'})).toBe('5ad38ce3-27e5-4211-a0b5-eb70f13d28fa');
		expect(await dashboard.createPackage({name: 'amclient-transfer', source: {location: uuid, path: 'x'}})).toBe(
			'8e6259a0-34c8-4514-be3c-18dc0d42ce1c',
		);
		await dashboard.hideTransfer(uuid);
		expect(await dashboard.processingConfigurations.xml('default')).toContain('<processingMCP>');
	});

	it('are refused with a reason', async () => {
		const {dashboard, storage} = connect({
			'GET /api/transfer/completed': recorded('completed_transfers_bad_key'),
			'POST /api/transfer/approve': recorded('approve_non_existing_transfer2'),
			[`GET /api/transfer/status/${uuid}/`]: recorded('transfer_status_invalid_uuid'),
			[`DELETE /api/transfer/${uuid}/delete/`]: recorded('hide_units').slice(1, 2),
			[`GET /api/v2/file/${uuid}/`]: recorded('get_package_details_invalid_uuid'),
		}).archivematica;
		await expect(dashboard.completedTransfers()).rejects.toThrow(AuthenticationError);
		await expect(dashboard.approve({directory: 'x'})).rejects.toThrow('Unable to start the transfer.');
		await expect(dashboard.transferStatus(uuid)).rejects.toThrow(NotFoundError);
		await expect(dashboard.hideTransfer(uuid)).rejects.toThrow(NotFoundError);
		await expect(storage.package(uuid)).rejects.toThrow(NotFoundError);
	});

	it('of the Storage Service are read: locations, folders, packages', async () => {
		const {archivematica, asked} = connect({
			'GET /api/v2/location/': recorded('location_get_all'),
			[`GET /api/v2/location/${uuid}/`]: recorded('location_get_details_succeed'),
			[`GET /api/v2/location/${uuid}/browse/`]: [...recorded('transferables'), ...recorded('transferables_path')],
			[`GET /api/v2/file/${uuid}/`]: recorded('get_package_details'),
			'GET /api/v2/file/': recorded('aips_aips'),
		});
		const {storage} = archivematica;
		expect(await storage.locations().toArray()).toHaveLength(7);
		expect(await storage.location(uuid)).toMatchObject({purpose: 'SD', path: '/test_fake_location'});
		expect((await storage.browse(uuid)).entries.map(({name, isDirectory, objectCount}) => [name.text, isDirectory, objectCount])).toEqual([
			['ubuntu', true, 3],
			['vagrant', true, 2103],
		]);
		const {entries} = await storage.browse(uuid, 'vagrant/archivematica-sampledata');
		expect(entries.find(({isDirectory}) => !isDirectory)).toMatchObject({name: {text: 'README.md'}, size: 201});
		expect(await storage.package(uuid)).toMatchObject({uuid, type: 'AIP', status: 'UPLOADED'});
		expect(await storage.packages({type: 'AIP'}).toArray()).toHaveLength(2);
		expect(asked().join()).not.toContain('api_key');
	});

	it('of the manual are read too', async () => {
		const {dashboard, storage} = connect({
			[`GET /api/transfer/status/${uuid}/`]: manual('status-response'),
			'GET /api/transfer/unapproved': manual('list-transfer-response'),
			[`GET /api/v2beta/task/${uuid}`]: manual('task-response'),
			[`GET /api/v2beta/jobs/${uuid}`]: manual('list-transfer-unit-response'),
			'GET /api/v2/file/': manual('ss-get-all-packages'),
		}).archivematica;
		expect(await dashboard.transferStatus(uuid)).toMatchObject({status: 'COMPLETE', sip: undefined, backlog: false});
		expect(await dashboard.unapproved()).toHaveLength(2);
		expect(await dashboard.task(uuid)).toMatchObject({exitCode: 2, duration: 3, fileName: 'BBhelmet.ai'});
		expect(await dashboard.jobs(uuid)).toMatchObject([{microservice: 'Store AIP', tasks: [{exitCode: 0}]}]);
		expect((await storage.packages().toArray()).length).toBeGreaterThan(3);
	});

	it('give a status or a clear error when any of them stands in place of a status', async () => {
		for (const name of readdirSync(`${responses}recorded`)) {
			for (const answer of recorded(name.replace(/\.json$/, ''))) {
				const {dashboard} = connect({[`GET /api/transfer/status/${uuid}/`]: answer}, {retry: {limit: 0}}).archivematica;
				const outcome: unknown = await dashboard.transferStatus(uuid).catch((error: unknown) => error);
				const isClear =
					outcome instanceof HttpError || (outcome instanceof Error && outcome.name === 'DecodeError') || !(outcome instanceof Error);
				expect(isClear, name).toBe(true);
			}
		}
	});
});

describe.skipIf(!existsSync(`${data}pointer-files`))('pointer files of a real Storage Service', () => {
	it.each([
		[
			'pointer.21a22709-2304-47e5-8c28-735ac913d905',
			'21a22709-2304-47e5-8c28-735ac913d905',
			2195,
			'6775aaa645a8d859f695441f5294cf58c965d40201bda20583ec8750334f8bcc',
		],
		[
			'pointer.4781e745-96bc-4b06-995c-ee59fddf856d',
			'4781e745-96bc-4b06-995c-ee59fddf856d',
			2079,
			'6775aaa645a8d859f695441f5294cf58c965d40201bda20583ec8750334f8bcc',
		],
		[
			'premis3-pointer',
			'be5a727d-0070-43d3-9b48-d66a79d30934',
			11_370_816,
			'c2924159fcbbeadf8d7f3962b43ec1bf301e1b4f12dd28a8b89ec819f3714747',
		],
	])('%s gives size and digest', (name, package_, size, value) => {
		expect(decodePointerFile(readFileSync(`${data}pointer-files/agpl-3.0/${name}.xml`), package_)).toMatchObject({
			size,
			fixities: [{algorithm: 'sha256', value}],
			format: '7Zip format',
			transformations: [{type: 'decompression', algorithm: 'bzip2'}],
		});
	});
});
