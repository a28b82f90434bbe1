import {DecodeError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {fileUuid, metsDocument, metsStart, premisEvent, premisObject, section} from '../fixtures/mets.ts';
import type {MetsSection, ReadMetsOptions} from './index.ts';
import {readMets} from './index.ts';

const letter = {path: 'objects/letter.txt', descriptions: 'dmdSec_1  dmdSec_2'};

async function read(source: string | Uint8Array, options?: ReadMetsOptions, size = 1000): Promise<MetsSection[]> {
	const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
	const pieces = Array.from({length: Math.ceil(bytes.length / size)}, (_, index) => bytes.subarray(index * size, (index + 1) * size));
	const sections: MetsSection[] = [];
	for await (const found of readMets(streamFrom(pieces), options)) {
		sections.push(found);
	}
	return sections;
}

const failure = (source: string | Uint8Array, options?: ReadMetsOptions): Promise<unknown> =>
	read(source, options).then(
		() => undefined,
		(error: unknown) => error,
	);

const inAmdSec = (sections: string): string => metsDocument([{...letter, sections}]);

describe('sections', () => {
	it('come in the order of the document, each of its kind', async () => {
		const kinds = (await read(metsDocument([letter]))).map(({kind}) => kind);
		expect(kinds).toEqual([
			'header',
			'description',
			'description',
			'object',
			'event',
			'file',
			...Array.from({length: 5}, () => 'division'),
		]);
	});

	it('are the same whatever the chunks are', async () => {
		const document = metsDocument([letter, {path: 'objects/é.txt'}]);
		expect(await read(document, {}, 1)).toEqual(await read(document, {}, 1_000_000));
	});

	it('tell what the document says of itself', async () => {
		const [header] = await read(metsDocument([]));
		expect(header).toMatchObject({
			kind: 'header',
			objectId: 'aip',
			created: '2024-02-03T04:05:06',
			modified: '2024-03-03T04:05:06',
			agents: [{role: 'CREATOR', name: 'Archivematica', notes: ['n']}],
		});
	});

	it('begin with a header also where the document has none', async () => {
		const sections = await read('<mets xmlns="http://www.loc.gov/METS/" LABEL="x"><structMap><div/></structMap></mets>');
		expect(sections).toMatchObject([
			{kind: 'header', label: 'x', created: undefined},
			{kind: 'division', path: ['']},
		]);
	});

	it('have descriptions with their values and their status', async () => {
		const [, first, second] = await read(metsDocument([]));
		expect(first).toMatchObject({
			id: 'dmdSec_1',
			metadataType: 'DC',
			superseded: false,
			fields: [{name: 'title', namespace: 'http://purl.org/dc/elements/1.1/', value: 'Été & fall'}],
		});
		expect(second).toMatchObject({
			otherMetadataType: 'CUSTOM',
			status: 'update-superseded',
			superseded: true,
			created: '2024-01-01T00:00:00',
		});
		expect(second).toHaveProperty('xml.name', 'fonds');
	});

	it('have objects with digests, format and origin', async () => {
		const object = (await read(metsDocument([letter]))).find(({kind}) => kind === 'object');
		expect(object).toMatchObject({
			administrativeSection: 'amdSec_0',
			about: fileUuid(0),
			object: {
				category: 'file',
				uuid: fileUuid(0),
				size: 3,
				compositionLevel: 0,
				fixities: [{algorithm: 'sha256', value: 'a'.repeat(64)}],
				otherDigests: [],
				puid: 'x-fmt/111',
				formats: [{name: 'Plain Text File', version: '1', registry: 'PRONOM', key: 'x-fmt/111'}],
				created: '2024-02-03',
				originalName: '%transferDirectory%objects/letter.txt',
				relationships: [{subType: 'has source', objects: [{type: 'UUID', value: fileUuid(99)}]}],
			},
		});
	});

	it('have events that say which object they are about, which Archivematica itself does not', async () => {
		const event = (await read(metsDocument([{path: 'a'}, letter]))).filter(({kind}) => kind === 'event')[1];
		expect(event).toMatchObject({
			about: fileUuid(1),
			event: {
				uuid: fileUuid(500),
				type: 'fixity check',
				dateTime: '2024-02-03T04:05:06+00:00',
				detail: 'program="python"',
				outcome: 'Pass',
				outcomeDetail: 'all <well>',
				agents: [{type: 'preservation system', value: 'Archivematica-1.17'}],
				objects: [],
			},
		});
	});

	it('have files with a decoded path and the order of their transformations', async () => {
		const href = '<FLocat xlink:href="objects/100%25%20%C3%A9.txt"/>';
		const steps =
			'<transformFile TRANSFORMORDER="10" TRANSFORMTYPE="b"/><transformFile TRANSFORMORDER="9" TRANSFORMTYPE="a" TRANSFORMKEY="K" TRANSFORMALGORITHM="GPG"/>';
		const files = (inner: string) =>
			`<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="original"><file ID="f" ADMID="a b" DMDID="d">${inner}</file></fileGrp></fileSec></mets>`;
		const [, file] = await read(files(href + steps));
		expect(file).toMatchObject({
			group: 'original',
			path: 'objects/100% é.txt',
			href: 'objects/100%25%20%C3%A9.txt',
			administrativeSections: ['a', 'b'],
			descriptions: ['d'],
			transformations: [{type: 'a', algorithm: 'GPG', key: 'K'}, {type: 'b'}],
		});
		expect((await read(files('')))[1]).toMatchObject({path: undefined, href: undefined});
		expect((await read(files('<FLocat xlink:href="50%.txt"/>')))[1]).toMatchObject({path: '50%.txt'});
		expect((await read(files('<FLocat xlink:href="http://foo[bar/x"/>')))[1]).toMatchObject({path: undefined, href: 'http://foo[bar/x'});
	});

	it('have divisions with the labels down to them, before those in them', async () => {
		const divisions = (await read(metsDocument([letter]))).filter(found => found.kind === 'division');
		expect(divisions.map(({path, structure, files}) => [path.join('/'), structure.type, files])).toEqual([
			['letters-x', 'physical', []],
			['letters-x/objects', 'physical', []],
			['letters-x/objects/letter.txt', 'physical', [`file-${fileUuid(0)}`]],
			['letters-x', 'logical', []],
			['letters-x/empty', 'logical', []],
		]);
		expect(divisions[2]?.descriptions).toEqual(['dmdSec_1', 'dmdSec_2']);
		expect(divisions[0]?.structure).toEqual({id: 'structMap_1', label: 'Archivematica default', type: 'physical'});
	});

	it('have rights of every basis, agents, and what is neither', async () => {
		const premis = (name: string, inner: string) => `<${name} xmlns="info:lc/xmlns/premis-v2">${inner}</${name}>`;
		const rights = premis(
			'rightsStatement',
			`<rightsBasis>Other</rightsBasis><otherRightsInformation><otherRightsBasis>Donor</otherRightsBasis><otherRightsNote>N</otherRightsNote>
			<otherRightsApplicableDates><startDate>1990</startDate><endDate>OPEN</endDate></otherRightsApplicableDates></otherRightsInformation>
			<rightsGranted><act>Disseminate</act><restriction>Allow</restriction><termOfGrant><startDate>2000</startDate></termOfGrant></rightsGranted>`,
		);
		const copyright = premis(
			'rightsStatement',
			`<rightsBasis>Copyright</rightsBasis><copyrightInformation><copyrightStatus>Under</copyrightStatus><copyrightJurisdiction>CA</copyrightJurisdiction>
			<copyrightStatusDeterminationDate>2015</copyrightStatusDeterminationDate></copyrightInformation>`,
		);
		const agent = premis('agent', '<agentName>Archivematica</agentName><agentType>software</agentType>');
		const sections = await read(
			inAmdSec(
				section('rightsMD', 'PREMIS:RIGHTS', rights) +
					section('rightsMD', 'PREMIS:RIGHTS', copyright) +
					section('digiprovMD', 'PREMIS:AGENT', agent) +
					section('sourceMD', 'OTHER', '<transfer_metadata><Source>here</Source></transfer_metadata>'),
			),
		);
		const found = sections.filter(({kind}) => ['rights', 'agent', 'other'].includes(kind));
		expect(found).toMatchObject([
			{
				kind: 'rights',
				rights: {
					basis: 'Donor',
					notes: ['N'],
					applies: {start: '1990', end: 'OPEN'},
					granted: [{act: 'Disseminate', restrictions: ['Allow'], termOfGrant: {start: '2000', end: undefined}}],
				},
			},
			{kind: 'rights', rights: {basis: 'Copyright', status: 'Under', jurisdiction: 'CA', determined: '2015'}},
			{kind: 'agent', agent: {name: 'Archivematica', type: 'software'}},
			{kind: 'other', element: 'sourceMD', fields: [{name: 'Source', value: 'here'}]},
		]);
	});

	it('read PREMIS 2, whose details are one level higher, with any prefix, and all of what one section wraps', async () => {
		const two = premisEvent
			.replaceAll('premis:', 'p:')
			.replace('xmlns:premis="http://www.loc.gov/premis/v3"', 'xmlns:p="info:lc/xmlns/premis-v2"')
			.replaceAll(/<\/?p:eventDetailInformation>/g, '');
		const object =
			'<p:object xmlns:p="info:lc/xmlns/premis-v2"><p:objectCategory>bitstream</p:objectCategory><p:size>x</p:size></p:object>';
		const sections = await read(
			inAmdSec(section('digiprovMD', 'PREMIS', `<p:premis xmlns:p="info:lc/xmlns/premis-v2">${object}${two}</p:premis>`)),
		);
		expect(sections.slice(3, 5)).toMatchObject([
			{kind: 'object', object: {category: 'bitstream', size: undefined}},
			{kind: 'event', event: {detail: 'program="python"'}},
		]);
	});

	it('keep a digest that is none, or of an unknown algorithm, apart from those that can be checked', async () => {
		const object = (algorithm: string, sha256: string) => section('techMD', 'PREMIS:OBJECT', premisObject({...letter, algorithm, sha256}));
		const sections = await read(inAmdSec(object('SHA-512', 'B'.repeat(128)) + object('sha256', 'abc') + object('whirlpool', 'abc')));
		expect(sections.filter(found => found.kind === 'object').map(({object: {fixities, otherDigests}}) => [fixities, otherDigests])).toEqual(
			[
				[[{algorithm: 'sha512', value: 'b'.repeat(128)}], []],
				[[], [{algorithm: 'sha256', value: 'abc'}]],
				[[], [{algorithm: 'whirlpool', value: 'abc'}]],
			],
		);
	});

	it('leave out what tools printed, unless it is wanted', async () => {
		const document = metsDocument([{...letter, toolOutput: '<a>secret</a>'}]);
		const texts = async (options: ReadMetsOptions) => JSON.stringify(await read(document, options)).includes('secret');
		expect([await texts({}), await texts({extensions: true})]).toEqual([false, true]);
	});
});

it('reads CDATA as text, and says of every event of a file what it is about', async () => {
	const event = section('digiprovMD', 'PREMIS:EVENT', premisEvent.replace('all &lt;well&gt;', 'all <![CDATA[<well>]]>'));
	const sections = await read(inAmdSec(section('techMD', 'PREMIS:OBJECT', premisObject(letter)) + event + event));
	expect(sections.filter(({kind}) => kind === 'event')).toMatchObject([
		{about: fileUuid(0), event: {outcomeDetail: 'all <well>'}},
		{about: fileUuid(0)},
	]);
});

describe('encodings', () => {
	const document = (encoding: string, title: string) =>
		`<?xml version="1.0" encoding="${encoding}"?><mets xmlns="http://www.loc.gov/METS/" LABEL="${title}"/>`;
	const latin = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
	const utf16 = (text: string) => new Uint8Array(Uint16Array.from(`\uFEFF${text}`, character => character.charCodeAt(0)).buffer);

	it.each<[string, string | Uint8Array]>([
		['UTF-8', document('UTF-8', 'é')],
		['UTF-8 with a mark', `\uFEFF${document('UTF-8', 'é')}`],
		['windows-1252', latin(document('windows-1252', 'é'))],
		['ASCII with references', document('ASCII', '&#233;')],
		['UTF-16', utf16(document('UTF-16', 'é'))],
	])('are read: %s', async (_, source) => {
		expect(await read(source, {}, 3)).toMatchObject([{label: 'é'}]);
	});

	it.each<[string, Uint8Array, string]>([
		['bytes that are no UTF-8', Uint8Array.of(...latin(document('UTF-8', 'x\n\n  ')), 0xff), 'line 3, column'],
		['a byte that is no ASCII', latin(document('ASCII', 'é')), 'line 1, column'],
		['an unknown encoding', latin(document('x-nobody', 'e')), 'x-nobody'],
		['a character that is cut off', Uint8Array.of(...latin(document('UTF-8', 'e')), 0xc3), 'line 1, column'],
	])('that do not fit are refused: %s', async (_, source, where) => {
		expect(await failure(source)).toMatchObject({name: 'DecodeError', message: expect.stringContaining(where)});
	});
});

describe('documents that are not', () => {
	it.each<[string, string, RegExp]>([
		['cut off', metsDocument([letter]).slice(0, -40), /line \d+, column \d+/],
		['empty', '', /line 1, column/],
		['not well-formed', metsStart.replace('</mets:metsHdr>', ''), /line/],
		['of another root', '<html><body/></html>', /no METS, it is <html> \(line 1/],
		['of METS 2', '<mets xmlns="http://www.loc.gov/METS/v2"/>', /no METS/],
		['with a doctype', '<!DOCTYPE mets [<!ENTITY a "b">]>\n<mets xmlns="http://www.loc.gov/METS/"/>', /doctype.*line 1/],
		['with an undeclared entity', '<mets xmlns="http://www.loc.gov/METS/" LABEL="&nbsp;"/>', /entity.*line 1/],
		['with an undeclared prefix', '<mets:mets/>', /unbound|prefix/i],
		['followed by more', `${metsDocument([])}<x/>`, /line/],
	])('are refused with a place: %s', async (_, source, message) => {
		const error = await failure(source);
		expect(error).toBeInstanceOf(DecodeError);
		expect(String(error)).toMatch(message);
	});

	it('are refused when they are absurdly deep, or one section is absurdly large', async () => {
		const deep = `<mets xmlns="http://www.loc.gov/METS/">${'<x>'.repeat(250)}`;
		expect(await failure(deep)).toMatchObject({code: 'too-deep', message: expect.stringContaining('line 1')});
		expect(await failure('<mets xmlns="http://www.loc.gov/METS/"><a><a/></a></mets>', {maxDepth: 2})).toMatchObject({code: 'too-deep'});
		const large = (text: string) => inAmdSec(section('techMD', 'OTHER', text));
		expect(await failure(large(`<a>${'x'.repeat(2000)}</a>`), {maxSectionCharacters: 1000})).toMatchObject({code: 'too-large'});
		expect(await failure(large('<a/>'.repeat(100)), {maxSectionCharacters: 1000})).toMatchObject({code: 'too-large'});
	});

	it('cannot fill the memory with a comment, an attribute or a text that is left out', async () => {
		for (const start of ['<!--', '<mets xmlns="http://www.loc.gov/METS/" LABEL="', '<mets xmlns="http://www.loc.gov/METS/"><x>']) {
			let pulled = 0;
			const stream = new ReadableStream<Uint8Array>({
				pull(controller) {
					pulled += 1;
					controller.enqueue(new TextEncoder().encode(pulled === 1 ? start : 'x'.repeat(10_000)));
				},
			});
			const reading = (async () => {
				for await (const _ of readMets(stream, {maxSectionCharacters: 100_000}));
			})();
			await expect(reading).rejects.toMatchObject({code: 'too-large'});
			expect(pulled).toBeLessThan(30);
		}
	});
});

it('hands sections out before the document has come to its end, and lets the stream go when the loop is left', async () => {
	let cancelled = false;
	const stream = new ReadableStream<Uint8Array>({
		start: controller => controller.enqueue(new TextEncoder().encode(metsStart)),
		cancel() {
			cancelled = true;
		},
	});
	for await (const {kind} of readMets(stream)) {
		expect(kind).toBe('header');
		break;
	}
	expect(cancelled).toBe(true);
});

it('ends with what the stream fails with, untouched', async () => {
	const reason = new Error('enough');
	const stream = new ReadableStream<Uint8Array>({start: controller => controller.error(reason)});
	await expect(readMets(stream).next()).rejects.toBe(reason);
});
