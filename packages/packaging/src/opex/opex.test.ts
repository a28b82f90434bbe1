import {ConfigurationError} from '@fonds/core';
import {element} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import type {OpexDescription} from './description.ts';
import type {OpexDocument} from './document.ts';
import {readOpex} from './read-opex.ts';
import {writeOpex} from './write-opex.ts';

const opex = (body: string, version = '1.2'): string =>
	`<o:OPEXMetadata xmlns:o="http://www.openpreservationexchange.org/opex/v${version}">${body.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1o:')}</o:OPEXMetadata>`;

const told = (xml: string): readonly string[] =>
	readOpex(xml).findings.map(({code, severity}) => (severity === 'error' ? code : `(${code})`));

const fixity = (attributes: string): string => `<Transfer><Fixities><Fixity ${attributes}/></Fixities></Transfer>`;
const file = (attributes: string, name = 'a'): string =>
	`<Transfer><Manifest><Files><File ${attributes}>${name}</File></Files></Manifest></Transfer>`;
const event = (attributes: string): string => `<History><Events><Event ${attributes}/></Events></History>`;
const zeros = '0'.repeat(40);

describe('reading', () => {
	it.each<[string, string, readonly string[]]>([
		['an unknown version', opex('', '9.1'), ['(unknown-version)']],
		['a root in no namespace', '<OPEXMetadata><Properties><Title>T</Title></Properties></OPEXMetadata>', ['wrong-namespace']],
		['a misspelt root', '<OPEXMetaData xmlns="http://www.openpreservationexchange.org/opex/v1.2"/>', ['misspelt']],
		['a section twice', opex('<Properties><Title>A</Title></Properties><Properties/>'), ['repeated-element']],
		['a text twice', opex('<Properties><Title>A</Title><Title>B</Title></Properties>'), ['repeated-element']],
		['text between elements', opex('<Properties>loose</Properties>'), ['unexpected-text']],
		['text among fragments', opex('<DescriptiveMetadata>loose</DescriptiveMetadata>'), ['unexpected-text']],
		['elements in a text', opex('<Properties><Title>A<b xmlns="urn:b"/></Title></Properties>'), ['unknown-element']],
		['what came with 1.2, in 1.0', opex('<Transfer><OriginalFilename>a</OriginalFilename></Transfer>', '1.0'), ['not-in-version']],
		['a path that came with 1.2, in 1.1', opex(fixity(`type="SHA-1" value="${zeros}" path="a"`), '1.1'), ['not-in-version']],
		['a fixity without a type', opex(fixity(`value="${zeros}"`)), ['missing-attribute']],
		['a fixity without a value', opex(fixity('type="MD5"')), ['missing-attribute']],
		['an algorithm nobody knows', opex(fixity('type="CRC" value="00"')), ['(fixity-unknown)']],
		['a digest of another length', opex(fixity('type="sha256" value="00"')), ['fixity-malformed']],
		['a digest that is no number', opex(fixity(`type="SHA-1" value="${'x'.repeat(40)}"`)), ['fixity-malformed']],
		['an attribute nobody knows', opex(fixity(`type="SHA-1" value="${zeros}" salt="1"`)), ['unknown-attribute']],
		['a size that is none', opex(file('size="1.5"')), ['not-a-size']],
		['a size below nothing', opex(file('size="-1"')), ['not-a-size']],
		['a size that no number holds', opex(file('size="9007199254740993"')), ['not-a-size']],
		[
			'everything that stands too late',
			opex('<Properties><Identifiers/><Title>A</Title><Description>B</Description></Properties>'),
			['wrong-order', 'wrong-order'],
		],
		['a type nobody knows', opex(file('type="other"')), ['unknown-type']],
		['a file without a name', opex(file('size="1"', ' ')), ['(empty-element)']],
		['an event without a date', opex(event('user="u"')), ['missing-attribute']],
		['an event without a user', opex(event('date="2024-01-01T00:00:00Z"')), ['missing-attribute']],
		['a leap day in a year without', opex(event('date="1900-02-29T00:00:00Z" user="u"')), ['not-a-date']],
		['a day that is none', opex(event('date="2023-02-29T00:00:00Z" user="u"')), ['not-a-date']],
		[
			'an identifier without a type',
			opex('<Properties><Identifiers><Identifier>x</Identifier></Identifiers></Properties>'),
			['missing-attribute'],
		],
		['an empty identifier', opex('<Properties><Identifiers><Identifier type="a"/></Identifiers></Properties>'), ['(empty-element)']],
		['a fragment in no namespace', opex('<DescriptiveMetadata><a/></DescriptiveMetadata>'), ['wrong-namespace']],
		['a fragment of OPEX', opex('<DescriptiveMetadata><Title/></DescriptiveMetadata>'), ['wrong-namespace']],
		[
			'a part of another version',
			opex('<Properties xmlns="x"/>').replace(
				'<o:Properties xmlns="x"',
				'<Properties xmlns="http://www.openpreservationexchange.org/opex/v1.0"',
			),
			['wrong-namespace'],
		],
		[
			'a short name that is another',
			opex('<History><Events><Event date="2024-01-01T00:00:00Z" user="u"><Typo>x</Typo></Event></Events></History>'),
			['unknown-element'],
		],
		['something else', opex('<x:Other xmlns:x="urn:x"/>'), ['unknown-element']],
	])('tells of %s', (_, xml, codes) => {
		expect(told(xml)).toEqual(codes);
	});

	it('says which file it is', () => {
		expect(readOpex(opex('<Bad/>'), {path: 'a.opex'}).findings[0]?.path).toBe('a.opex');
	});

	it('takes the first of two texts, keeps the other, and what it does not know', () => {
		const {document} = readOpex(opex('<Properties><Title>A</Title><Title>B</Title><Strange/></Properties>'));
		expect(document.title).toBe('A');
		expect(document.unknown.map(({name}) => name)).toEqual(['Strange', 'Title']);
	});

	it('takes together what is in sections that are there twice', () => {
		const {document} = readOpex(opex('<Properties><Title>A</Title></Properties><Properties><Description>B</Description></Properties>'));
		expect([document.title, document.description]).toEqual(['A', 'B']);
	});

	it('takes digests in any spelling', () => {
		const {document, findings} = readOpex(opex(fixity(`type="sha1" value="${'A'.repeat(40)}"`)));
		expect(document.fixities).toEqual([{algorithm: 'sha1', type: 'sha1', value: 'a'.repeat(40), path: undefined}]);
		expect(findings).toEqual([]);
	});

	it('does not mind the attributes of programs that validate', () => {
		const schema = '<Properties xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Title xsi:type="t">A</Title></Properties>';
		expect(
			told(
				opex(
					`${schema}${event('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true" date="2024-01-01T00:00:00" user="u"')}`,
				),
			),
		).toEqual([]);
	});

	it('keeps prefixes of the document that values of a fragment use', () => {
		const xml = opex('<DescriptiveMetadata><a xmlns="urn:a" type="p:x"/></DescriptiveMetadata>').replace(
			'xmlns:o',
			'xmlns:p="urn:p" xmlns:o',
		);
		expect(writeOpex(readOpex(xml).document)).toContain('<a xmlns:p="urn:p" xmlns="urn:a" type="p:x"/>');
	});

	it.each([
		['<OPEXMetadata', 'unreadable'],
		['<!DOCTYPE x><x/>', 'unreadable'],
		['<Manifest xmlns="http://www.openpreservationexchange.org/opex/v1.2"/>', 'not-opex'],
		['<OPEXMetadata xmlns="urn:other"/>', 'not-opex'],
	])('refuses what is no OPEX: %s', (xml, problem) => {
		expect(() => readOpex(xml, {path: 'a.opex'})).toThrow(expect.objectContaining({problem, path: 'a.opex'}));
	});
});

