import {ConfigurationError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {expect, it} from 'vitest';
import {connectStorage} from '../fixtures/connect-storage.ts';
import {json, sipId, text} from '../fixtures/servers.ts';

const target = `GET /api/v2/file/${sipId}/download/2/`;

const chunk = (length: number) => ({
	headers: {
		'content-type': 'application/octet-stream',
		'content-length': String(length),
		'content-disposition': 'attachment; filename="x.tar-2"',
	},
	body: 'chunk',
});

it('gives one chunk, whole', async () => {
	const {storage, asked, fetch} = connectStorage({[target]: chunk(5)});
	expect(await readText(await storage.downloadChunk(sipId, 2))).toBe('chunk');
	expect(asked()).toEqual([target]);
	expect(fetch.requests[0]?.headers.get('accept')).toBe('*/*');
});

it('notices a chunk that is cut off', async () => {
	const {storage} = connectStorage({[target]: chunk(6)});
	await expect(readText(await storage.downloadChunk(sipId, 2))).rejects.toMatchObject({name: 'FixityError'});
});

it('fails for what has no such chunk', async () => {
	const {storage} = connectStorage({
		[target]: [text(`Resource with UUID ${sipId} does not exist`, 404), json({error_message: 'Sorry'}, 500)],
	});
	await expect(storage.downloadChunk(sipId, 2)).rejects.toMatchObject({name: 'NotFoundError'});
	await expect(storage.downloadChunk(sipId, 2)).rejects.toMatchObject({status: 500});
	await expect(storage.downloadChunk(sipId, Number.NaN)).rejects.toBeInstanceOf(ConfigurationError);
});
