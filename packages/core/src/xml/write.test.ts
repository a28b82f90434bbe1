import {describe, expect, it} from 'vitest';
import {ConfigurationError} from '../errors/configuration-error.ts';
import {element, type XmlElement} from './element.ts';
import {plain} from './fixtures/plain.ts';
import {parseXml} from './parse.ts';
import {writeXml} from './write.ts';

const write = (root: XmlElement): string => writeXml(root, {declaration: false});
const xlink = 'http://www.w3.org/1999/xlink';

const nested = (levels: number): XmlElement => {
	let tree = element('', 'a');
	for (let level = 1; level < levels; level++) {
		tree = element('', 'a', [tree]);
	}
	return tree;
};

describe('what is written', () => {
	it('begins with a declaration unless it is not wanted', () => {
		expect(writeXml(element('', 'a'))).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a/>');
		expect(write(element('', 'a'))).toBe('<a/>');
	});

	it('has text and values escaped so that they are read back', () => {
		const nasty = '& < > " \' \t\n\r ]]> &amp; Größe 題名 𝄞 \u0085\u2028';
		const written = write(element('', 'a', nasty, {b: nasty}));
		expect(written).toBe(
			'<a b="&amp; &lt; > &quot; \' &#9;&#10;&#13; ]]> &amp;amp; Größe 題名 𝄞 \u0085\u2028">&amp; &lt; &gt; " \' \t\n&#13; ]]&gt; &amp;amp; Größe 題名 𝄞 \u0085\u2028</a>',
		);
		expect(parseXml(written)).toMatchObject({attributes: [{value: nasty}], children: [nasty]});
	});

	it('has numbers and booleans as text, and leaves out what is undefined', () => {
		expect(
			write(element('', 'a', [element('', 'b', 12), undefined, element('', 'c', false), '', element('', 'd', '')], {e: undefined, f: ''})),
		).toBe('<a f=""><b>12</b><c>false</c><d/></a>');
	});

	it('has the children that reading it gives', () => {
		expect(element('', 'a', ['', undefined, 'b']).children).toEqual(['b']);
		expect(element('', 'a', '').children).toEqual([]);
	});

	it('keeps text between elements', () => {
		expect(write(element('', 'a', ['1', element('', 'b'), '2\n', '3']))).toBe('<a>1<b/>2\n3</a>');
	});
});