describe('writing', () => {
	it('puts every element of OPEX in a line of its own, and leaves fragments as they are', () => {
		const written = writeOpex({
			title: 'T & U',
			manifest: {files: [{path: 'a.txt', size: 3, type: 'content'}], folders: []},
			metadata: [{xml: '<a xmlns="urn:a"> <b>x</b> </a>'}],
		});
		expect(written).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<opex:OPEXMetadata xmlns:opex="http://www.openpreservationexchange.org/opex/v1.2">
  <opex:Transfer>
    <opex:Manifest>
      <opex:Files>
        <opex:File type="content" size="3">a.txt</opex:File>
      </opex:Files>
      <opex:Folders/>
    </opex:Manifest>
  </opex:Transfer>
  <opex:Properties>
    <opex:Title>T &amp; U</opex:Title>
  </opex:Properties>
  <opex:DescriptiveMetadata>
    <a xmlns="urn:a"> <b>x</b> </a>
  </opex:DescriptiveMetadata>
</opex:OPEXMetadata>
`);
	});

	it('writes the names of digests with dashes, and their values in lower case', () => {
		const written = writeOpex({fixities: [{algorithm: 'sha1', type: 'SHA1', value: 'AB'.repeat(20)}]});
		expect(written).toContain(`<opex:Fixity type="SHA-1" value="${'ab'.repeat(20)}"/>`);
	});

	it.each<[string, OpexDescription]>([
		['an original filename before 1.2', {version: '1.1', originalFilename: 'a'}],
		['a path of a fixity before 1.2', {version: '1.0', fixities: [{algorithm: 'md5', value: '0'.repeat(32), path: 'a'}]}],
		['a path of a fixity in 1.1', {version: '1.1', fixities: [{algorithm: 'md5', value: '0'.repeat(32), path: 'a'}]}],
		['a version nobody knows', {version: '1.3'}],
		['elements nobody knows', {unknown: [element('urn:a', 'a')]}],
		['a digest of another length', {fixities: [{algorithm: 'md5', value: '00'}]}],
		['a digest that is no number', {fixities: [{algorithm: undefined, type: 'X', value: 'xyz'}]}],
		['a digest without a name', {fixities: [{algorithm: undefined, value: '00'}]}],
		['a size that is none', {manifest: {files: [{path: 'a', size: 0.5}]}}],
		['a size below nothing', {manifest: {files: [{path: 'a', size: -1}]}}],
		['a type nobody knows', {manifest: {files: [{path: 'a', type: 'x'}]}}],
		['a file without a name', {manifest: {files: [{path: ''}]}}],
		['a folder without a name', {manifest: {folders: ['']}}],
		['an identifier without a type', {identifiers: [{type: '', value: 'x'}]}],
		['an identifier without a value', {identifiers: [{type: 'x', value: ''}]}],
		['a date that is none', {events: [{date: '2024-13-01T00:00:00Z', user: 'u'}]}],
		['a hour that is none', {events: [{date: '2024-01-01T25:00:00Z', user: 'u'}]}],
		['a zone that is none', {events: [{date: '2024-01-01T00:00:00+15:00', user: 'u'}]}],
		['a zone beyond the last', {events: [{date: '2024-01-01T00:00:00+14:01', user: 'u'}]}],
		['a Date that is none', {events: [{date: new Date(Number.NaN), user: 'u'}]}],
		['a fragment in no namespace', {metadata: [{xml: '<a/>'}]}],
		['a fragment of OPEX', {metadata: [{xml: '<a xmlns="http://www.openpreservationexchange.org/opex/v1.0"/>'}]}],
		['a fragment that is not well-formed', {metadata: [{xml: '<a'}]}],
		['a character XML does not have', {title: '\u0001'}],
	])('refuses %s', (_, description) => {
		expect(() => writeOpex(description)).toThrow(ConfigurationError);
	});

	it('writes the version that is asked for, whatever the document was', () => {
		const {document} = readOpex(opex('<Properties><Title>T</Title></Properties>', '1.0'));
		const again: OpexDocument = readOpex(writeOpex(document, {version: '1.2'})).document;
		expect([again.version, again.title]).toEqual(['1.2', 'T']);
		expect(readOpex(writeOpex(document)).document.version).toBe('1.0');
	});
});
