import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {everything} from '../fixtures/descriptions.ts';
import {comparable, randomDescription} from '../fixtures/random-xip.ts';
import {openFolder, writeFolder} from '../node/index.ts';
import {readXip} from './read-xip.ts';
import {verifyXip} from './verify-xip.ts';
import {xipLayout} from './xip-layout.ts';

it.each([
	['everything', everything()],
	['content in full', randomDescription(7)],
])('a package of %s in a folder of a disk is read and verified, and can be written into another', async (_, description) => {
	const home = await mkdtemp(join(tmpdir(), 'fonds-xip-'));
	try {
		const options = {namespace: 'http://preservica.com/XIP/v7.7', digests: ['sha512'] as const};
		await writeFolder(join(home, 'one'), xipLayout(description, options));
		const contents = await readXip(await openFolder(join(home, 'one')));
		expect(await verifyXip(contents)).toEqual({status: 'valid', findings: []});
		await writeFolder(join(home, 'two'), xipLayout(contents, options));
		const again = await readXip(await openFolder(join(home, 'two')));
		expect(comparable(again)).toEqual(comparable(contents));
		expect(await verifyXip(again)).toEqual({status: 'valid', findings: []});
	} finally {
		await rm(home, {recursive: true});
	}
});
