import {AuthenticationError, ConfigurationError, HttpError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, locationId, noJobYet, serverErrorPage, sipId, text, transferId} from '../fixtures/servers.ts';
import {serverPath} from '../index.ts';

const connected = (routes: Parameters<typeof connect>[0]) => {
	const {archivematica, fetch, asked} = connect(routes);
	const form = async (index = 0) => [...new URLSearchParams(await fetch.requests[index]?.text())];
	return {dashboard: archivematica.dashboard, fetch, asked, form};
};

describe('receiving a reingest', () => {
	const received = json({message: 'Approval successful.', reingest_uuid: transferId});

	it('sends a form to the part of the pipeline that the kind goes through', async () => {
		const {dashboard, asked, form} = connected({'POST /api/transfer/reingest': received, 'POST /api/ingest/reingest': received});
		const directory = `tmpabc/Briefe-${sipId}`;
		expect(await dashboard.receiveReingest({kind: 'full', aip: sipId, directory, contentIsInPlace: true})).toBe(transferId);
		expect(await dashboard.receiveReingest({kind: 'partial', aip: sipId, directory, contentIsInPlace: true})).toBe(transferId);
		expect(asked()).toEqual(['POST /api/transfer/reingest', 'POST /api/ingest/reingest']);
		expect(await form()).toEqual([
			['name', directory],
			['uuid', sipId],
		]);
	});

	it('is refused before anything is sent, unless the caller says that the content is there', async () => {
		const {dashboard, asked} = connected({'POST /api/transfer/reingest': received});
		const reingest = {kind: 'full', aip: sipId, directory: `a-${sipId}`} as const;
		// @ts-expect-error: it must be said.
		await expect(dashboard.receiveReingest(reingest)).rejects.toThrow('Use reingests.start()');
		for (const wrong of [{aip: 'x'}, {directory: ''}, {directory: '/tmp/a'}, {directory: '../a'}]) {
			await expect(dashboard.receiveReingest({...reingest, contentIsInPlace: true, ...wrong})).rejects.toThrow(ConfigurationError);
		}
		expect(asked()).toEqual([]);
	});

	it('is sent once, and says why it failed', async () => {
		const {dashboard, asked} = connected({
			'POST /api/transfer/reingest': [
				json({error: true, message: 'There is already a transfer in standardTransfer with the same name.'}, 400),
				json({error: true, message: 'No such file or directory'}, 500),
				serverErrorPage,
				json({message: 'Approval successful.'}),
			],
		});
		const reingest = {kind: 'full', aip: sipId, directory: `a-${sipId}`, contentIsInPlace: true} as const;
		await expect(dashboard.receiveReingest(reingest)).rejects.toThrow('already a transfer in standardTransfer');
		await expect(dashboard.receiveReingest(reingest)).rejects.toThrow('500 to POST /api/transfer/reingest: No such file or directory.');
		await expect(dashboard.receiveReingest(reingest)).rejects.toMatchObject({name: 'HttpError', status: 500});
		await expect(dashboard.receiveReingest(reingest)).rejects.toMatchObject({name: 'DecodeError'});
		expect(asked()).toHaveLength(4);
	});
});

describe('approving a reingest', () => {
	const target = 'POST /api/ingest/reingest/approve';

	it('sends the UUID of the AIP in a form', async () => {
		const {dashboard, form} = connected({[target]: json({message: 'Approval successful.'})});
		expect(await dashboard.approveReingest(sipId)).toBeUndefined();
		expect(await form()).toEqual([['uuid', sipId]]);
	});

	it('says that it does not wait, in the words of this release and of older ones', async () => {
		for (const message of ['Unable to approve the partial reingest.', 'Unable to approve partial reingest.']) {
			const {dashboard, asked} = connected({[target]: json({error: true, message}, 400)});
			await expect(dashboard.approveReingest(sipId)).rejects.toMatchObject({
				name: 'HttpError',
				status: 400,
				code: 'reingest-not-waiting',
				message: expect.stringContaining(`${message} It does not wait for an approval, or not yet.`),
			});
			expect(asked()).toHaveLength(1);
		}
	});

	it('is not repeated after a lost answer, nor taken for done by a page', async () => {
		const {dashboard, asked} = connected({[target]: [badGateway, text('<!DOCTYPE html><html></html>', 200)]});
		await expect(dashboard.approveReingest(sipId)).rejects.toMatchObject({status: 502, code: 'http'});
		await expect(dashboard.approveReingest(sipId)).rejects.toMatchObject({name: 'DecodeError'});
		expect(asked()).toHaveLength(2);
	});
});

