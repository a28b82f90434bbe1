import {describe, expect, it} from 'vitest';
import {DecodeError} from '../errors/decode-error.ts';
import {isRefusedForAddress, plain, readWithBrowser} from './fixtures/plain.ts';
import {createRandom, randomDocument, type Plain} from './fixtures/random-document.ts';
import {fixtureNames, readFixture} from './fixtures/read-fixture.ts';
import {parseXml} from './parse.ts';
import {writeXml} from './write.ts';

const inBrowser = 'DOMParser' in globalThis;
/** What Chromium reads although XML 1.0 (3.1: < in attribute values, xmlns twice; 2.8: the declaration) or its namespaces (4: `a:1`) forbid it; half characters become U+FFFD. */
const browserIsLax =
	/< has to be written as &lt;|The XML declaration is malformed|illegal name|attribute xmlns(?::\S+)? twice|character U\+D[89A-F]/;
const random = createRandom(2026);
const documents = Array.from({length: 400}, () => randomDocument(random));

const attempt = (source: string): Plain | DecodeError => {
	try {
		return plain(parseXml(source));
	} catch (error) {
		if (!(error instanceof DecodeError)) {
			throw error;
		}
		return error;
	}
};

describe('documents written in many ways', () => {
	it('are read as the tree they stand for', () => {
		for (const {source, tree} of documents) {
			expect(plain(parseXml(source)), source).toEqual(tree);
		}
	});

	it('come back the same, prefixes and declarations included, when they are written and read again', () => {
		for (const {source} of documents) {
			const tree = parseXml(source);
			expect(parseXml(writeXml(tree)), source).toEqual(tree);
		}
	});

	it.runIf(inBrowser)('are read as the browser reads them', () => {
		for (const {source} of documents) {
			expect(plain(parseXml(source)), source).toEqual(readWithBrowser(source));
		}
	});

	it.runIf(inBrowser)('are read by the browser as the same tree after they were written', () => {
		for (const {source, tree} of documents) {
			expect(readWithBrowser(writeXml(parseXml(source))), source).toEqual(tree);
		}
	});
});

describe('real documents', () => {
	it.each(fixtureNames)('%s comes back the same', async name => {
		const tree = parseXml(await readFixture(name));
		expect(parseXml(writeXml(tree))).toEqual(tree);
	});

	it.runIf(inBrowser).each(fixtureNames)('%s is read as the browser reads it', async name => {
		const bytes = await readFixture(name);
		expect(plain(parseXml(bytes))).toEqual(readWithBrowser(new TextDecoder().decode(bytes)));
	});
});

describe('damaged documents', () => {
	const pieces = [
		'<',
		'>',
		'&',
		'"',
		"'",
		'/',
		'=',
		':',
		' ',
		'a',
		'<a>',
		'</a>',
		'<!--',
		'-->',
		']]>',
		'<![CDATA[',
		'<?',
		'?>',
		'&#0;',
		'&#65;',
		'&x;',
		'-',
		'\u0001',
		'1',
		'\t',
	];
	const damage = (source: string): string => {
		const at = Math.floor(random() * source.length);
		const removed = Math.floor(random() * 3);
		const added = random() < 0.6 ? pieces[Math.floor(random() * pieces.length)] : '';
		return source.slice(0, at) + added + source.slice(at + removed);
	};
	const damaged = documents.flatMap(({source}) => Array.from({length: 10}, () => damage(source)));
	it('are refused with a place, or read; nothing else happens', () => {
		const refused = damaged.map(attempt).filter(result => result instanceof DecodeError);
		expect(refused.filter(({message}) => !/ \(line \d+, column \d+\)$/.test(message))).toEqual([]);
		expect(refused.length).toBeGreaterThan(damaged.length / 4);
		expect(refused.length).toBeLessThan(damaged.length);
	});

	it.runIf(inBrowser)('are refused where the browser refuses them, and read alike where both do not', () => {
		for (const source of damaged.filter(document => !isRefusedForAddress(document))) {
			const ours = attempt(source);
			const theirs = readWithBrowser(source);
			if (!(ours instanceof DecodeError)) {
				expect(ours, JSON.stringify(source)).toEqual(theirs);
			} else if (theirs !== undefined) {
				expect(ours.message, JSON.stringify(source)).toMatch(browserIsLax);
			}
		}
	});
});
