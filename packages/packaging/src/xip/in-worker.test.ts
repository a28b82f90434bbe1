import {expect, it, onTestFinished} from 'vitest';
import {collect, sameBytes} from '../fixtures/entries.ts';
import {setUpWorker} from '../fixtures/workers.ts';
import {packageInWorker} from '../worker/package-in-worker.ts';
import type {XipDescription} from './description.ts';
import {packageAssets} from './package-assets.ts';

it('content that is described in full is packaged in a worker as it is here', async () => {
	const page = {
		title: 'Page',
		ref: 'O',
		generations: [
			{bitstreams: [new File(['old'], 'page.bmp')]},
			{
				bitstreams: [new File(['new'], 'page.tif'), new File(['<x/>'], 'page.xml')],
				formats: [{puid: 'fmt/353', name: 'TIFF', valid: true}],
				properties: [{puid: 'prp/1', name: 'Width', value: '5'}],
			},
		],
	};
	const description: XipDescription = {
		assets: [
			{
				title: 'T',
				ref: 'A',
				representations: [
					{type: 'Preservation', contentObjects: [page], properties: [{puid: 'prp/2', name: 'Pages', value: '1'}]},
					{type: 'Access', contentObjects: [page]},
				],
			},
		],
		links: [{type: 'isPartOf', from: 'A', to: 'B'}],
		restrictions: [{type: 'LOCK', entity: 'A'}],
		events: [{event: {type: 'Ingest', user: 'u'}, entity: 'A'}],
	};
	const options = {namespace: 'http://preservica.com/XIP/v7.7', date: new Date(1.7e12), deterministic: true};
	const setup = setUpWorker();
	onTestFinished(() => setup.end());
	const there = await packageInWorker(setup.worker, description, options);
	const [expected, actual] = [await collect(packageAssets(description, options).bytes), await collect(there.bytes)];
	expect(sameBytes(actual, expected)).toBe(true);
	expect(actual.length).toBe(there.size);
});