describe('copying metadata files', () => {
	const target = 'POST /api/ingest/copy_metadata_files/';
	const done = json({error: false, message: 'Metadata files added successfully.'}, 201);

	it('names every file by location and path, in base64', async () => {
		const {dashboard, form} = connected({[target]: done});
		await dashboard.copyMetadataFiles(sipId, [
			{location: locationId, path: 'metadata/metadata.csv'},
			{location: locationId, path: serverPath(Uint8Array.of(0x6d, 0xff))},
		]);
		expect(await form()).toEqual([
			['sip_uuid', sipId],
			['source_paths[]', btoa(`${locationId}:metadata/metadata.csv`)],
			['source_paths[]', btoa(`${locationId}:mÿ`)],
		]);
	});

	it('sends nothing that means nothing', async () => {
		const {dashboard, asked} = connected({});
		const wrong = [
			[],
			[{location: locationId, path: '/'}],
			[{location: locationId, path: 'a/../../b'}],
			[{location: 'a:b', path: 'metadata.csv'}],
		];
		for (const files of wrong) {
			await expect(dashboard.copyMetadataFiles(sipId, files)).rejects.toThrow(ConfigurationError);
		}
		expect(asked()).toEqual([]);
	});

	it('says what the dashboard says, and names the SIP where it has no words', async () => {
		const {dashboard, asked} = connected({
			[target]: [
				json({error: true, message: `Location ${locationId} is not associated with this pipeline`}, 500),
				serverErrorPage,
				json({error: true, message: 'sip_uuid and source_paths[] both required.'}, 400),
				badGateway,
				json({error: true, message: 'No'}),
				json({message: 'API key not valid.', error: true}, 403),
			],
		});
		const copy = async () => dashboard.copyMetadataFiles(sipId, [{location: locationId, path: 'a.csv'}]).catch((error: unknown) => error);
		expect(String(await copy())).toMatch(/is not associated with this pipeline\.$/);
		expect(await copy()).toMatchObject({
			name: 'HttpError',
			status: 500,
			message: expect.stringContaining(`does not know the SIP ${sipId}`),
		});
		expect(String(await copy())).toContain('both required.');
		const lost = await copy();
		expect(lost).toBeInstanceOf(HttpError);
		expect(String(lost)).not.toContain(sipId);
		expect(await copy()).toMatchObject({name: 'DecodeError'});
		expect(await copy()).toBeInstanceOf(AuthenticationError);
		expect(asked()).toHaveLength(6);
	});

	it('waits for large files longer than for other answers, unless told otherwise, and stops when aborted', async () => {
		const {dashboard} = connected({[target]: () => new Promise<never>(() => {})});
		const files = [{location: locationId, path: 'a.csv'}];
		await expect(dashboard.copyMetadataFiles(sipId, files, {timeout: 5})).rejects.toMatchObject({name: 'TimeoutError'});
		const controller = new AbortController();
		const copying = dashboard.copyMetadataFiles(sipId, files, {signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(copying).rejects.toThrow('enough');
	});
});

it('keeps the code of a unit that has no job yet', async () => {
	const {dashboard} = connected({[`GET /api/transfer/status/${transferId}/`]: noJobYet});
	await expect(dashboard.transferStatus(transferId)).rejects.toMatchObject({code: 'not-started'});
});
