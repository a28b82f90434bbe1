import {ConfigurationError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {child, children, element, namespace, optionalAttribute, parseXml, text, writeXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {origin} from '../fixtures/connect.ts';
import {answer, co, connect, entity, fields, io, so, version} from './fixtures/answers.ts';

const dc = 'http://purl.org/dc/elements/1.1/';
const mods = 'http://www.loc.gov/mods/v3';
const asset = {type: 'asset', ref: 'a1'} as const;
const place = `${io}/a1/metadata`;
const url = (ref: string) => `${origin}${place}/${ref}`;
const xml = `<dc xmlns="${dc}"><title>New</title></dc>`;
const xip = namespace('http://preservica.com/XIP');

const withFragments = (...list: readonly (readonly [ref: string, schema?: string])[]) =>
	entity(
		'InformationObject',
		fields('a1'),
		`<AdditionalInformation><Metadata>${list.map(([ref, schema]) => `<Fragment${schema === undefined ? '' : ` schema="${schema}"`}>${url(ref)}</Fragment>`).join('')}</Metadata></AdditionalInformation>`,
	);
const stored = (ref: string, schema: string, body: string) =>
	answer(
		'MetadataResponse',
		`<xip:MetadataContainer schemaUri="${schema}"><xip:Ref>${ref}</xip:Ref><xip:Entity>a1</xip:Entity><xip:Content>${body}</xip:Content></xip:MetadataContainer>`,
	);

/** What a request carries. */
async function sent(request: Request | undefined) {
	const container = parseXml((await request?.text()) ?? '');
	const [content] = children(child(container, xip('Content')), [namespace(dc)('dc'), namespace(mods)('mods')]);
	return {container, schema: optionalAttribute(container, 'schemaUri'), entity: text(container, xip('Entity')), content};
}

describe('metadata of one schema', () => {
	const routes = {
		[`GET ${io}/a1`]: withFragments(['m1', dc], ['m2', mods], ['m3'], ['m4', dc]),
		[`GET ${place}/m1`]: stored('m1', dc, `<dc xmlns="${dc}"/>`),
		[`GET ${place}/m2`]: stored('m2', mods, `<mods xmlns="${mods}"/>`),
		[`GET ${place}/m3`]: stored('m3', dc, `<dc xmlns="${dc}"/>`),
		[`GET ${place}/m4`]: stored('m4', dc, ''),
	};

	it('is read alone, several fragments of it and those of which the list does not tell the schema', async () => {
		const {entities, asked} = connect(routes);
		expect((await entities.metadata(asset, {schema: dc})).map(({ref}) => ref)).toEqual(['m1', 'm3', 'm4']);
		expect(asked()).not.toContain(`GET ${place}/m2`);
		expect((await entities.metadata(asset, {schema: mods})).map(({ref}) => ref)).toEqual(['m2']);
		expect(await entities.metadata(asset)).toHaveLength(4);
	});

	it('stands on its own, without what the answer around it needs', async () => {
		const {entities} = connect({
			[`GET ${io}/a1`]: withFragments(['m1', dc]),
			[`GET ${place}/m1`]: stored('m1', dc, `<d:dc xmlns="" xmlns:d="${dc}"><plain/></d:dc>`),
		});
		expect((await entities.metadata(asset)).map(item => item.xml)).toEqual([`<d:dc xmlns:d="${dc}"><plain/></d:dc>`]);
	});

	it('is found also by an entity that was read before it was added', async () => {
		const {entities} = connect(routes);
		const outdated = {...(await entities.asset('a1')), fragments: []};
		expect(await entities.metadata(outdated, {schema: mods})).toHaveLength(1);
	});

	it('is read when a fragment is empty', async () => {
		const [, , empty] = await connect(routes).entities.metadata(asset, {schema: dc});
		expect(empty).toEqual({ref: 'm4', schema: dc, url: url('m4'), xml: '', element: undefined});
	});
});

describe('adding metadata', () => {
	const routes = {...version, [`POST ${place}`]: ''};

	it('sends it under the schema of its root, with the owner', async () => {
		const {entities, requests, asked} = connect(routes);
		await entities.addMetadata(asset, xml);
		expect(asked().at(-1)).toBe(`POST ${place}`);
		expect(requests.at(-1)?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		const {container, schema, entity: owner, content} = await sent(requests.at(-1));
		expect([container.name, container.namespace, schema, owner]).toEqual(['MetadataContainer', 'http://preservica.com/XIP/v7.7', dc, 'a1']);
		expect(children(container, xip('Ref'))).toEqual([]);
		expect(content && writeXml(content, {declaration: false})).toBe(xml);
	});

	it.each([
		['folder', `${so}/x/metadata`],
		['contentObject', `${co}/x/metadata`],
	] as const)('to a %s goes to its place', async (type, target) => {
		const {entities, requests} = connect({...version, [`POST ${target}`]: ''});
		await entities.addMetadata({type, ref: 'x'}, xml, {schema: 'http://example.org/other'});
		expect(await sent(requests.at(-1))).toMatchObject({schema: 'http://example.org/other', entity: 'x'});
	});

	it.each([
		`<dc:dc xmlns:dc="${dc}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${dc} x.xsd"><dc:title xml:lang="cy">Llythyr</dc:title></dc:dc>`,
		`<mods xmlns="${mods}"><note>A <hi>mixed &amp; <b>deep</b></hi> note\n  </note>  <note/></mods>`,
		`<xip:dc xmlns:xip="${dc}" xmlns:other="urn:o" other:a="1"><plain xmlns=""><a/></plain></xip:dc>`,
		`<dc xmlns="${dc}" xmlns:p="urn:p"><type value="p:file">p:file “ü” 漢字 &lt;</type></dc>`,
	])('changes nothing in %s', async fragment => {
		const {entities, requests} = connect(routes);
		await entities.addMetadata(asset, `<?xml version="1.0"?>\n${fragment}\n`);
		await entities.addMetadata(asset, parseXml(fragment));
		for (const request of requests.slice(-2)) {
			const {content} = await sent(request);
			expect(content).toEqual(parseXml(fragment));
		}
	});

	it('takes a built element', async () => {
		const {entities, requests} = connect(routes);
		await entities.addMetadata(asset, element(dc, 'dc', [element(dc, 'title', 'A & B')]));
		expect(await requests.at(-1)?.text()).toContain(`<dc xmlns="${dc}"><title>A &amp; B</title></dc>`);
	});

	it.each([
		['', 'cannot be sent'],
		['<dc', 'cannot be sent'],
		[`<dc xmlns="${dc}">`, 'cannot be sent'],
		['<!DOCTYPE dc><dc/>', 'cannot be sent'],
		['<dc/>', 'in no namespace'],
		['<XIP xmlns="http://preservica.com/XIP/v6.0"/>', 'in the namespace of XIP itself'],
	])('refuses %o before anything is sent', async (wrong, message) => {
		const {entities, asked} = connect(routes);
		await expect(entities.addMetadata(asset, wrong)).rejects.toThrow(ConfigurationError);
		await expect(entities.addMetadata(asset, wrong)).rejects.toThrow(message);
		await expect(entities.updateMetadata(asset, {schema: dc, url: url('m1')}, wrong)).rejects.toThrow(message);
		await expect(entities.updateMetadataBySchema(asset, dc, wrong)).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('refuses an empty schema', async () => {
		const {entities} = connect(routes);
		await expect(entities.addMetadata(asset, xml, {schema: ' '})).rejects.toThrow('is a URI');
		await expect(entities.deleteMetadataBySchema(asset, '')).rejects.toThrow('is a URI');
	});

	it('is not repeated when the answer is lost, and may have been done', async () => {
		const {entities, asked} = connect({...version, [`POST ${place}`]: () => Promise.reject(new TypeError('lost'))});
		const failure = await entities.addMetadata(asset, xml).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NetworkError);
		expect(String(failure)).toContain('The metadata may have been added all the same');
		expect(asked().filter(line => line.startsWith('POST'))).toHaveLength(1);
	});

	it('without the right says so', async () => {
		const {entities} = connect({...version, [`POST ${place}`]: {status: 403}});
		await expect(entities.addMetadata(asset, xml)).rejects.toThrow(PermissionError);
	});
});

describe('changing one fragment', () => {
	const routes = {...version, [`PUT ${place}/m1`]: '', [`DELETE ${place}/m1`]: {status: 204}};

	it.each([
		['as the entity lists it', {schema: mods, url: url('m1')}, 'm1', mods],
		['as it was read', {ref: 'own', schema: mods, url: url('m1'), xml: '', element: undefined}, 'own', mods],
		['of an unknown schema', {schema: undefined, url: url('m1')}, 'm1', dc],
	])('takes it %s', async (_, fragment, ref, schema) => {
		const {entities, requests, asked} = connect(routes);
		await entities.updateMetadata(asset, fragment, xml);
		expect(asked().at(-1)).toBe(`PUT ${place}/m1`);
		const {container, ...rest} = await sent(requests.at(-1));
		expect(rest).toMatchObject({schema, entity: 'a1', content: {name: 'dc'}});
		expect(container.children.map(node => (typeof node === 'object' ? node.name : node))).toEqual(['Ref', 'Entity', 'Content']);
		expect(text(container, xip('Ref'))).toBe(ref);
	});

	it('can give it another schema', async () => {
		const {entities, requests} = connect(routes);
		await entities.updateMetadata(asset, {schema: mods, url: url('m1')}, xml, {schema: dc});
		expect((await sent(requests.at(-1))).schema).toBe(dc);
	});

	it('deletes it', async () => {
		const {entities, asked} = connect(routes);
		await entities.deleteMetadata(asset, {schema: mods, url: url('m1')});
		expect(asked()).toEqual([`DELETE ${place}/m1`]);
	});

	it.each([`${origin}${io}/a2/metadata/m1`, `${origin}${io}/a1/metadata/`, `${origin}${io}/a1`, ''])(
		'refuses the fragment %o of something else',
		async wrong => {
			const {entities, asked} = connect(routes);
			await expect(entities.updateMetadata(asset, {schema: dc, url: wrong}, xml)).rejects.toThrow('is not the address of metadata of');
			await expect(entities.deleteMetadata(asset, {schema: dc, url: wrong})).rejects.toThrow(ConfigurationError);
			expect(asked()).toEqual([]);
		},
	);

	it('sends nothing to another host', async () => {
		const {entities, asked} = connect(routes);
		const fragment = {schema: dc, url: `https://other.example.org${place}/m1`};
		await expect(entities.updateMetadata(asset, fragment, xml)).rejects.toMatchObject({code: 'foreign-link'});
		await expect(entities.deleteMetadata(asset, fragment)).rejects.toMatchObject({code: 'foreign-link'});
		expect(asked()).toEqual(['GET /api/entity/versiondetails/version']);
	});

	it('that is gone says so', async () => {
		const {entities} = connect(version);
		await expect(entities.updateMetadata(asset, {schema: dc, url: url('m9')}, xml)).rejects.toThrow(NotFoundError);
		await expect(entities.deleteMetadata(asset, {schema: dc, url: url('m9')})).rejects.toThrow('or it has no metadata m9');
	});
});

describe('changing all fragments of a schema', () => {
	const routes = {
		...version,
		[`GET ${io}/a1`]: withFragments(['m1', dc], ['m2', mods], ['m3'], ['m4', dc]),
		[`GET ${place}/m3`]: stored('m3', dc, `<dc xmlns="${dc}"/>`),
		...Object.fromEntries(
			['m1', 'm2', 'm3', 'm4'].flatMap(ref => [
				[`PUT ${place}/${ref}`, ''],
				[`DELETE ${place}/${ref}`, {status: 204}],
			]),
		),
	};
	const changed = (asked: readonly string[]) => asked.filter(line => /^(?:PUT|DELETE)/.test(line));

	it('replaces each and no other, and tells which', async () => {
		const {entities, requests, asked} = connect(routes);
		const known = await entities.asset('a1');
		const outdated = {...known, fragments: []};
		const found = await entities.updateMetadataBySchema(outdated, dc, xml);
		expect(found).toEqual(['m1', 'm3', 'm4'].map(ref => ({schema: dc, url: url(ref)})));
		expect(changed(asked())).toEqual(['m1', 'm3', 'm4'].map(ref => `PUT ${place}/${ref}`));
		expect(await sent(requests.at(-1))).toMatchObject({schema: dc, content: {name: 'dc'}});
	});

	it('deletes each and no other, and tells which', async () => {
		const {entities, asked} = connect(routes);
		expect(await entities.deleteMetadataBySchema(asset, dc)).toHaveLength(3);
		expect(changed(asked())).toEqual(['m1', 'm3', 'm4'].map(ref => `DELETE ${place}/${ref}`));
		expect(await entities.deleteMetadataBySchema(asset, 'urn:none')).toEqual([]);
	});

	it('has nothing to replace when there is none', async () => {
		const {entities, asked} = connect(routes);
		await expect(entities.updateMetadataBySchema(asset, 'urn:none', xml)).rejects.toMatchObject({code: 'no-metadata'});
		expect(changed(asked())).toEqual([]);
	});

	it.each(['PUT', 'DELETE'])('tells what was done when a %s fails in the middle', async method => {
		const {entities} = connect({...routes, [`${method} ${place}/m3`]: {status: 500}});
		const work = method === 'PUT' ? entities.updateMetadataBySchema(asset, dc, xml) : entities.deleteMetadataBySchema(asset, dc);
		await expect(work).rejects.toMatchObject({
			name: 'PartlyDoneError',
			done: [{url: url('m1')}],
			remaining: [{url: url('m3')}, {url: url('m4')}],
		});
	});

	it('ends with an abort', async () => {
		const {entities} = connect({...routes, [`DELETE ${place}/m1`]: () => new Promise<string>(() => {})});
		const controller = new AbortController();
		const work = entities.deleteMetadataBySchema(asset, dc, {signal: controller.signal});
		setTimeout(() => controller.abort(new Error('enough')));
		await expect(work).rejects.toThrow('enough');
	});
});

it('metadata of an entity whose reference has to be encoded in addresses is found by its address', async () => {
	const {entities, asked} = connect({[`DELETE ${io}/a%20b/metadata/m1`]: {status: 204}});
	const fragment = {schema: dc, url: `${origin}${io}/a%20b/metadata/m1`};
	await entities.deleteMetadata({type: 'asset', ref: 'a b'}, fragment);
	expect(asked()).toEqual([`DELETE ${io}/a%20b/metadata/m1`]);
	await expect(entities.deleteMetadata({type: 'asset', ref: 'a'}, fragment)).rejects.toThrow(
		'is not the address of metadata of the asset a',
	);
});
