import {parseXml} from '@fonds/core/xml';
import type {IngestResult, IngestStatus} from '@fonds/preservica';
import {expect} from 'chai';

import '../define/asset-viewer.ts';
import {clearPage, collect, inside, mount, next, shownText} from '../fixtures/page.ts';
import {preservicaJob, preservicaSource, type PreservicaClient} from './preservica-source.ts';

const schema = 'http://www.loc.gov/mods/v3';
const mods = `<mods xmlns="${schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
	<titleInfo><title>Letters &amp; notes</title></titleInfo><identifier type="local">B/12</identifier><dateCreated>1874</dateCreated></mods>`;
const representation = (type: string, name?: string) => ({asset: 'a-1', type, index: 1, name, url: 'https://x/'});
const bitstream = {
	filename: 'one.txt',
	size: 11,
	fixities: [{algorithm: 'sha1' as const, value: 'ab'.repeat(20)}],
	unknownFixities: [],
	url: 'https://x/content',
	contentObject: 'c-1',
	generation: 1,
	index: 1,
};

/** A client that knows one asset, and remembers what it was asked for. */
function fakeClient() {
	const asked: unknown[] = [];
	const parts = {
		entities: {
			asset: async (ref: string) => ({
				type: 'asset',
				ref,
				title: 'Letters',
				description: undefined,
				securityTag: 'open',
				customType: 'Correspondence',
			}),
			representations: async () => [representation('Preservation'), representation('Access', 'For reading')],
			identifiers: async () => [{id: '1', type: 'Shelfmark', value: 'B/12', entity: 'a-1'}],
			metadata: async () => [
				{ref: 'm', schema, url: '', xml: mods, element: parseXml(mods)},
				{ref: 'n', schema: '', url: '', xml: '', element: undefined},
			],
		},
		bitstreams: {
			async *ofAsset(ref: string, options: object) {
				asked.push(['ofAsset', ref, options]);
				yield {path: 'Access-1/one.txt', bitstream, representation: representation('Access'), contentObject: {}};
			},
			download: async (...call: readonly unknown[]) => {
				asked.push(['download', ...call]);
				return new Blob(['Dear sister']).stream();
			},
		},
	};
	// The adapter uses this much of a client; the tests of the client itself are with the client.
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion
	return {client: parts as unknown as PreservicaClient, asked};
}

describe('preservicaSource', () => {
	afterEach(clearPage);

	it('tells what is known of an asset', async () => {
		const source = preservicaSource(fakeClient().client);
		expect(await source.asset('a-1')).to.deep.equal({
			ref: 'a-1',
			title: 'Letters',
			description: undefined,
			fields: [
				{label: 'Security tag', value: 'open'},
				{label: 'Type', value: 'Correspondence'},
				{label: 'Shelfmark', value: 'B/12'},
			],
			representations: [
				{id: 'Preservation-1', name: 'Preservation 1', type: 'Preservation'},
				{id: 'Access-1', name: 'For reading', type: 'Access'},
			],
		});
	});

	it('makes labels and values of descriptive metadata, attributes included', async () => {
		const source = preservicaSource(fakeClient().client);
		const leaf = (label: string, value: string) => ({label, value, children: []});
		expect(await source.metadata(await source.asset('a-1'))).to.deep.equal([
			{
				title: 'MODS',
				schema,
				nodes: [
					{label: 'Title info', value: undefined, children: [leaf('Title', 'Letters & notes')]},
					{label: 'Identifier', value: 'B/12', children: [leaf('Type', 'local')]},
					leaf('Date created', '1874'),
				],
			},
		]);
	});

	it('hands what it is asked for on to the client, with the signal', async () => {
		const {client, asked} = fakeClient();
		const source = preservicaSource(client);
		const {signal} = new AbortController();
		const asset = await source.asset('a-1', {signal});
		const [, access] = asset.representations;
		const files = await collect(source.files(asset, access!, {signal}));
		await source.open(files[0]!, {signal});

		expect(files).to.deep.equal([{id: 'Access-1/one.txt', name: 'one.txt', size: 11, mediaType: undefined, fixities: bitstream.fixities}]);
		expect(asked).to.deep.equal([
			['ofAsset', 'a-1', {signal, representation: representation('Access', 'For reading')}],
			['download', bitstream, {signal}],
		]);
	});

	it('lets the viewer show an asset', async () => {
		const viewer = mount('asset-viewer', {source: preservicaSource(fakeClient().client), asset: 'a-1'});
		await next(viewer, 'file-show');
		expect(inside(viewer, 'text-view', 'pre')?.textContent).to.equal('Dear sister');
		expect(shownText(viewer)).to.include('Verified: SHA-1').and.to.include('Letters & notes');
	});
});

describe('preservicaJob', () => {
	const job = (...statuses: readonly Partial<IngestStatus>[]) =>
		preservicaJob({
			id: 'token',
			async *watch() {
				for (const status of statuses) yield {state: 'running', detail: 'RUNNING', errors: [], ...status};
			},
			done: async (): Promise<IngestResult> => ({assets: ['a-1']}),
			toJSON: () => ({kind: 'preservica-ingest', id: 'token', data: null}),
		});

	it('follows an ingest to its asset', async () => {
		const snapshots = await collect(job({}, {state: 'succeeded', detail: 'COMPLETED'}).watch());
		expect(snapshots.map(({state}) => state)).to.deep.equal(['running', 'succeeded']);
		expect(snapshots[1]?.results).to.deep.equal([{label: 'Asset', value: 'a-1'}]);
		expect(snapshots[1]?.steps.every(({state}) => state === 'succeeded')).to.equal(true);
	});

	it('says what went wrong, and when a person is needed', async () => {
		const [suspended, failed, mixed] = await collect(
			job({state: 'suspended'}, {state: 'failed', errors: ['Checksum differs']}, {state: 'mixed'}).watch(),
		);
		expect(suspended).to.include({state: 'waiting', waitingFor: 'Somebody has to let the ingest go on in Preservica.'});
		expect(failed?.failure).to.deep.equal({reason: 'The ingest failed.', details: ['Checksum differs']});
		expect(mixed?.failure?.reason).to.equal('The ingest succeeded in part only.');
	});
});
