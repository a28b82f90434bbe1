import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {streamFrom} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {decodePointerFile} from '../index.ts';
import type {MetsSection} from './index.ts';
import {readMets, readMetsInventory} from './index.ts';

// Documents of real systems that this repository cannot hold. They lie beside it; without them there is nothing to test here.
const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const sample = (name: string): Uint8Array => readFileSync(`${data}mets/${name}.xml`);
const files = async (name: string) => (await readMetsInventory(streamFrom([sample(name)]))).files;

async function sections(name: string): Promise<readonly MetsSection[]> {
	const found: MetsSection[] = [];
	for await (const section of readMets(streamFrom([sample(name)]))) {
		found.push(section);
	}
	return found;
}

describe.skipIf(!existsSync(data))('METS of real systems (skipped where the data are missing)', () => {
	const names = existsSync(data)
		? ['', 'agpl-3.0/'].flatMap(folder => readdirSync(`${data}mets/${folder}`).map(name => folder + name))
		: ['none.xml'];

	it.each(names.filter(name => name.endsWith('.xml')).map(name => name.slice(0, -4)))('is read to its end: %s', async name => {
		const found = await sections(name);
		const text = new TextDecoder().decode(sample(name));
		const count = (tag: string) => text.match(new RegExp(`<(?:mets:|premis:)?${tag}[\\s>/]`, 'gi'))?.length ?? 0;
		expect(found[0]?.kind).toBe('header');
		expect(found.filter(({kind}) => kind === 'file')).toHaveLength(count('file\\s[^>]*\\bID=[^>]*'));
		expect(found.filter(({kind}) => kind === 'division')).toHaveLength(count('div'));
		expect(found.filter(({kind}) => kind === 'description')).toHaveLength(count('dmdSec'));
		expect(found.filter(({kind}) => kind === 'rights')).toHaveLength(count('rightsStatement'));
		expect(found.filter(({kind}) => kind === 'event')).toHaveLength(count('event'));
	});

	it('has images with their preservation copies', async () => {
		const found = await files('aip-images');
		expect(found).toHaveLength(18);
		expect(found.every(({size, fixities}) => size !== undefined && fixities.length === 1)).toBe(true);
		const copies = found.filter(({group}) => group === 'preservation');
		expect(copies).toHaveLength(6);
		const originals = new Set(found.filter(({group}) => group === 'original').map(({uuid}) => uuid));
		expect(copies.every(({sources}) => sources.length === 1 && originals.has(sources[0]))).toBe(true);
	});

	it('has PREMIS 2 without prefixes and PREMIS 3', async () => {
		expect(await files('agpl-3.0/am-premis2-no-prefix')).toMatchObject([{}, {}, {path: 'objects/AM68.csv', puid: 'x-fmt/18'}]);
		expect((await files('agpl-3.0/am-premis3')).map(({size}) => size).every(size => size !== undefined)).toBe(true);
	});

	it('has what a reingest superseded', async () => {
		const objects = (await sections('agpl-3.0/am-superseded-techmd')).filter(({kind}) => kind === 'object');
		expect(objects.map(found => found.kind === 'object' && found.superseded)).toEqual([false, true, false, false]);
		const descriptions = (await sections('agpl-3.0/mrw-dmdsecs-mets')).filter(found => found.kind === 'description');
		expect(descriptions.filter(({superseded}) => superseded).map(({id}) => id)).toEqual(['dmdSec_5', 'dmdSec_6', 'dmdSec_8', 'dmdSec_9']);
	});

	it('has rights of every basis', async () => {
		const rights = (await sections('agpl-3.0/mrw-mets-all-rights')).flatMap(found => (found.kind === 'rights' ? [found.rights] : []));
		expect(rights.map(({basis}) => basis)).toEqual(['Copyright', 'Statute', 'License', 'Policy', 'Donor']);
		expect(rights[1]).toMatchObject({citation: 'Freedom of Information Act', jurisdiction: 'BC, Canada', determined: '2011'});
		expect(rights.map(({granted}) => granted.length).every(count => count > 0)).toBe(true);
	});

	it('describes one file twice', async () => {
		const {files: found, descriptions} = await readMetsInventory(streamFrom([sample('agpl-3.0/am-dmdsec-mixed')]));
		expect(found[0]?.descriptions).toEqual(['dmdSec_2', 'dmdSec_3']);
		expect(descriptions.get('dmdSec_3')?.[0]?.fields[0]).toEqual({name: 'fonds_collection', namespace: '', value: 'Test fonds'});
	});
});

describe.skipIf(!existsSync(data))('pointer files of real systems (skipped where the data are missing)', () => {
	it.each([
		['premis3-pointer', 'be5a727d-0070-43d3-9b48-d66a79d30934', ['compression', 'fixity check'], 3],
		['pointer.21a22709-2304-47e5-8c28-735ac913d905', '21a22709-2304-47e5-8c28-735ac913d905', ['compression', 'creation', 'validation'], 5],
		['pointer.4781e745-96bc-4b06-995c-ee59fddf856d', '4781e745-96bc-4b06-995c-ee59fddf856d', undefined, 4],
	])('are read: %s', (name, uuid, events, agents) => {
		const read = decodePointerFile(readFileSync(`${data}pointer-files/agpl-3.0/${name}.xml`), uuid);
		expect(read).toMatchObject({puid: 'fmt/484', transformations: [{type: 'decompression', algorithm: 'bzip2'}], encryption: undefined});
		expect(read.fixities).toHaveLength(1);
		expect(read.storedPath).toMatch(/^\/.*\.7z$/);
		expect(read.events.map(({type}) => type).toSorted()).toEqual(events ?? read.events.map(({type}) => type).toSorted());
		expect(read.events.every(({dateTime}) => dateTime !== undefined)).toBe(true);
		expect(read.agents).toHaveLength(agents);
	});
});
