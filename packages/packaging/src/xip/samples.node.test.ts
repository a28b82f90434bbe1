import {createHash} from 'node:crypto';
import {existsSync, openAsBlob, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {comparable} from '../fixtures/random-xip.ts';
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {readXip} from './read-xip.ts';
import {verifyXip} from './verify-xip.ts';
import {xipLayout} from './xip-layout.ts';

const folder = new URL('../../../../../shared/data/', import.meta.url);
const isThere = existsSync(new URL('xip/', folder));

describe.skipIf(!isThere)(isThere ? 'documents of real tools' : 'documents of real tools: skipped, ../shared/data is not there', () => {
	const read = (path: string): ReturnType<typeof readXip> =>
		readXip(treeOf([['metadata.xml', readFileSync(new URL(`xip/${path}`, folder), 'utf8')]]));
	const noDigest = ['fixity-malformed', 'fixity-malformed'];
	const nothingNamed =
		'empty-field empty-field empty-field dangling-ref dangling-ref dangling-ref empty-field dangling-ref dangling-ref'.split(' ');
	const unknownDigests = ['fixity-unknown', 'fixity-unknown', 'fixity-unknown', 'fixity-unknown'];

	it.each<[string, readonly [assets: number, bitstreams: number, leftovers: number], readonly string[]]>([
		['conforming/v7.0-two-representations.xip', [1, 2, 0], noDigest],
		['conforming/v7.7-information-object.xip', [1, 0, 0], []],
		['conforming/v7.7-asset-metadata-empty-values.xml', [1, 0, 4], nothingNamed],
		['not-conforming/v6.4-type-before-name.xip', [1, 2, 0], ['misplaced-element', ...noDigest, 'empty-field', 'wrong-order']],
		['not-conforming/v7.0-objects-interleaved.xip', [1, 2, 0], ['wrong-order', ...noDigest, 'wrong-order']],
		['not-conforming/v7.7-two-namespaces-co.xml', [0, 1, 1], ['no-field', 'no-field', 'no-field', 'dangling-ref', 'unused-content-object']],
		['not-conforming/v7.7-unexpected-element.xip', [1, 0, 0], ['unknown-element', 'no-field']],
		['not-conforming/v7.7-unknown-fixity-algorithm.xip', [1, 2, 0], unknownDigests],
	])('are read, and what does not conform is told: %s', async (path, counts, codes) => {
		const {assets, bitstreams, leftovers, findings} = await read(path);
		expect([assets.length, bitstreams.length, leftovers.length]).toEqual(counts);
		expect(findings.map(({code}) => code)).toEqual(codes);
		const described = assets.flatMap(asset => asset.representations.flatMap(({contentObjects}) => contentObjects));
		expect(described.flatMap(({generations}) => generations.flatMap(generation => generation.bitstreams))).toHaveLength(
			assets.length === 0 ? 0 : bitstreams.length,
		);
	});

	it.each(['conforming/v7.0-two-representations.xip', 'not-conforming/v7.0-objects-interleaved.xip'])(
		'are written again as they were read: %s',
		async path => {
			const digest = createHash('sha256').update('x').digest('hex');
			const text = readFileSync(new URL(`xip/${path}`, folder), 'utf8').replaceAll(/checksum\d/g, digest);
			const first = await readXip(treeOf([['metadata.xml', text]]));
			const files = first.bitstreams.map(({location, filename}) => [`${location}/${filename}`, 'x'] as const);
			const whole = await readXip(treeOf([['metadata.xml', text], ...files]));
			const again = await readXip(treeOf(await filesOf(xipLayout(whole, {namespace: whole.namespace}))));
			expect(again.bitstreams).toHaveLength(2);
			expect(comparable(again)).toEqual(comparable(whole));
			expect(await verifyXip(again)).toEqual({status: 'valid', findings: []});
		},
	);

	it('are refused when they are cut off', async () => {
		await expect(read('not-conforming/truncated.xip')).rejects.toMatchObject({problem: 'unreadable'});
	});

	it('are read out of a PAX, and its files verified', async () => {
		const zip = await openAsBlob(fileURLToPath(new URL('pax/made-zip-with-xip/report.pax.zip', folder)));
		const contents = await readXip(treeOfZip(await openZip(zip)));
		expect(contents.assets[0]?.representations.map(({type}) => type)).toEqual(['Preservation', 'Access']);
		expect(await verifyXip(contents)).toEqual({status: 'valid', findings: []});
	});
});
