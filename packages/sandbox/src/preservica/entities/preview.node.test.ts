import {Buffer} from 'node:buffer';
import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const preview = `structural-objects/${folderRef}/preview`;
const thumbnail = `/api/content/thumbnail?id=sdb:SO|${folderRef}&size=small`;
const png = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));

it('shows the picture that was put in, in place of one of its own, after a restart too', async () => {
	const folder = temporaryFolder();
	const open = await openArchive({folder});
	expect((await open.send('GET', thumbnail)).status).toBe(404);
	expect(await open.status('PUT', preview, {body: png})).toBe(204);
	await open.sandbox.close();
	const {send} = await openSandbox({folder, samples: false});
	const shown = await send('GET', thumbnail);
	expect([shown.headers.get('content-type'), new Uint8Array(await shown.arrayBuffer())]).toEqual(['image/png', png]);
	expect((await send('DELETE', `/api/entity/${preview}`)).status).toBe(204);
	expect((await send('GET', thumbnail)).status).toBe(404);
	expect((await send('DELETE', `/api/entity/${preview}`)).status).toBe(404);
});

it('goes back to the generated picture of an asset, and keeps one picture at a time', async () => {
	const open = await openArchive();
	const path = `information-objects/${packageRefs.asset}/preview`;
	const shown = async () =>
		new Uint8Array(await (await open.send('GET', `/api/content/thumbnail?id=sdb:IO|${packageRefs.asset}&size=small`)).arrayBuffer());
	const generated = await shown();
	const before = open.sandbox.state().blobs;
	for (let count = 0; count < 2; count++) expect(await open.status('PUT', path, {body: png})).toBe(204);
	await expect.poll(() => open.sandbox.state().blobs).toBe(before + 1);
	expect(await shown()).toEqual(png);
	expect(await open.status('DELETE', path)).toBe(204);
	await expect.poll(() => open.sandbox.state().blobs).toBe(before);
	expect(await shown()).toEqual(generated);
});

it.each([
	['image/jpeg', 'ffd8ffe0'],
	['image/tiff', '49492a00'],
	['image/tiff', '4d4d002a'],
	['image/gif', '474946383961'],
	['image/bmp', '424d3600'],
])('knows %s by its beginning', async (mediaType, start) => {
	const open = await openArchive();
	expect(await open.status('PUT', preview, {body: new Uint8Array(Buffer.from(start, 'hex'))})).toBe(204);
	expect((await open.send('GET', thumbnail)).headers.get('content-type')).toBe(mediaType);
});

it('refuses what is no picture, too large, for a content object, or from a reader', async () => {
	const open = await openArchive();
	const large = new Uint8Array(10_000_001);
	large.set(png);
	expect(await open.status('PUT', preview, {body: '<svg/>'})).toBe(422);
	expect(await open.status('PUT', preview, {body: ''})).toBe(422);
	expect(await open.status('PUT', preview, {body: large})).toBe(422);
	expect(await open.status('PUT', preview, {body: large.subarray(0, 10_000_000)})).toBe(204);
	expect(await open.status('PUT', `content-objects/${packageRefs.page1}/preview`, {body: png})).toBe(404);
	const token = await open.signIn('reader');
	expect(await open.status('PUT', preview, {body: png, token})).toBe(403);
	expect(await open.status('DELETE', preview, {token})).toBe(403);
	expect(await open.status('PUT', `v6.1/${preview}`, {body: png})).toBe(404);
});

it.each(['', '&size=', '&size=huge', '&size=SMALL'])(
	'has thumbnails of three sizes only, and no size that goes without saying: %s',
	async size => {
		const {send} = await openArchive();
		expect((await send('GET', `/api/content/thumbnail?id=sdb:IO|${packageRefs.asset}${size}`)).status).toBe(400);
	},
);
