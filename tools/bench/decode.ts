import {deepStrictEqual} from 'node:assert/strict';
import {pathToFileURL} from 'node:url';
import {XMLParser} from 'fast-xml-parser';
import {attribute, child, children, content, namespace, optionalText, parseXml, text} from '../../packages/core/src/xml/index.ts';
import {median, type Row} from './row.ts';

/** One row of the benchmark: milliseconds of one round, and how many times faster Fonds is. */
export interface DecodeRow {
	readonly work: string;
	readonly fonds: number;
	readonly peer: number;
	readonly ratio: number;
	readonly budget: number;
}

interface Page {
	readonly name: string;
	readonly document: string;
	readonly fonds: (document: string) => unknown;
	readonly peer: (document: string) => unknown;
}

const entityApi = namespace('http://preservica.com/EntityAPI');
const xip = namespace('http://preservica.com/XIP');
const size = 1000;
const rounds = 15;

/** Decodes pages of 1,000 entities beside fast-xml-parser to the same objects: warm, taking turns, the median of several rounds. */
export async function decodeRows(): Promise<readonly Row[]> {
	return measureAll().map(({work, fonds, peer, ratio, budget}) => ({
		work,
		beside: 'fast-xml-parser',
		ratio,
		budget,
		note: `Fonds ${fonds.toFixed(2)} ms, strict and with namespaces; fast-xml-parser ${peer.toFixed(2)} ms`,
	}));
}

/** The same, printed; gives the page with the smallest ratio. */
export async function decode(): Promise<DecodeRow> {
	const rows = measureAll();
	for (const {work, fonds, peer, ratio, budget} of rows) {
		console.log(`${work}: Fonds ${fonds.toFixed(2)} ms, fast-xml-parser ${peer.toFixed(2)} ms, ${ratio.toFixed(2)} × (budget ${budget} ×)`);
	}
	return rows.reduce((worst, row) => (row.ratio < worst.ratio ? row : worst));
}

function measureAll(): readonly DecodeRow[] {
	return [children1000(), entities1000()].map(measure);
}

function measure({name, document, fonds, peer}: Page): DecodeRow {
	deepStrictEqual(fonds(document), peer(document));
	const times = {fonds: [] as number[], peer: [] as number[]};
	for (let round = -5; round < rounds; round++) {
		const one = {fonds: time(() => fonds(document)), peer: time(() => peer(document))};
		if (round >= 0) {
			times.fonds.push(one.fonds);
			times.peer.push(one.peer);
		}
	}
	const [own, other] = [median(times.fonds), median(times.peer)];
	const work = `decode ${name} (${(document.length / 1024).toFixed(0)} kB)`;
	return {work, fonds: own, peer: other, ratio: other / own, budget: 1};
}

function time(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function reference(index: number): string {
	return `a9e1cae8-ea06-4157-8dd4-${index.toString(16).padStart(12, '0')}`;
}

function newParser(...lists: readonly string[]): XMLParser {
	const isArray = (name: string): boolean => lists.includes(name);
	return new XMLParser({ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false, isArray});
}

function children1000(): Page {
	const rows = Array.from({length: size}, (_, index) => {
		const url = `https://preservica.example.org/api/entity/v7.7/information-objects/${reference(index)}`;
		return `<Child title="Letters &amp; papers, box ${index}" ref="${reference(index)}" type="IO">${url}</Child>`;
	});
	const parser = newParser('Child');
	return {
		name: 'a list of 1,000 children',
		document: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7">
	<Children>\n\t\t${rows.join('\n\t\t')}\n\t</Children>
	<Paging><TotalResults>${size}</TotalResults></Paging></ChildrenResponse>`,
		fonds: document => {
			const list = child(parseXml(document), entityApi('Children'));
			return children(list, entityApi('Child')).map(item => ({
				ref: attribute(item, 'ref'),
				title: attribute(item, 'title'),
				type: attribute(item, 'type'),
				url: content(item),
			}));
		},
		peer: document => {
			const list: Record<string, string>[] = parser.parse(document).ChildrenResponse.Children.Child;
			return list.map(item => ({ref: item['@ref'], title: item['@title'], type: item['@type'], url: item['#text']}));
		},
	};
}

function entities1000(): Page {
	const rows = Array.from({length: size}, (_, index) => {
		const fields = [
			['Ref', reference(index)],
			['Title', `Letter ${index} to the editor`],
			['Description', `From the papers of a &lt;family&gt;, photographed in 2019, page ${index}. Contains an enclosure.`],
			['SecurityTag', 'open'],
			['Parent', reference(index + size)],
		];
		return `<xip:InformationObject>\n${fields.map(([name, value]) => `\t\t\t<xip:${name}>${value}</xip:${name}>`).join('\n')}\n\t\t</xip:InformationObject>`;
	});
	const parser = newParser('InformationObject');
	return {
		name: 'a page of 1,000 entities',
		document: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><EntityResponse xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7">\n\t\t${rows.join('\n\t\t')}\n</EntityResponse>`,
		fonds: document =>
			children(parseXml(document), xip('InformationObject')).map(item => ({
				Ref: text(item, xip('Ref')),
				Title: text(item, xip('Title')),
				Description: optionalText(item, xip('Description')),
				SecurityTag: text(item, xip('SecurityTag')),
				Parent: text(item, xip('Parent')),
			})),
		peer: document => {
			const list: Record<string, string>[] = parser.parse(document).EntityResponse.InformationObject;
			return list.map(({Ref, Title, Description, SecurityTag, Parent}) => ({Ref, Title, Description, SecurityTag, Parent}));
		},
	};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await decode();
}
