import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {install, type TestInstallation} from '../fixtures/preserve.ts';
import type {ReingestStatus} from './reingest.ts';

let here: TestInstallation;
let aip: string;
beforeEach(async () => {
	here = await install();
	aip = await here.preserve();
});
afterEach(async () => {
	await here.sandbox.close();
});

const isMarked = async () => (await here.archivematica.storage.package(aip)).attributes['reingest_pipeline'] ?? false;

describe('a reingest', () => {
	it.each(['metadata', 'objects', 'full'] as const)('of the kind %s ends with the AIP stored anew', async type => {
		const {reingests, storage} = here.archivematica;
		const reingest = await reingests.start(aip, {type, processingConfig: 'automated'});
		expect(await isMarked()).not.toBe(false);
		const statuses: ReingestStatus[] = [];
		for await (const status of reingest.watch({sleep: here.sleep})) {
			statuses.push(status);
		}
		expect(statuses.at(-1)).toMatchObject({state: 'succeeded', aip, type});
		const {transfer, warnings} = await reingest.done();
		expect([transfer === undefined, warnings]).toEqual([type !== 'full', []]);
		expect(await isMarked()).toBe(false);
		expect(await storage.checkFixity(aip)).toMatchObject({success: true});
		expect((await storage.packages({type: 'AIP'}).toArray()).map(({uuid}) => uuid)).toEqual([aip]);
	});

	it('adds metadata files on the way', async () => {
		await here.control('PUT', 'source/more/metadata.csv', 'filename,dc.title\nobjects/first.txt,First\n');
		const {reingests, storage} = here.archivematica;
		const {source} = await here.letters();
		const reingest = await reingests.start(aip, {
			type: 'metadata',
			processingConfig: 'automated',
			metadata: [{location: source.location, path: 'more/metadata.csv'}],
		});
		await reingest.done({sleep: here.sleep});
		expect(await storage.checkFixity(aip)).toMatchObject({success: true});
	});

	it('goes on in another process', async () => {
		const reingest = await here.archivematica.reingests.start(aip, {type: 'full', processingConfig: 'automated'});
		let kept = '';
		for await (const {stage} of reingest.watch({sleep: here.sleep})) {
			if (stage === 'ingest') {
				kept = JSON.stringify(reingest);
				break;
			}
		}
		const {reingests} = here.connect();
		expect(await reingests.resume(JSON.parse(kept)).done({sleep: here.sleep})).toMatchObject({aip});
	});

	it.each(['metadata', 'full'] as const)('of the kind %s survives that its answer is lost', async type => {
		here.sandbox.faults.add({kind: 'status', method: 'POST', path: '*/reingest/', status: 504, when: 'after'});
		const {reingests} = here.archivematica;
		const reingest = await reingests.start(aip, {type, processingConfig: 'automated'});
		expect(await reingest.done({sleep: here.sleep})).toMatchObject({aip, type});
	});

	it('is not started twice, and can be given free when the pipeline gave up', async () => {
		const {reingests} = here.archivematica;
		await reingests.start(aip, {type: 'metadata'});
		await expect(reingests.start(aip, {type: 'full'})).rejects.toMatchObject({code: 'being-reingested'});
		expect((await reingests.release(aip, {pipelineGaveUp: true})).attributes['reingest_pipeline']).toBeNull();
		expect(await isMarked()).toBe(false);
	});

	it('is refused for damaged content', async () => {
		await here.control('POST', `packages/${aip}/damage`, {});
		await expect(here.archivematica.reingests.start(aip, {type: 'full'})).rejects.toMatchObject({code: 'reingest-content'});
	});
});