describe('namespaces', () => {
	it('are declared once, as the default where no prefix is asked for', () => {
		expect(write(element('u:1', 'a', [element('u:1', 'b'), element('u:2', 'c', [element('u:2', 'd'), element('u:1', 'e')])]))).toBe(
			'<a xmlns="u:1"><b/><c xmlns="u:2"><d/><e xmlns="u:1"/></c></a>',
		);
	});

	it('get the prefixes that are asked for', () => {
		expect(write(element('u:1', 'p:a', [element('u:1', 'p:b'), element('u:2', 'q:c', [element('u:2', 'q:d')])]))).toBe(
			'<p:a xmlns:p="u:1"><p:b/><q:c xmlns:q="u:2"><q:d/></q:c></p:a>',
		);
	});

	it('use a prefix in force for elements that ask for none', () => {
		expect(write(element('u:1', 'p:a', [element('u:1', 'b')]))).toBe('<p:a xmlns:p="u:1"><p:b/></p:a>');
	});

	it('are undone for elements in none', () => {
		expect(write(element('u:1', 'a', [element('', 'b', [element('', 'c')])]))).toBe('<a xmlns="u:1"><b xmlns=""><c/></b></a>');
	});

	it('bind a prefix anew where an inner element wants it for another one', () => {
		expect(write(element('u:1', 'p:a', [element('u:2', 'p:b', [element('u:1', 'p:c')]), element('u:1', 'p:d')]))).toBe(
			'<p:a xmlns:p="u:1"><p:b xmlns:p="u:2"><p:c xmlns:p="u:1"/></p:b><p:d/></p:a>',
		);
	});

	it('may be declared ahead, for names and for values that use them', () => {
		const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
		expect(
			write(
				element('u:1', 'a', [element('u:2', 'b', [], {[`{${xsi}}xsi:type`]: 'q:t'})], {
					'xmlns:q': 'u:2',
					'xmlns:xsi': xsi,
					'xsi:nil': 'true',
				}),
			),
		).toBe(`<a xmlns:q="u:2" xmlns:xsi="${xsi}" xmlns="u:1" xsi:nil="true"><q:b xsi:type="q:t"/></a>`);
	});

	it('of attributes always get a prefix, the wanted one if it is free', () => {
		expect(write(element(xlink, 'a', [], {[`{${xlink}}href`]: '1'}))).toBe(`<a xmlns="${xlink}" xmlns:ns1="${xlink}" ns1:href="1"/>`);
		expect(write(element('u', 'a', [], {[`{${xlink}}l:href`]: '1', [`{${xlink}}m:title`]: '2', 'xml:lang': 'de'}))).toBe(
			`<a xmlns="u" xmlns:l="${xlink}" l:href="1" l:title="2" xml:lang="de"/>`,
		);
	});

	it('never change what another name of the same element means', () => {
		const inner: XmlElement = {
			...element('u:1', 'p:b'),
			attributes: [
				{name: 'c', prefix: 'p', namespace: 'u:2', value: '1'},
				{name: 'c', prefix: 'p', namespace: 'u:3', value: '2'},
				{name: 'd', prefix: 'ns1', namespace: 'u:1', value: '3'},
			],
		};
		const root = element('u:1', 'p:a', [inner]);
		expect(write(root)).toBe('<p:a xmlns:p="u:1"><p:b xmlns:ns1="u:2" xmlns:ns2="u:3" ns1:c="1" ns2:c="2" p:d="3"/></p:a>');
		expect(plain(parseXml(write(root)))).toEqual(plain(root));
	});

	it('hold when an element declares its own prefix for something else', () => {
		const root: XmlElement = {
			...element('u:1', 'p:a'),
			declarations: [
				{prefix: 'p', namespace: 'u:2'},
				{prefix: 'ns1', namespace: 'u:3'},
			],
		};
		expect(plain(parseXml(write(root)))).toEqual(plain(root));
		expect(parseXml(write(root)).declarations).toEqual(expect.arrayContaining([...root.declarations]));
		const bare: XmlElement = {...element('', 'a', [element('u:1', 'b')]), declarations: [{prefix: '', namespace: 'u:1'}]};
		expect(plain(parseXml(write(bare)))).toEqual(plain(bare));
		const unprefixed: XmlElement = {...element('u:1', 'a'), declarations: [{prefix: '', namespace: 'u:2'}]};
		expect(plain(parseXml(write(unprefixed)))).toEqual(plain(unprefixed));
	});

	it('are not taken from a prefix that an element between has bound anew', () => {
		expect(write(element('u:1', 'p:a', [element('u:2', 'p:b', [element('u:1', 'c')])]))).toBe(
			'<p:a xmlns:p="u:1"><p:b xmlns:p="u:2"><c xmlns="u:1"/></p:b></p:a>',
		);
	});

	it('go along when an element moves to another document', () => {
		const [moved] = parseXml('<r xmlns:p="u:1" xmlns:q="u:2"><p:a q:b="1"><p:c/></p:a></r>').children;
		const host = element('u:9', 'q:host', [moved]);
		expect(plain(parseXml(write(host)))).toEqual(plain(host));
	});
});

