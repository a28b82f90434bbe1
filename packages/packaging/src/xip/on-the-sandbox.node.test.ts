import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {attribute, children, child, content, optionalText, parseXml, text, type XmlElement} from '@fonds/core/xml';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {collect, entry, randomBytes} from '../fixtures/entries.ts';
import {xip} from '../fixtures/read-package.ts';
import type {XipDescription} from './description.ts';
import {packageAssets} from './package-assets.ts';

const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const asset = '22222222-2222-4222-8222-222222222222';
const page = '33333333-3333-4333-8333-333333333333';
const inner = '44444444-4444-4444-8444-444444444444';
const scan = randomBytes(70_000);

const description: XipDescription = {
	parent: folder,
	folders: [{title: 'Inner', ref: inner}],
	assets: [
		{
			title: 'Briefe & <Akten>',
			ref: asset,
			customType: 'Letters',
			identifiers: [{type: 'code', value: 'A/1'}],
			metadata: [{xml: '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>T</title></dc>'}],
			representations: [
				{
					type: 'Preservation',
					contentObjects: [
						{
							title: 'Page 1',
							ref: page,
							identifiers: [{type: 'page', value: '1'}],
							metadata: [{xml: '<note xmlns="urn:note">n</note>'}],
							generations: [
								{label: 'old', bitstreams: [entry('scan.bmp', 'old')]},
								{
									label: 'new',
									bitstreams: [entry('scan.tif', scan), entry('scan.xml', '<x/>')],
									formats: [{puid: 'fmt/353', name: 'TIFF', method: 'Signature'}],
								},
							],
						},
					],
				},
				{type: 'Access', files: [entry('дело.pdf', 'pdf')]},
			],
		},
	],
	links: [{type: 'isPartOf', from: asset, to: inner}],
};

let sandbox: Sandbox;
let token = '';
beforeAll(async () => {
	sandbox = await createSandbox({samples: false, stepDuration: 0});
	const {username, password} = sandbox.credentials.preservica.users.archivist;
	const answer = await send('POST', '/api/accesstoken/login', new URLSearchParams({username, password}));
	({token} = (await answer.json()) as {readonly token: string});
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v7.7"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect((await send('POST', '/api/entity/structural-objects', body)).status).toBe(200);
});
afterAll(() => sandbox.close());

async function send(method: string, path: string, body?: BodyInit): Promise<Response> {
	const headers = {'preservica-access-token': token, 'x-amz-meta-structuralobjectreference': folder};
	return await sandbox.fetch(new Request(new URL(path, 'http://sandbox.test'), {method, headers, ...(body !== undefined && {body})}));
}

async function xml(path: string): Promise<XmlElement> {
	const answer = await send('GET', path);
	expect(answer.status, path).toBe(200);
	return parseXml(await answer.text());
}

const everywhere = (root: XmlElement, name: string): readonly XmlElement[] =>
	root.children.flatMap(node => (typeof node === 'string' ? [] : [...(node.name === name ? [node] : []), ...everywhere(node, name)]));

async function ingest(source: XipDescription, namespace: string): Promise<readonly string[]> {
	const body = await collect(packageAssets(source, {namespace, digests: ['sha256']}).bytes);
	const answer = await send('PUT', `/api/s3/buckets/fonds.package.upload/${crypto.randomUUID()}.zip`, body);
	expect(answer.status).toBe(200);
	const progress = await xml(`/api/entity/progress/${answer.headers.get('preservica-progress-token')}?includeErrors=true`);
	return [...everywhere(progress, 'Status'), ...everywhere(progress, 'Error')].map(content);
}

describe('an ingest of the sandbox', () => {
	it('takes content that is described in full, and gives it back', async () => {
		expect(await ingest(description, 'http://preservica.com/XIP/v7.7')).toEqual(['COMPLETED']);
		const entity = child(await xml(`/api/entity/information-objects/${asset}`), xip('InformationObject'));
		expect([text(entity, xip('Title')), optionalText(entity, xip('CustomType'))]).toEqual(['Briefe & <Akten>', 'Letters']);
		const kept = async (path: string, name: string): Promise<readonly string[]> => everywhere(await xml(path), name).map(content);
		expect(await kept(`/api/entity/information-objects/${asset}/identifiers`, 'Value')).toEqual(['A/1']);
		expect(await kept(`/api/entity/content-objects/${page}/identifiers`, 'Value')).toEqual(['1']);
		const links = await xml(`/api/entity/information-objects/${asset}/links`);
		expect(everywhere(links, 'Link').map(link => attribute(link, 'linkType'))).toEqual(['isPartOf']);
	});

	it('has every generation with its files, byte for byte', async () => {
		const found: unknown[] = [];
		for (const number of [1, 2]) {
			const generation = await xml(`/api/entity/content-objects/${page}/generations/${number}`);
			const [own] = children(generation, xip('Generation'));
			found.push([attribute(own!, 'original'), attribute(own!, 'active'), optionalText(own!, xip('Label'))]);
			const addresses = everywhere(generation, 'Bitstream')
				.map(content)
				.filter(address => address.includes('/bitstreams/'));
			for (const address of addresses) {
				const bitstream = await xml(new URL(address).pathname);
				const bytes = await (await send('GET', new URL(everywhere(bitstream, 'Content').map(content)[0]!).pathname)).arrayBuffer();
				const digests = everywhere(bitstream, 'FixityAlgorithmRef').map(content);
				found.push([content(everywhere(bitstream, 'Filename')[0]!), bytes.byteLength, digests]);
			}
		}
		expect(found).toEqual([
			['true', 'false', 'old'],
			['scan.bmp', 3, ['SHA1', 'SHA256']],
			['false', 'true', 'new'],
			['scan.tif', 70_000, ['SHA1', 'SHA256']],
			['scan.xml', 4, ['SHA1', 'SHA256']],
		]);
	});
});
