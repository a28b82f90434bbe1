import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Archivematica, checkProcessingConfiguration, readProcessingConfiguration, writeProcessingConfiguration} from '../index.ts';

const origin = 'http://sandbox.example.org';

let time: number;
let sandbox: Sandbox;
let archivematica: Archivematica;
let location: string;

const sleep = async (ms: number): Promise<void> => {
	time += ms;
};

beforeEach(async () => {
	time = 1_750_000_000_000;
	sandbox = await createSandbox({samples: false, stepDuration: 100, now: () => time});
	const {dashboard, storage, source} = sandbox.credentials.archivematica;
	({location} = source);
	archivematica = new Archivematica({
		dashboard: {url: origin, ...dashboard},
		storage: {url: origin, ...storage},
		fetch: (input, init) => sandbox.fetch(new Request(input, init)),
		retry: {sleep},
		now: () => time,
	});
	await put('source/letters/a.txt', 'Dear friend');
});

afterEach(async () => {
	await sandbox.close();
});

async function put(path: string, body: string): Promise<void> {
	const response = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/${path}`, {method: 'PUT', body}));
	expect(response.ok, await response.clone().text()).toBe(true);
}

const start = async (processingConfig: string | undefined, path = 'letters') =>
	archivematica.transfers.start({name: 'letters', source: {location, path}, processingConfig});

describe('finished units', () => {
	it('are hidden one by one, or all at once', async () => {
		const {dashboard} = archivematica;
		const first = await start('automated');
		await first.done({sleep});
		expect(await dashboard.hideEachCompletedTransfer()).toEqual({hidden: [first.id], refused: []});
		expect(await dashboard.hideEachCompletedTransfer()).toEqual({hidden: [], refused: []});
		const {sip} = await first.done({sleep});
		expect(await dashboard.hideEachCompletedIngest()).toEqual({hidden: [sip], refused: []});

		const second = await start('automated');
		await second.done({sleep});
		expect(await dashboard.hideCompletedTransfers()).toEqual([second.id]);
		expect(await dashboard.hideCompletedIngests()).toHaveLength(1);
		expect(await dashboard.completedTransfers()).toEqual([]);
		expect(await dashboard.completedIngests()).toEqual([]);
	});
});

describe('levels of description', () => {
	it('come from AtoM and are given to folders of the arrangement', async () => {
		const {dashboard} = archivematica;
		await put('dashboard', JSON.stringify({atom: 'ready', atomLevels: ['Fonds', 'Series']}));
		await put('arrangement', JSON.stringify(['/arrange/letters/']));
		const levels = await dashboard.fetchLevelsOfDescription();
		expect(levels.map(({name}) => name)).toEqual(['Fonds', 'Series']);
		expect(await dashboard.levelsOfDescription()).toEqual(levels);
		expect(await dashboard.pathLevelOfDescription('/arrange/letters/')).toBeUndefined();
		await dashboard.setPathLevelOfDescription('/arrange/letters/', levels[1]?.uuid);
		expect(await dashboard.pathLevelOfDescription('/arrange/letters/')).toBe('Series');
		await expect(dashboard.setPathLevelOfDescription('/arrange/letters/', 'Fonds')).rejects.toMatchObject({code: 'unknown-level'});
		expect(await dashboard.pathLevelOfDescription('/arrange/letters/')).toBe('Series');
		await dashboard.setPathLevelOfDescription('/arrange/letters/', undefined);
		expect(await dashboard.pathLevelOfDescription('/arrange/letters/')).toBeUndefined();
		await expect(dashboard.pathLevelOfDescription('/arrange/photographs/')).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it('say why they do not come', async () => {
		const {dashboard} = archivematica;
		await put('dashboard', JSON.stringify({atom: 'no-url'}));
		await expect(dashboard.fetchLevelsOfDescription()).rejects.toMatchObject({code: 'atom-not-configured'});
		await put('dashboard', JSON.stringify({atom: 'unreachable'}));
		await expect(dashboard.fetchLevelsOfDescription()).rejects.toMatchObject({code: 'atom-unreachable'});
	});
});

it('checks CSV files', async () => {
	const {dashboard} = archivematica;
	const rights = 'file,basis,status,jurisdiction,terms,citation,grant_act,grant_restriction,doc_id_type,doc_id_value,doc_id_role\n';
	expect(await dashboard.validateCsv('rights', `${rights}objects/a.txt,,,,,,,,,,\n`)).toEqual({
		valid: false,
		reason: 'No basis specified.',
	});
	expect(await dashboard.validateCsv('avalon', '')).toEqual({valid: false, reason: 'The document is empty.'});
	await expect(dashboard.validateCsv('rights', Uint8Array.of(0xff, 0x2c))).rejects.toMatchObject({code: 'csv-unreadable'});
	await expect(dashboard.validateCsv('nonsuch', rights)).rejects.toMatchObject({name: 'NotFoundError'});
});

describe('reingests', () => {
	it('are approved only while they wait, and received only with their content', async () => {
		const {dashboard} = archivematica;
		const {aip} = await (await start('automated')).done({sleep});
		await expect(dashboard.approveReingest(aip)).rejects.toMatchObject({code: 'reingest-not-waiting'});
		const nothing = {kind: 'partial', aip, directory: `letters-${aip}`, contentIsInPlace: true} as const;
		await expect(dashboard.receiveReingest(nothing)).rejects.toMatchObject({name: 'HttpError', status: 500});
	});
});

describe('processing configurations', () => {
	it('are listed, read and deleted; built-in ones come back', async () => {
		const {processingConfigurations} = archivematica;
		expect(await processingConfigurations.list()).toEqual(['automated', 'default']);
		const automated = await processingConfigurations.read('automated');
		expect(automated.choices).toMatchObject({virusScanning: 'Yes', normalize: 'Normalize for preservation', storeAipLocation: 'default'});
		expect(checkProcessingConfiguration(automated)).toEqual([]);
		expect(writeProcessingConfiguration({}, {keep: automated.xml})).toBe(automated.xml);
		await put('configurations/mine', writeProcessingConfiguration({createSip: 'Send to backlog'}));
		expect(await processingConfigurations.list()).toContain('mine');
		await processingConfigurations.delete('mine');
		await expect(processingConfigurations.xml('mine')).rejects.toMatchObject({name: 'NotFoundError'});
		await processingConfigurations.delete('automated');
		expect((await processingConfigurations.read('automated')).choices).toEqual(automated.choices);
	});

	it('name the very questions at which a unit of the configuration `default` will wait', async () => {
		const {choices, xml} = await archivematica.processingConfigurations.read('default');
		expect(choices.createSip).toBeUndefined();
		const waits = new Set(checkProcessingConfiguration(xml).map(({message}) => /“(.*)”/.exec(message)?.[1]));
		const transfer = await start('default');
		for await (const {waitingFor} of transfer.watch({sleep})) {
			if (waitingFor !== undefined) {
				expect(waits).toContain(waitingFor);
				break;
			}
		}
	});

	it('go with a transfer in its processingMCP.xml, and stop it where they were told to', async () => {
		const {processingConfigurations, dashboard} = archivematica;
		const {xml} = await processingConfigurations.read('automated');
		await put('source/mine/a.txt', 'Dear friend');
		await put('source/mine/processingMCP.xml', writeProcessingConfiguration({metadataReminder: 'ask'}, {keep: xml}));
		const transfer = await start(undefined, 'mine');
		for await (const {waitingFor, sip} of transfer.watch({sleep})) {
			if (waitingFor !== undefined) {
				expect(waitingFor).toBe('Reminder: add metadata if desired');
				await put('source/more/notes.txt', 'More');
				await dashboard.copyMetadataFiles(sip ?? '', [{location, path: 'more/notes.txt'}]);
				break;
			}
		}
		expect((await dashboard.waiting()).map(({microservice}) => microservice)).toEqual(['Reminder: add metadata if desired']);
		await expect(dashboard.copyMetadataFiles(transfer.id, [{location, path: 'more/notes.txt'}])).rejects.toThrow('does not know the SIP');
	});

	it('written with every answer run through', async () => {
		const {choices} = readProcessingConfiguration(await archivematica.processingConfigurations.xml('automated'));
		await put('configurations/ours', writeProcessingConfiguration({...choices, normalize: 'Do not normalize', virusScanning: 'No'}));
		expect(await (await start('ours')).done({sleep})).toMatchObject({aip: expect.any(String)});
	});
});
