import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {FakeAnswer} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {connect, sipId} from '../fixtures/servers.ts';
import {checkProcessingConfiguration, readProcessingConfiguration, writeProcessingConfiguration} from '../index.ts';

// Answers of real servers that this repository cannot hold. They lie beside it; without them there is nothing to test here.
const responses = fileURLToPath(new URL('../../../../../shared/data/archivematica-responses/', import.meta.url));

interface Exchange {
	readonly request: {readonly body?: string};
	readonly response: {readonly status: number; readonly json?: unknown; readonly text?: string};
}

function recorded(name: string): {readonly answer: FakeAnswer; readonly exchange: Exchange} {
	const [exchange]: [Exchange] = JSON.parse(readFileSync(`${responses}recorded/${name}.json`, 'utf8'));
	const {status, json, text} = exchange.response;
	return {exchange, answer: {status, headers: {'content-type': 'application/json'}, body: text ?? JSON.stringify(json)}};
}

const manual = (name: string): string => readFileSync(`${responses}cc-by-sa-4.0/${name}.json`, 'utf8');

describe.skipIf(!existsSync(responses))('recorded exchanges', () => {
	it('copy metadata files with the very form that is sent here', async () => {
		const {exchange, answer} = recorded('copy_metadata_files');
		const {archivematica, fetch} = connect({
			'POST /api/ingest/copy_metadata_files/': [answer, recorded('copy_metadata_files_with_empty_source_paths').answer],
		});
		const {dashboard} = archivematica;
		const form = new URLSearchParams(exchange.request.body);
		const files = form.getAll('source_paths[]').map(encoded => {
			const [location = '', path = ''] = atob(encoded).split(':');
			return {location, path};
		});
		await dashboard.copyMetadataFiles(form.get('sip_uuid') ?? '', files);
		expect(await fetch.requests[0]?.text()).toBe(exchange.request.body);
		await expect(dashboard.copyMetadataFiles(sipId, files)).rejects.toThrow('sip_uuid and source_paths[] both required.');
	});

	it('refuse what does not wait, and what the manual says is refused', async () => {
		const {dashboard} = connect({
			'POST /api/ingest/reingest/approve': recorded('approve_non_existing_partial_reingest').answer,
			'POST /api/ingest/copy_metadata_files/': {status: 500, body: manual('am-copy-metadata-3')},
			'POST /api/v2beta/validate/avalon': [manual('am-validate'), {status: 404, body: manual('am-validate-3')}],
		}).archivematica;
		await expect(dashboard.approveReingest(sipId)).rejects.toMatchObject({code: 'reingest-not-waiting'});
		await expect(dashboard.copyMetadataFiles(sipId, [{location: sipId, path: 'a'}])).rejects.toThrow('not associated with this pipeline');
		expect(await dashboard.validateCsv('avalon', 'a,b')).toEqual({valid: true, reason: undefined});
		await expect(dashboard.validateCsv('avalon', 'a,b')).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it('list levels of description', async () => {
		const {dashboard} = connect({
			'GET /api/filesystem/administration/dips/atom/levels/': manual('admin-levels-of-desc-response'),
			'GET /api/administration/dips/atom/fetch_levels/': manual('fetch-levels-response'),
		}).archivematica;
		expect(await dashboard.levelsOfDescription()).toContainEqual({uuid: '0a056206-1e35-11ea-887c-fa163e461c4e', name: 'Fonds'});
		expect(await dashboard.fetchLevelsOfDescription()).toHaveLength(9);
	});

	it('give a configuration of an old release, which is understood as far as it can be and kept whole', () => {
		const xml = recorded('get_existing_processing_config').exchange.response.text ?? '';
		const {choices, entries} = readProcessingConfiguration(xml);
		expect(choices).toMatchObject({
			compressionLevel: '1 - fastest compression',
			compressionAlgorithm: '7z using bzip2',
			deletePackages: 'Yes',
			identifyIngestFormats: 'No, use existing data',
			identifySubmissionDocumentationFormats: {value: '25a91595-37f0-4373-a89a-56a757353fb8'},
			createSip: undefined,
		});
		expect(entries.map(({comment}) => comment)).toContain('Send transfer to quarantine');
		expect(checkProcessingConfiguration(xml).map(({code}) => code)).toEqual(
			expect.arrayContaining(['waits-for-a-person', 'unknown-answer', 'unknown-question']),
		);
		expect(writeProcessingConfiguration({}, {keep: xml})).toBe(xml);
		expect(writeProcessingConfiguration(choices, {keep: xml})).toBe(xml);
	});
});
