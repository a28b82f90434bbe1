import {describe, expect, it} from 'vitest';
import type {XmlElement} from './element.ts';
import {plain} from './fixtures/plain.ts';
import {parseXml} from './parse.ts';

const only = (element: XmlElement): XmlElement => {
	const [first] = element.children;
	if (typeof first !== 'object') {
		throw new TypeError('expected an element');
	}
	return first;
};

describe('namespaces', () => {
	it('are those of the default declaration and of prefixes, whichever is nearest', () => {
		const tree = parseXml('<a xmlns="u:1" xmlns:p="u:2"><b/><p:b/><c xmlns="u:3" xmlns:p="u:4"><b/><p:b/></c><d xmlns=""><b/></d></a>');
		expect(plain(tree)).toEqual([
			'u:1',
			'a',
			{},
			[
				['u:1', 'b', {}, []],
				['u:2', 'b', {}, []],
				[
					'u:3',
					'c',
					{},
					[
						['u:3', 'b', {}, []],
						['u:4', 'b', {}, []],
					],
				],
				['', 'd', {}, [['', 'b', {}, []]]],
			],
		]);
	});

	it('count for the element that declares them, wherever among its attributes', () => {
		expect(parseXml('<p:a p:b="1" xmlns:p="u"/>')).toEqual({
			name: 'a',
			prefix: 'p',
			namespace: 'u',
			attributes: [{name: 'b', prefix: 'p', namespace: 'u', value: '1'}],
			children: [],
			declarations: [{prefix: 'p', namespace: 'u'}],
		});
	});

	it('do not reach attributes without a prefix', () => {
		expect(parseXml('<a xmlns="u" b="1"/>').attributes).toEqual([{name: 'b', prefix: undefined, namespace: '', value: '1'}]);
	});

	it('allow the same local name with and without a namespace', () => {
		expect(parseXml('<a xmlns="u" xmlns:p="u" b="1" p:b="2"/>').attributes.map(({value}) => value)).toEqual(['1', '2']);
	});

	it('bind the prefix xml without a declaration, and with the right one', () => {
		const namespace = 'http://www.w3.org/XML/1998/namespace';
		expect(parseXml('<a xml:lang="de"/>').attributes).toEqual([{name: 'lang', prefix: 'xml', namespace, value: 'de'}]);
		expect(parseXml(`<a xmlns:xml="${namespace}" xml:lang="de"/>`).attributes[0]?.namespace).toBe(namespace);
	});

	it('are decoded like other values', () => {
		expect(parseXml('<a xmlns="u?a=1&amp;b=2"/>').namespace).toBe('u?a=1&b=2');
	});
});

describe('text', () => {
	it('has its references replaced, once', () => {
		expect(parseXml('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1D11E;&#xD;&amp;lt;</a>').children).toEqual(['<>&"\'A𝄞\r&lt;']);
	});

	it('of CDATA sections is untouched and joins its neighbours', () => {
		expect(parseXml('<a>1<![CDATA[<b>&amp;]]]]><![CDATA[>]]>2</a>').children).toEqual(['1<b>&amp;]]>2']);
	});

	it('and elements keep their order and their white space', () => {
		expect(plain(parseXml('<a> one <b>two</b>\n\t<c/> three </a>'))[3]).toEqual([
			' one ',
			['', 'b', {}, ['two']],
			'\n\t',
			['', 'c', {}, []],
			' three ',
		]);
	});

	it('is not split by comments and processing instructions, which are left out', () => {
		expect(plain(parseXml('<!-- 0 --><?p?><a>1<!-- <b> & -->2<?q <c> "?>3<d><!-- only --></d></a><!-- 4 --> <?r?>'))).toEqual([
			'',
			'a',
			{},
			['123', ['', 'd', {}, []]],
		]);
	});

	it('has line feeds for every kind of line end', () => {
		expect(parseXml('<a b="1\r\n2">1\r\n2\r3\n4</a>')).toMatchObject({attributes: [{value: '1 2'}], children: ['1\n2\n3\n4']});
	});

	it('may hold > and quotes', () => {
		expect(parseXml('<a>1 > 2 ]] > "\'</a>').children).toEqual(['1 > 2 ]] > "\'']);
	});

	it('that is empty is no node', () => {
		expect(parseXml('<a><![CDATA[]]></a>').children).toEqual([]);
	});
});

describe('attribute values', () => {
	it('have spaces for tabs and line ends, unless those are written as references', () => {
		expect(parseXml('<a b="1\t2\n3&#9;&#10;&#13;4"/>').attributes[0]?.value).toBe('1 2 3\t\n\r4');
	});

	it('may hold > and the other quote', () => {
		expect(parseXml(`<a b="'>/>'" c='"'/>`).attributes.map(({value}) => value)).toEqual(["'>/>'", '"']);
	});

	it('are kept whatever the attribute is called', () => {
		const tree = parseXml('<a _b="1" é="2" __proto__="3" constructor="4" n-b="5" _a-b="6"/>');
		expect(Object.fromEntries(tree.attributes.map(({name, value}) => [`:${name}`, value]))).toEqual({
			':_b': '1',
			':é': '2',
			':__proto__': '3',
			':constructor': '4',
			':n-b': '5',
			':_a-b': '6',
		});
	});
});

describe('elements that HTML treats in its own way', () => {
	it.each(['link', 'meta', 'input', 'br', 'hr', 'img', 'script', 'style'])('have content here: <%s>', name => {
		const tree = parseXml(`<a><${name} b="c">1<d/>&lt;</${name}><${name}/><e/></a>`);
		expect(plain(tree)[3]).toEqual([
			['', name, {'{}b': 'c'}, ['1', ['', 'd', {}, []], '<']],
			['', name, {}, []],
			['', 'e', {}, []],
		]);
	});

	it('have content also inside themselves', () => {
		expect(plain(parseXml('<script><script/></script>'))).toEqual(['', 'script', {}, [['', 'script', {}, []]]]);
	});
});

describe('the surroundings of the root', () => {
	it.each([
		['a byte order mark', '\ufeff<a/>'],
		['an XML declaration', '<?xml version="1.0"?><a/>'],
		['one with everything', "<?xml\tversion = '1.1'\nencoding=\"x-unknown\" standalone='no' ?>\n<a/>"],
		['an instruction that only begins like it', '<?xml-stylesheet href="a>b"?><a/>'],
		['comments that confuse lax parsers', '<!--> it\'s --><!---> " --><a/><!-- </a> <b> -->'],
		['white space', ' \r\n\t<a/>\n\n'],
	])('may be %s', (_, document) => {
		expect(parseXml(document)).toMatchObject({name: 'a', children: []});
	});
});

it('gives each element its own lists', () => {
	const tree = parseXml('<a><b><c/></b></a>');
	expect(only(tree).children).not.toBe(tree.children);
});

it('never changes what it was given', () => {
	const bytes = new TextEncoder().encode('\ufeff<a>\r\n</a>');
	const copy = bytes.slice();
	parseXml(bytes);
	expect(bytes).toEqual(copy);
});