describe('what XML cannot hold is refused with the name of the element', () => {
	const cases: readonly (readonly [string, () => XmlElement, string])[] = [
		[
			'a control character in text',
			() => element('', 'r', [element('', 'Title', 'a\u0000b')]),
			'<Title> holds the character U+0000 in its text, which XML 1.0 does not allow.',
		],
		[
			'half a character',
			() => element('', 'Title', 'a\ud83d'),
			'<Title> holds the character U+D83D in its text, which XML 1.0 does not allow.',
		],
		[
			'a noncharacter in an attribute',
			() => element('', 'a', [], {b: '\uffff'}),
			'<a> holds the character U+FFFF in its attribute b, which XML 1.0 does not allow.',
		],
		[
			'a control character in a namespace',
			() => element('\u0001', 'a'),
			'<a> holds the character U+0001 in a namespace, which XML 1.0 does not allow.',
		],
		['an illegal name', () => element('', 'a b'), '<a b> has an illegal name: "a b".'],
		['an empty name', () => element('', ''), '<> has an illegal name: "".'],
		['markup in a name', () => element('', 'a><b'), '<a><b> has an illegal name: "a><b".'],
		['an illegal prefix', () => element('u', '1:a'), '<a> has an illegal name: "1".'],
		['a second colon', () => element('u', 'p:a:b'), '<a:b> has an illegal name: "a:b".'],
		['an illegal attribute', () => element('', 'a', [], {'b="1" c': ''}), '<a> has an illegal attribute: "b=\\"1\\" c".'],
		['an attribute twice', () => element('', 'a', [], {'{u}p:b': '1', '{u}q:b': '2'}), '<a> has the attribute b twice.'],
		[
			'a declaration twice',
			() => ({
				...element('', 'a'),
				declarations: [
					{prefix: 'p', namespace: 'u'},
					{prefix: 'p', namespace: 'v'},
				],
			}),
			'<a> has a wrong namespace declaration: The prefix p is declared twice.',
		],
		[
			'a prefix without a namespace',
			() => element('', 'a', [], {'xmlns:p': ''}),
			'<a> has a wrong namespace declaration: The prefix p is bound to nothing.',
		],
		[
			'the prefix xmlns',
			() => element('u', 'xmlns:a'),
			'A name cannot be written with the prefix "xmlns" for u: The prefix xmlns and its namespace cannot be declared.',
		],
		[
			'an attribute that would be a declaration',
			() => ({...element('', 'a'), attributes: [{name: 'xmlns', prefix: undefined, namespace: '', value: 'u'}]}),
			'<a> has an attribute named xmlns; namespaces are declared in declarations.',
		],
		[
			'an attribute with an undeclared prefix',
			() => element('', 'a', [], {'p:b': '1'}),
			'The attribute p:b of <a> has a prefix without a namespace. Write it as {namespace}p:b, or declare xmlns:p beside it.',
		],
		['no number', () => element('', 'a', Number.NaN), '<a> cannot hold the number NaN.'],
		['no end', () => element('', 'a', Infinity), '<a> cannot hold the number Infinity.'],
	];

	it.each(cases)('%s', (_, build, message) => {
		expect(() => writeXml(build())).toThrow(expect.objectContaining({message, constructor: ConfigurationError}));
	});
});

describe('size', () => {
	it('of depth is what parseXml reads', () => {
		expect(parseXml(writeXml(nested(100)))).toEqual(nested(100));
		expect(() => writeXml(nested(101))).toThrow('<a> is nested deeper than 100 levels.');
	});

	it('of depth can be set, and never overflows', () => {
		expect(writeXml(nested(50_000), {maxDepth: 50_000}).length).toBeGreaterThan(300_000);
		expect(() => writeXml(nested(50_000), {maxDepth: 49_999})).toThrow(ConfigurationError);
	});

	it('of breadth does not matter', () => {
		const wide = element(
			'u',
			'p:r',
			Array.from({length: 100_000}, (_, index) => element('u', 'p:a', index)),
		);
		expect(parseXml(writeXml(wide)).children).toHaveLength(100_000);
	});
});

it('leaves the tree as it was', () => {
	const tree = parseXml('<a xmlns:p="u"><p:b c="d">e</p:b></a>');
	const before = structuredClone(tree);
	writeXml(element('u', 'q:r', [tree]));
	expect(tree).toEqual(before);
});
