import {describe, expect, it} from 'vitest';
import {comparable, randomDescription} from '../fixtures/random-xip.ts';
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {collect, sameBytes} from '../fixtures/entries.ts';
import {readXip} from './read-xip.ts';
import {verifyXip} from './verify-xip.ts';
import {xipLayout} from './xip-layout.ts';
import type {XipContents, XipDescription} from './index.ts';

const options = {namespace: 'http://preservica.com/XIP/v7.7', digests: ['sha256'] as const};

async function writeAndRead(description: XipDescription): Promise<XipContents> {
	return await readXip(treeOf(await filesOf(xipLayout(description, options))));
}

function bitstreamsOf({bitstreams}: XipContents): Promise<readonly Uint8Array[]> {
	return Promise.all(bitstreams.map(async bitstream => await collect(bitstream.open())));
}

describe('a package that is written and read', () => {
	it.each(Array.from({length: 25}, (_, index) => [index + 1]))(
		'says what its description said, and again when that is written (%i)',
		async seed => {
			const description = randomDescription(seed);
			const first = await writeAndRead(description);
			expect(comparable(first)).toEqual(comparable(description));
			expect(await verifyXip(first)).toEqual({status: 'valid', findings: []});

			const second = await writeAndRead(first);
			expect(comparable(second)).toEqual(comparable(first));
			expect(second.bitstreams.map(({fixities}) => fixities)).toEqual(first.bitstreams.map(({fixities}) => fixities));
			const [one, other] = await Promise.all([bitstreamsOf(first), bitstreamsOf(second)]);
			expect(one.length === other.length && one.every((bytes, index) => sameBytes(bytes, other[index]!))).toBe(true);
		},
	);
});
