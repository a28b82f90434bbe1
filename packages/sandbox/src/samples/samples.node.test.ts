import {createHash} from 'node:crypto';
import type {XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import type {OpenSandbox} from '../fixtures/open-sandbox.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../fixtures/open-sandbox.ts';

async function byCode({xml}: OpenSandbox, code: string, token?: string): Promise<string | undefined> {
	return attributeOf(findAll(await xml(`/api/entity/entities/by-identifier?type=code&value=${code}`, token), 'Entity')[0], 'ref');
}

async function* walk(open: OpenSandbox, path = 'root'): AsyncGenerator<XmlElement> {
	for (const child of findAll(await open.xml(`/api/entity/${path}/children`), 'Child')) {
		yield child;
		if (attributeOf(child, 'type') === 'SO') yield* walk(open, `structural-objects/${attributeOf(child, 'ref')}`);
	}
}

const followed = async ({xml}: OpenSandbox, list: string, item: string): Promise<readonly XmlElement[]> =>
	Promise.all(findAll(await xml(list), item).flatMap(found => (textOf(found).startsWith('http') ? [xml(textOf(found))] : [])));

it('has whole assets: every file of every asset is there, with its digests', async () => {
	const open = await openSandbox({samples: true});
	const files: string[] = [];
	for await (const child of walk(open)) {
		if (attributeOf(child, 'type') !== 'IO') continue;
		for (const representation of await followed(open, `${textOf(child)}/representations`, 'Representation')) {
			for (const object of findAll(representation, 'ContentObject').filter(item => attributeOf(item, 'ref') !== undefined)) {
				for (const generation of await followed(open, `${textOf(object)}/generations`, 'Generation')) {
					for (const item of findAll(generation, 'Bitstream').filter(found => attributeOf(found, 'filename') !== undefined)) {
						const bitstream = await open.xml(textOf(item));
						const bytes = new Uint8Array(await (await open.send('GET', find(bitstream, 'Content'))).arrayBuffer());
						expect(bytes).toHaveLength(Number(find(bitstream, 'FileSize')));
						const digests = findAll(bitstream, 'FixityValue').map(textOf);
						expect(digests).toEqual(['sha1', 'sha256'].map(name => createHash(name).update(bytes).digest('hex')));
						files.push(find(bitstream, 'Filename'));
					}
				}
			}
		}
	}
	expect(files.length).toBeGreaterThan(20);
	expect(files).toEqual(expect.arrayContaining(['sandhaven-chart-1847.jpg', 'fish-quay-1884.tif', 'harbour-dues-1884.pdf', 'fog-signal.wav', 'evening-packet.mp4', 'evening-packet.vtt', 'black-ness-light-log-1881.txt']));
});

it('is described in Dublin Core', async () => {
	const open = await openSandbox({samples: true});
	const ref = await byCode(open, 'SHM/MP/1');
	const [fragment] = findAll(await open.xml(`/api/entity/information-objects/${ref}`), 'Fragment');
	const metadata = await open.xml(fragment ? textOf(fragment) : '');
	expect(findAll(metadata, 'coverage').map(textOf)).toEqual(['Sandhaven', 'St Orrin’s Bay']);
	expect(findAll(metadata, 'dc')[0]?.namespace).toBe('http://purl.org/dc/elements/1.1/');
});

it('shows its pictures: small, medium and large, or a placeholder; folders have none', async () => {
	const open = await openSandbox({samples: true});
	const chart = await byCode(open, 'SHM/MP/1');
	const sizes = [];
	for (const size of ['small', 'medium', 'large']) {
		const answer = await open.send('GET', `/api/content/thumbnail?id=sdb%3AIO%7C${chart}&size=${size}`);
		expect(answer.headers.get('content-type')).toBe('image/jpeg');
		sizes.push((await answer.arrayBuffer()).byteLength);
	}
	expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
	const report = await open.send('GET', `/api/content/thumbnail?id=sdb:IO|${await byCode(open, 'SHM/LP/84/R')}&size=small`);
	const png = Buffer.from(await report.arrayBuffer());
	expect([report.headers.get('content-type'), png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['image/png', 'PNG', 64, 64]);
	const [folder] = findAll(await open.xml('/api/entity/root/children'), 'Child');
	expect((await open.send('GET', `/api/content/thumbnail?id=sdb:SO|${attributeOf(folder, 'ref')}&size=small`)).status).toBe(404);
});

it('hides closed assets from readers, and shows restricted ones without their content', async () => {
	const open = await openSandbox({samples: true});
	const token = await open.signIn('reader');
	const closed = await byCode(open, 'SHM/ST/51');
	expect(closed).toMatch(/\S/u);
	expect(await byCode(open, 'SHM/ST/51', token)).toBeUndefined();
	for (const path of [`/api/entity/information-objects/${closed}`, `/api/entity/information-objects/${closed}/representations`, `/api/content/object-details?id=sdb:IO|${closed}`]) {
		expect((await open.send('GET', path, {token})).status).toBe(404);
	}
	const hidden = findAll(await open.xml(`/api/entity/information-objects/${closed}/representations/Preservation/1`), 'ContentObject');
	expect((await open.send('GET', `/api/entity/content-objects/${attributeOf(hidden.at(-1), 'ref')}`, {token})).status).toBe(404);

	const restricted = await byCode(open, 'SHM/PH/52', token);
	const [object] = findAll(await open.xml(`/api/entity/information-objects/${restricted}/representations/Preservation/1`, token), 'ContentObject').slice(-1);
	const bitstream = await open.xml(`/api/entity/content-objects/${attributeOf(object, 'ref')}/generations/1/bitstreams/1`, token);
	expect((await open.send('GET', find(bitstream, 'Content'), {token})).status).toBe(403);
	expect((await open.send('GET', `/api/content/download?id=sdb:IO|${restricted}`, {token})).status).toBe(403);
	expect((await open.send('GET', `/api/content/download?id=sdb:IO|${restricted}`)).status).toBe(200);
	const details = await open.send('GET', `/api/content/object-details?id=SDB:io|${restricted}`, {token});
	expect(await details.json()).toMatchObject({success: true, value: {name: 'Launch of the lifeboat Hope, 1903', properties: expect.arrayContaining([{name: 'sdbcmis:downloadable', value: 'false'}])}});
});

it('serves ranges of what is displayed, the access copy before the master', async () => {
	const open = await openSandbox({samples: true});
	const print = `/api/content/download?id=sdb:IO|${await byCode(open, 'SHM/PH/17')}`;
	const range = async (value: string): Promise<[number, string | null, string]> => {
		const answer = await open.send('GET', print, {headers: {range: value}});
		return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer()).toString('latin1')];
	};
	const whole = await open.send('GET', print);
	const size = (await whole.arrayBuffer()).byteLength;
	expect([whole.headers.get('content-type'), whole.headers.get('content-length')]).toEqual(['image/png', String(size)]);
	expect(await range('bytes=1-3')).toEqual([206, `bytes 1-3/${size}`, 'PNG']);
	expect((await range('bytes=-8'))[2].slice(0, 4)).toBe('IEND');
	expect((await range(`bytes=${size - 2}-`))[1]).toBe(`bytes ${size - 2}-${size - 1}/${size}`);
	expect((await range(`bytes=${size}-`)).slice(0, 2)).toEqual([416, `bytes */${size}`]);
	const head = await open.send('HEAD', print);
	expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(size), '']);
});
