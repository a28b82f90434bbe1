import {readFileSync} from 'node:fs';
import {XmlDocument, XsdValidator} from 'libxml2-wasm';
import {describe, expect, it} from 'vitest';
import {everything, letter} from '../fixtures/descriptions.ts';
import {entry} from '../fixtures/entries.ts';
import {randomDescription} from '../fixtures/random-xip.ts';
import {readPackage} from '../fixtures/read-package.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import type {XipDescription} from './description.ts';
import {packageAssets} from './package-assets.ts';
import {readXip} from './read-xip.ts';
import {xipLayout} from './xip-layout.ts';

/** The copies of 6.9, 7.0 and 7.7 are the same but for their namespace, and for the command of an event action, which is always written. */
function schemaOf(version: string): string {
	const known = {'7.0': '6.9', '8.0': '7.7', '8.3': '7.7'}[version] ?? version;
	const text = readFileSync(new URL(`../fixtures/xip/XIP-v${known}.xsd`, import.meta.url), 'utf8');
	return text.replaceAll(`/XIP/v${known}`, `/XIP/v${version}`);
}

function validate(xml: string, version: string): void {
	const schema = XmlDocument.fromString(schemaOf(version));
	const validator = XsdValidator.fromDoc(schema);
	const document = XmlDocument.fromString(xml);
	try {
		validator.validate(document);
	} finally {
		document.dispose();
		validator.dispose();
		schema.dispose();
	}
}

/** Everything that is in the schema from the beginning. */
const inFull: XipDescription = {
	assets: [
		{
			title: 'T',
			ref: 'A',
			representations: [
				{
					type: 'Preservation',
					contentObjects: [
						{
							title: 'Page',
							ref: 'O',
							identifiers: [{type: 'code', value: '1'}],
							metadata: [{xml: '<a xmlns="urn:a"/>'}],
							generations: [
								{label: 'old', formatGroup: 'doc', bitstreams: [entry('a.doc', 'x')]},
								{
									bitstreams: [entry('a.pdf', 'x'), entry('a.xml', 'x')],
									formats: [{puid: 'fmt/1', name: 'n', version: '1', warnings: 'w', valid: false}],
									properties: [{group: 'g', puid: 'p', name: 'n', value: 'v'}],
								},
								{bitstreams: []},
							],
						},
						{title: 'Nothing', generations: []},
					],
				},
			],
		},
		{title: 'Box', representations: [{type: 'Physical'}]},
	],
	links: [{type: 'VirtualChild', from: 'A', to: 'B'}],
	restrictions: [{type: 'LOCK', entity: 'A'}],
	events: [
		{event: {}, entity: 'A'},
		{commandType: 'c', event: {type: 'Ingest', user: 'u', workflowName: 'w'}, entity: 'A', serialisedCommand: 's'},
	],
};

describe.each(['6.0', '6.2', '6.9', '7.0', '7.7', '8.0', '8.3'])('the schema of XIP %s', version => {
	const namespace = `http://preservica.com/XIP/v${version}`;

	it.each([
		['one asset of one file', {assets: [letter]}],
		['everything', everything()],
		['content in full', inFull],
		['folders alone', {folders: [{title: 'F', folders: [{title: 'G'}]}]}],
	])('accepts %s', async (_, description) => {
		const {metadataText} = await readPackage(packageAssets(description, {namespace, digests: ['md5', 'sha256', 'sha512']}).bytes);
		expect(() => validate(metadataText, version)).not.toThrow();
	});

	it('would notice a wrong order', async () => {
		const {metadataText} = await readPackage(packageAssets({assets: [letter]}, {namespace}).bytes);
		const [, object = ''] = /(<ContentObject><Ref>.*<\/ContentObject>\n)/.exec(metadataText) ?? [];
		expect(object).not.toBe('');
		expect(() => validate(metadataText.replace(object, '').replace('</XIP>', `${object}</XIP>`), version)).toThrow(/ContentObject/);
	});
});

describe.each(['6.9', '7.0', '7.7', '8.3'])('the schema of XIP %s', version => {
	const namespace = `http://preservica.com/XIP/v${version}`;

	it.each(Array.from({length: 12}, (_, index) => [index + 100]))('accepts what was read and is written again (%i)', async seed => {
		const files = await filesOf(xipLayout(randomDescription(seed), {namespace}));
		expect(() => validate(textOf(files, 'metadata.xml'), version)).not.toThrow();
		const again = await filesOf(xipLayout(await readXip(treeOf(files)), {namespace}));
		expect(() => validate(textOf(again, 'metadata.xml'), version)).not.toThrow();
	});
});

describe('the schema of XIP 6.2', () => {
	it('accepts what 6.2 brought', async () => {
		const description: XipDescription = {
			assets: [
				{
					title: 'T',
					ref: 'A',
					identifiers: [{type: 't', value: 'v', apiId: '1'}],
					representations: [
						{
							type: 'Preservation',
							formats: [{puid: 'p', name: 'n', valid: true}],
							properties: [{puid: 'p', name: 'n', value: 'v'}],
							contentObjects: [{title: 'O', generations: [{bitstreams: [{...entry('a', 'x'), originalFilename: 'b'}]}]}],
						},
					],
				},
			],
			restrictions: [{type: 'DELETE', entity: 'A'}],
			events: [{event: {ref: 'r', date: new Date(), workflowInstanceId: '7'}, date: new Date(), entity: 'A'}],
		};
		const files = await filesOf(xipLayout(description, {namespace: 'http://preservica.com/XIP/v6.2'}));
		expect(() => validate(textOf(files, 'metadata.xml'), '6.2')).not.toThrow();
	});
});
