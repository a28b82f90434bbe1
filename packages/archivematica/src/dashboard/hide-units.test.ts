import {AuthenticationError, ConflictError, HttpError, NotFoundError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, serverErrorPage, sipId, text, transferId} from '../fixtures/servers.ts';

const other = '7d9e1f6b-7a2f-4b0e-8f3c-2e9a3a0f0c11';

const kinds = [
	['transfer', 'hideCompletedTransfers', 'hideEachCompletedTransfer'],
	['ingest', 'hideCompletedIngests', 'hideEachCompletedIngest'],
] as const;

describe.each(kinds)('all finished units of the kind %s', (kind, hideAll, hideEach) => {
	it('are hidden with one call, which is never repeated', async () => {
		const {archivematica, asked} = connect({
			[`DELETE /api/${kind}/delete/`]: [json({removed: [transferId, sipId]}), json({removed: []}), badGateway],
		});
		const {dashboard} = archivematica;
		expect(await dashboard[hideAll]()).toEqual([transferId, sipId]);
		expect(await dashboard[hideAll]()).toEqual([]);
		await expect(dashboard[hideAll]()).rejects.toThrow(HttpError);
		expect(asked()).toEqual(Array.from({length: 3}, () => `DELETE /api/${kind}/delete/`));
	});

	it('stay where the dashboard fails', async () => {
		const {archivematica} = connect({
			[`DELETE /api/${kind}/delete/`]: [json({removed: false}, 500), json({removed: false}), text('<html>Elasticsearch</html>', 200)],
		});
		const {dashboard} = archivematica;
		await expect(dashboard[hideAll]()).rejects.toMatchObject({name: 'HttpError', status: 500});
		await expect(dashboard[hideAll]()).rejects.toMatchObject({name: 'DecodeError'});
		await expect(dashboard[hideAll]()).rejects.toMatchObject({name: 'DecodeError'});
	});

	it('are hidden one by one, and refusals are told', async () => {
		const {archivematica, asked} = connect({
			[`GET /api/${kind}/completed`]: json({results: [transferId, sipId, other], message: ''}),
			[`DELETE /api/${kind}/${transferId}/delete/`]: json({removed: true}),
			[`DELETE /api/${kind}/${sipId}/delete/`]: json({removed: false}, 409),
			[`DELETE /api/${kind}/${other}/delete/`]: text('<h1>Page not found</h1>', 404),
		});
		const {hidden, refused} = await archivematica.dashboard[hideEach]();
		expect(hidden).toEqual([transferId]);
		expect(refused.map(({uuid, error}) => [uuid, error.constructor])).toEqual([
			[sipId, ConflictError],
			[other, NotFoundError],
		]);
		expect(asked()).toHaveLength(4);
	});

	it('are left alone from the first failure that is no refusal', async () => {
		const {archivematica, asked} = connect({
			[`GET /api/${kind}/completed`]: json({results: [transferId, sipId, other], message: ''}),
			[`DELETE /api/${kind}/${transferId}/delete/`]: json({removed: true}),
			[`DELETE /api/${kind}/${sipId}/delete/`]: json({removed: false}, 500),
		});
		await expect(archivematica.dashboard[hideEach]()).rejects.toMatchObject({name: 'HttpError', status: 500});
		expect(asked()).toHaveLength(3);
	});

	it('are none, mostly', async () => {
		const {archivematica} = connect({[`GET /api/${kind}/completed`]: json({results: [], message: ''})});
		expect(await archivematica.dashboard[hideEach]()).toEqual({hidden: [], refused: []});
	});

	it('listens to the signal between two of them', async () => {
		const controller = new AbortController();
		const {archivematica, asked} = connect({
			[`GET /api/${kind}/completed`]: json({results: [transferId, sipId], message: ''}),
			[`DELETE /api/${kind}/${transferId}/delete/`]: () => {
				controller.abort(new Error('enough'));
				return json({removed: true});
			},
		});
		await expect(archivematica.dashboard[hideEach]({signal: controller.signal})).rejects.toThrow('enough');
		expect(asked()).toHaveLength(2);
	});
});

it('calls each by its name', async () => {
	const forbidden = json({message: 'API key not valid.', error: true}, 403);
	const {dashboard} = connect({
		'DELETE /api/transfer/delete/': forbidden,
		'DELETE /api/ingest/delete/': forbidden,
		'GET /api/transfer/completed': forbidden,
		'GET /api/ingest/completed': forbidden,
	}).archivematica;
	await expect(dashboard.hideCompletedTransfers()).rejects.toThrow(AuthenticationError);
	await expect(dashboard.hideCompletedIngests()).rejects.toThrow(AuthenticationError);
	await expect(dashboard.hideEachCompletedTransfer()).rejects.toThrow(AuthenticationError);
	await expect(dashboard.hideEachCompletedIngest()).rejects.toThrow(AuthenticationError);
});

it('does not repeat a unit that could not be hidden for a fault of the server', async () => {
	const {archivematica, asked} = connect({[`DELETE /api/ingest/${sipId}/delete/`]: serverErrorPage});
	const {dashboard} = archivematica;
	await expect(dashboard.hideIngest(sipId)).rejects.toMatchObject({status: 500});
	expect(asked()).toHaveLength(1);
});
