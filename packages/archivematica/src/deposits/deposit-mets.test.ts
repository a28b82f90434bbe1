import {attribute, children, element, namespace, optionalAttribute, parseXml, writeXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {collection, collectionId, connectDeposits, receipt} from '../fixtures/sword.ts';
import {type DepositDescription, depositMets} from '../index.ts';
import {checkDepositMets, withoutDownloads} from './deposit-mets.ts';

const mets = namespace('http://www.loc.gov/METS/');
const xlink = namespace('http://www.w3.org/1999/xlink');
const md5 = '0cc175b9c0f1b6a831c399e269772661';
const url = 'https://repository.example.org/a?b=1&c=2';

/** Files as the server finds them. */
function fetched(document: XmlElement, id: string): (string | undefined)[][] {
	const groups = (parent: XmlElement, wanted: string) =>
		children(parent, mets('fileGrp')).filter(item => optionalAttribute(item, 'ID') === wanted);
	return children(document, mets('fileSec'))
		.flatMap(section => groups(section, 'DATASTREAMS'))
		.flatMap(outer => groups(outer, id))
		.flatMap(inner => children(inner, mets('file')))
		.flatMap(file => children(file, mets('FLocat')))
		.map(place => [
			attribute(place, xlink('href')),
			attribute(place, xlink('title')),
			optionalAttribute(place, 'CHECKSUM'),
			optionalAttribute(place, 'CHECKSUMTYPE'),
		]);
}

const read = (description: DepositDescription): XmlElement => parseXml(writeXml(depositMets(description)));

describe('the METS of a deposit', () => {
	it('says what the server looks for, where it looks', () => {
		const document = read({
			name: 'Été & <b>/1',
			objectId: 'islandora:17',
			files: [
				{url, name: 'Ω "x" <y> & z.tif', md5: md5.toUpperCase()},
				{url: new URL(url), name: 'b\\c'},
			],
			mods: [{url}, {url, name: 'MODS Record 2', md5}],
		});
		expect([optionalAttribute(document, 'LABEL'), optionalAttribute(document, 'OBJID')]).toEqual(['Été & <b>/1', 'islandora:17']);
		expect(fetched(document, 'OBJ')).toEqual([
			[url, 'Ω "x" <y> & z.tif', md5, 'MD5'],
			[url, 'b\\c', undefined, undefined],
		]);
		expect(fetched(document, 'MODS')).toEqual([
			[url, 'MODS Record', undefined, undefined],
			[url, 'MODS Record 2', md5, 'MD5'],
		]);
	});

	it('may name no files', () => {
		const document = read({name: 'a', objectId: 'b'});
		expect([...fetched(document, 'OBJ'), ...fetched(document, 'MODS')]).toEqual([]);
	});

	it.each([
		[{name: ''}, 'deposit-mets'],
		[{objectId: ''}, 'deposit-mets'],
		[{name: '..'}, 'file-name'],
		[{name: 'a\nb'}, 'file-name'],
		[{name: 'é'.repeat(128)}, 'file-name'],
		[{objectId: '../x'}, 'file-name'],
		[{objectId: '/etc'}, 'file-name'],
		[{objectId: '..'}, 'file-name'],
		[{objectId: 'x'.repeat(250)}, 'file-name'],
		[{files: [{url, name: ''}]}, 'file-name'],
		[{files: [{url, name: '.'}]}, 'file-name'],
		[{files: [{url, name: 'a/b'}]}, 'file-name'],
		[{files: [{url, name: '\uD800'}]}, 'file-name'],
		[{files: [{url: 'ftp://x/a', name: 'a'}]}, 'deposit-mets'],
		[{files: [{url: 'a', name: 'a'}]}, 'deposit-mets'],
		[{files: [{url: 'https://me:secret@x/a', name: 'a'}]}, 'deposit-mets'],
		[{files: [{url, name: 'a', md5: 'abc'}]}, 'deposit-mets'],
		[{files: [{url, name: 'a', md5: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592'}]}, 'deposit-mets'],
		[
			{
				files: [
					{url, name: 'a'},
					{url, name: 'a'},
				],
			},
			'deposit-mets',
		],
		[{objectId: 'a:1', mods: [{url}, {url, name: 'a-1-MODS.xml'}]}, 'deposit-mets'],
		[{mods: [{url}, {url}]}, 'deposit-mets'],
	] satisfies [Partial<DepositDescription>, string][])('is not made of %j', async (wrong, code) => {
		const description = {name: 'a', objectId: 'b', ...wrong};
		expect(() => depositMets(description)).toThrow(expect.objectContaining({name: 'ConfigurationError', code}));
		const {deposits, fetch} = connectDeposits({[`POST ${collection}`]: receipt()});
		expect(await failure(deposits.create(collectionId, description))).toMatchObject({code});
		expect(await failure(deposits.start({collection: collectionId, ...description}))).toMatchObject({code});
		expect(fetch.requests).toHaveLength(0);
	});

	it('shows no password of an address it refuses', () => {
		expect(() => depositMets({name: 'a', objectId: 'b', files: [{url: 'https://me:swordfish@x/a', name: 'a'}]})).toThrow(
			expect.not.objectContaining({message: expect.stringContaining('swordfish')}),
		);
	});
});

describe('a METS of one’s own', () => {
	const own = (checksum: Record<string, string>, root: Record<string, string> = {LABEL: 'a', OBJID: 'b'}) =>
		parseXml(`<METS:mets xmlns:METS="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink" ${spell(root)}>
			<METS:dmdSec ID="DATASTREAMS"/><METS:fileSec><METS:fileGrp ID="DATASTREAMS" x:role="r"><METS:fileGrp ID="OBJ"><METS:file>
			<METS:FLocat x:href="http://x/a" x:title="a" ${spell(checksum)}/></METS:file></METS:fileGrp></METS:fileGrp><METS:fileGrp ID="DATASTREAMS"/></METS:fileSec></METS:mets>`);
	const spell = (attributes: Record<string, string>) =>
		Object.entries(attributes)
			.map(([name, value]) => `${name}="${value}"`)
			.join(' ');

	it('is looked at as the server will', () => {
		expect(checkDepositMets(own({CHECKSUM: md5, CHECKSUMTYPE: 'MD5'}))).toEqual({name: 'a', objectId: 'b', fetched: 1});
		expect(checkDepositMets(own({CHECKSUMTYPE: 'SHA-256'}))).toMatchObject({fetched: 1});
		for (const wrong of [{CHECKSUM: md5}, {CHECKSUM: md5, CHECKSUMTYPE: 'SHA-1'}, {CHECKSUM: md5.toUpperCase(), CHECKSUMTYPE: 'MD5'}]) {
			expect(() => checkDepositMets(own(wrong))).toThrow(expect.objectContaining({code: 'deposit-mets'}));
		}
		for (const wrong of [{LABEL: 'a'}, {OBJID: 'b'}]) {
			expect(() => checkDepositMets(own({}, wrong))).toThrow(expect.objectContaining({code: 'deposit-mets'}));
		}
		expect(() => checkDepositMets(element('', 'mets', undefined, {LABEL: 'a', OBJID: 'b'}))).toThrow(
			expect.objectContaining({code: 'deposit-mets'}),
		);
	});

	it('keeps all it says when nothing of it shall be fetched', () => {
		const before = own({CHECKSUM: md5, CHECKSUMTYPE: 'MD5'});
		const after = withoutDownloads(before);
		expect(fetched(after, 'OBJ')).toEqual([]);
		expect(checkDepositMets(after).fetched).toBe(0);
		expect(
			writeXml(after)
				.replaceAll('DATASTREAMS-FETCHED', 'DATASTREAMS')
				.split(/[ />]+/)
				.toSorted(),
		).toEqual(
			writeXml(before)
				.split(/[ />]+/)
				.toSorted(),
		);
		expect(writeXml(after).match(/"DATASTREAMS"/g)).toHaveLength(1);
		expect(checkDepositMets(before).fetched).toBe(1);
	});
});
