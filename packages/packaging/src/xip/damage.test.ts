import {isSdkError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {createRandom, textBytes} from '../fixtures/entries.ts';
import {randomDescription} from '../fixtures/random-xip.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import type {XipContents} from './contents.ts';
import {readXip} from './read-xip.ts';
import {verifyXip} from './verify-xip.ts';
import {xipLayout} from './xip-layout.ts';

const namespace = 'http://preservica.com/XIP/v7.7';
const written = await filesOf(xipLayout(randomDescription(3), {namespace}));
const metadata = textOf(written, 'metadata.xml');
const elements = [...metadata.matchAll(/<(\w+)(?: [^<>]*)?>[^<>]*<\/\1>/g)].map(([text]) => text);

/** Ways to damage a document that stays well-formed. */
const damages: readonly ((pick: <T>(items: readonly T[]) => T) => string)[] = [
	pick => metadata.replace(pick(elements), ''),
	pick => {
		const element = pick(elements);
		return metadata.replace(element, element + element);
	},
	pick => metadata.replace(pick(elements), () => pick(elements)),
	pick => metadata.replace(/>[^<>]+</.exec(pick(elements))?.[0] ?? '', '><'),
	pick => metadata.replaceAll(new RegExp(`\\b${/\w+/.exec(pick(elements))?.[0] ?? ''}\\b`, 'g'), 'Other'),
	pick => metadata.replaceAll('3-1<', `3-${pick([2, 3, 4, 5])}<`),
];

async function readDamaged(text: string): Promise<XipContents | undefined> {
	try {
		return await readXip(treeOf(new Map(written).set('metadata.xml', textBytes(text))));
	} catch (error) {
		expect(isSdkError(error)).toBe(true);
		return undefined;
	}
}

describe('damaged metadata', () => {
	it.each(Array.from({length: 60}, (_, index) => [index]))('are read or refused, and what is lost of a file is told (%i)', async seed => {
		const random = createRandom(seed);
		const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
		const contents = await readDamaged(pick(damages)(pick));
		if (contents !== undefined) {
			const {status, findings} = await verifyXip(contents);
			const found = new Set(contents.bitstreams.flatMap(({file}) => file?.path ?? []));
			const told = new Set(findings.flatMap(({code, path}) => (code === 'not-described' ? [path] : [])));
			const others = [...written.keys()].filter(path => path !== 'metadata.xml' && !found.has(path));
			expect(others.filter(path => !told.has(path))).toEqual([]);
			expect(status).toBe(findings.some(({severity}) => severity === 'error') ? 'invalid' : 'valid');
		}
	});

	it('are refused wherever they are cut off', async () => {
		for (let length = 0; length < metadata.length; length += 211) {
			expect(await readDamaged(metadata.slice(0, length))).toBeUndefined();
		}
	});
});
