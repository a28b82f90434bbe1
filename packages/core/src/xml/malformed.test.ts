import {describe, expect, it} from 'vitest';
import {DecodeError} from '../errors/decode-error.ts';
import {fixtureNames, readFixture} from './fixtures/read-fixture.ts';
import {parseXml} from './parse.ts';

const cases: readonly (readonly [what: string, document: string, message: string])[] = [
	['nothing', '', 'The document has no element (line 1, column 1)'],
	['a byte order mark alone', '\ufeff', 'The document has no element (line 1, column 1)'],
	['white space alone', ' \n ', 'The document has no element (line 2, column 2)'],
	['a comment alone', '<!-- a -->', 'The document has no element (line 1, column 11)'],
	['plain text', 'Bad gateway', 'This is text, not an XML document (line 1, column 1)'],
	['JSON', '{"a": "<b/>"}', 'This is text, not an XML document (line 1, column 1)'],
	['text before the root', 'x<a/>', 'This is text, not an XML document (line 1, column 1)'],
	['text after the root', '<a/>x', 'Text after the root element (line 1, column 5)'],
	['a reference after the root', '<a/>&#32;', 'Text after the root element (line 1, column 5)'],
	['CDATA after the root', '<a/><![CDATA[ ]]>', 'Malformed markup after <! (line 1, column 5)'],
	['several roots', '<a/>\n<b/>', 'A document has one root element, here is a second (line 2, column 1)'],
	['an end tag alone', '</a>', 'An element has an illegal name (line 1, column 2)'],
	['a second end tag', '<a></a></a>', 'A document has one root element, here is a second (line 1, column 8)'],

	['a doctype', '<!DOCTYPE a><a/>', 'A doctype declaration is not allowed (line 1, column 1)'],
	[
		'a doctype with entities',
		'<?xml version="1.0"?>\n<!doctype a [<!ENTITY b "c">]><a>&b;</a>',
		'A doctype declaration is not allowed (line 2, column 1)',
	],
	['a doctype inside the root', '<a><!DOCTYPE a></a>', 'A doctype declaration is not allowed (line 1, column 4)'],
	['a doctype after the root', '<a/><!DOCTYPE a>', 'A doctype declaration is not allowed (line 1, column 5)'],
	['other declarations', '<a><!ENTITY b "c"></a>', 'Malformed markup after <! (line 1, column 4)'],
	['CDATA in lower case', '<a><![cdata[b]]></a>', 'Malformed markup after <! (line 1, column 4)'],

	['a wrong end tag', '<a>\n\t<b></a></b>', '<b> is closed by </a> (line 2, column 5)'],
	['an end tag that only contains the name', '<a></xay>', '<a> is closed by </xay> (line 1, column 4)'],
	['an end tag that only begins with the name', '<a></ab>', '<a> is closed by </ab> (line 1, column 4)'],
	['an end tag in other case', '<Title></title>', '<Title> is closed by </title> (line 1, column 8)'],
	['an end tag with another prefix', '<a:b xmlns:a="u" xmlns:c="u"></c:b>', '<a:b> is closed by </c:b> (line 1, column 30)'],
	['an end tag with an attribute', '<a></a b="c">', 'The end tag of <a> is malformed or cut off (line 1, column 4)'],
	['space before a name', '< a/>', 'An element has an illegal name (line 1, column 2)'],
	['a space in an empty tag', '<a / >', 'In the tag <a>: only > may follow / (line 1, column 5)'],

	['an attribute twice', '<a b="1" b="1"/>', '<a> has the attribute b twice (line 1, column 10)'],
	[
		'an attribute twice by namespace',
		'<r xmlns:a="u" xmlns:b="u">\n<c a:d="1" b:d="2"/></r>',
		'<c> has the attribute d of u twice (line 2, column 1)',
	],
	['a namespace declared twice', '<a xmlns:b="u" xmlns:b="u"/>', '<a> has the attribute xmlns:b twice (line 1, column 16)'],
	['an attribute without quotes', '<a b=c/>', 'In the tag <a>: the value of the attribute b has no quotes (line 1, column 6)'],
	['an attribute without a value', '<a b/>', 'In the tag <a>: the attribute b has no value (line 1, column 5)'],
	['attributes that touch', '<a b="1"c="2"/>', 'In the tag <a>: white space has to come before an attribute (line 1, column 9)'],
	['an attribute with an illegal name', '<a 1b="c"/>', 'In the tag <a>: an attribute has an illegal name (line 1, column 4)'],
	['< in an attribute', '<a b="<c>"/>', 'In the attribute b of <a>: < has to be written as &lt; (line 1, column 7)'],
	['an attribute without its end', '<a b="c><d/></a>', 'In the attribute b of <a>: < has to be written as &lt; (line 1, column 9)'],

	['a bare &', '<a>Research & Development</a>', 'A bare & has to be written as &amp; (line 1, column 13)'],
	['a bare & in an attribute', '<a b="c&d"/>', 'A bare & has to be written as &amp; (line 1, column 8)'],
	['an unknown entity', '<a>\n&nbsp;</a>', 'Unknown entity &nbsp; (line 2, column 1)'],
	['an unknown entity in an attribute', '<a b="&eacute;"/>', 'Unknown entity &eacute; (line 1, column 7)'],
	['an entity in other case', '<a>&AMP;</a>', 'Unknown entity &AMP; (line 1, column 4)'],
	['a reference to NUL', '<a>&#0;</a>', '&#0; is not a character XML allows (line 1, column 4)'],
	['a reference to a control character', '<a>&#x1B;</a>', '&#x1B; is not a character XML allows (line 1, column 4)'],
	['a reference to half a character', '<a>&#xD800;</a>', '&#xD800; is not a character XML allows (line 1, column 4)'],
	['a reference beyond Unicode', '<a>&#x110000;</a>', '&#x110000; is not a character XML allows (line 1, column 4)'],
	['a reference to a noncharacter', '<a>&#65535;</a>', '&#65535; is not a character XML allows (line 1, column 4)'],
	['a reference with a capital X', '<a>&#X41;</a>', 'Unknown entity &#X41; (line 1, column 4)'],
	['an empty reference', '<a>&#;</a>', 'Unknown entity &#; (line 1, column 4)'],
	[']]> in text', '<a>b]]>c</a>', ']]> in text has to be written as ]]&gt; (line 1, column 5)'],

	['an illegal name', '<a><1b/></a>', 'An element has an illegal name (line 1, column 5)'],
	['a name with two colons', '<a:b:c xmlns:a="u"/>', 'An element has an illegal name (line 1, column 2)'],
	['a name that begins with a colon', '<:a/>', 'An element has an illegal name (line 1, column 2)'],
	['a name that ends in a colon', '<a: xmlns:a="u"/>', 'An element has an illegal name (line 1, column 2)'],
	['a local name that begins with a digit', '<a:1 xmlns:a="u"/>', 'An element has an illegal name (line 1, column 2)'],
	['a name with a sign', '<a×b/>', 'In the tag <a>: white space has to come before an attribute (line 1, column 3)'],
	['a control character', '<a>\u0001</a>', 'The character U+0001 is not allowed in XML (line 1, column 4)'],
	['a control character in a comment', '<a><!--\u0000--></a>', 'The character U+0000 is not allowed in XML (line 1, column 8)'],
	['a noncharacter', '<a>\ufffe</a>', 'The character U+FFFE is not allowed in XML (line 1, column 4)'],
	['half a character', '<a>\ud83d</a>', 'The character U+D83D is not allowed in XML (line 1, column 4)'],
	['the other half', '<a>\ude00</a>', 'The character U+DE00 is not allowed in XML (line 1, column 4)'],

	['-- in a comment', '<a><!-- b -- c --></a>', 'A comment cannot hold -- (line 1, column 11)'],
	['a comment that ends in --->', '<a><!-- b ---></a>', 'A comment cannot hold -- (line 1, column 11)'],
	['an instruction without a name', '<a><? b?></a>', 'A processing instruction has an illegal name (line 1, column 6)'],
	['an instruction with a prefix', '<?a:b c?><a/>', 'A processing instruction has an illegal name (line 1, column 3)'],
	[
		'a second XML declaration',
		'<?xml version="1.0"?><?xml version="1.0"?><a/>',
		'The XML declaration belongs at the very beginning (line 1, column 22)',
	],
	[
		'an XML declaration after a line end',
		'\n<?xml version="1.0"?><a/>',
		'The XML declaration belongs at the very beginning (line 2, column 1)',
	],
	['an XML declaration in capitals', '<?XML version="1.0"?><a/>', 'The XML declaration belongs at the very beginning (line 1, column 1)'],
	[
		'an XML declaration without a version',
		'<?xml encoding="UTF-8"?><a/>',
		'The XML declaration is malformed or cut off (line 1, column 1)',
	],
	[
		'an XML declaration in the wrong order',
		'<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>',
		'The XML declaration is malformed or cut off (line 1, column 1)',
	],
	['XML 2.0', '<?xml version="2.0"?><a/>', 'The XML declaration is malformed or cut off (line 1, column 1)'],

	['an undeclared prefix', '<a>\n <b:c/></a>', 'The prefix of <b:c> is not declared (line 2, column 2)'],
	['an undeclared prefix of an attribute', '<a>\n <b c:d=""/></a>', 'The prefix of the attribute c:d is not declared (line 2, column 2)'],
	['a prefix declared on a sibling', '<r><a xmlns:b="u"/><b:c/></r>', 'The prefix of <b:c> is not declared (line 1, column 20)'],
	['a prefix bound to nothing', '<a xmlns:b=""/>', 'The prefix b is bound to nothing (line 1, column 1)'],
	[
		'another xml prefix',
		'<a xmlns:xml="u"/>',
		'The prefix xml and the namespace http://www.w3.org/XML/1998/namespace belong to each other (line 1, column 1)',
	],
	[
		'another prefix for the xml namespace',
		'<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>',
		'The prefix xml and the namespace http://www.w3.org/XML/1998/namespace belong to each other (line 1, column 1)',
	],
	[
		'a declared xmlns prefix',
		'<a xmlns:xmlns="http://www.w3.org/2000/xmlns/"/>',
		'The prefix xmlns and its namespace cannot be declared (line 1, column 1)',
	],
	[
		'the xmlns namespace as the default',
		'<a xmlns="http://www.w3.org/2000/xmlns/"/>',
		'The prefix xmlns and its namespace cannot be declared (line 1, column 1)',
	],
	['an element with the prefix xmlns', '<xmlns:a/>', 'The prefix of <xmlns:a> is not declared (line 1, column 1)'],
];

const nested = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);

describe('a document is refused, and where is said, when it has', () => {
	it.each(cases)('%s', (_, document, message) => {
		expect(() => parseXml(document)).toThrow(new DecodeError(message));
	});
});

describe('a document cut off', () => {
	const sample = `<?xml version="1.0"?><!-- a --><?b c?>
<r:r xmlns:r="urn:r" a='&#65;"'><b c="d>e"/>text &amp; more<![CDATA[ <x> ]]><!-- y --><script>z</script ><_ü/><?q r?>\r\n</r:r>`;

	it('is refused at any length', () => {
		expect(parseXml(sample).name).toBe('r');
		for (let length = 0; length < sample.length; length++) {
			expect(() => parseXml(sample.slice(0, length)), sample.slice(0, length)).toThrow(DecodeError);
		}
	});

	it.each(fixtureNames)('is refused: %s, at many lengths', async name => {
		const bytes = await readFixture(name);
		const end = bytes.lastIndexOf(0x3e);
		for (let length = 0; length < end; length += 1 + Math.floor(end / 500)) {
			expect(() => parseXml(bytes.subarray(0, length)), `${length} bytes`).toThrow(DecodeError);
		}
	});
});

describe('depth', () => {
	it('is at most 100 levels', () => {
		expect(parseXml(nested(100)).name).toBe('a');
		expect(() => parseXml(nested(101))).toThrow('Elements are nested deeper than 100 levels (line 1, column 301)');
		expect(() => parseXml(`${'<a>'.repeat(100)}<a/>${'</a>'.repeat(100)}`)).toThrow(DecodeError);
	});

	it('can be set', () => {
		expect(parseXml(nested(300), {maxDepth: 300}).name).toBe('a');
		expect(() => parseXml(nested(3), {maxDepth: 2})).toThrow('deeper than 2 levels');
	});

	it('does not count siblings', () => {
		expect(parseXml(`<r>${'<a/><b></b>'.repeat(5000)}</r>`).children).toHaveLength(10_000);
	});

	it.each([20_000, 1_000_000])('of %d levels is a DecodeError, whatever limit is set', levels => {
		expect(() => parseXml(nested(levels))).toThrow('deeper than 100 levels');
		expect(() => parseXml(nested(levels), {maxDepth: Infinity})).toThrow(DecodeError);
	});
});

describe('hostile sizes are read in one pass', () => {
	it.each([
		['attributes', `<a ${Array.from({length: 50_000}, (_, index) => `b${index}="&lt;"`).join(' ')}/>`],
		['references', `<a>${'&amp;'.repeat(200_000)}</a>`],
		['comments', `<a>${'<!---->'.repeat(100_000)}</a>`],
		['CDATA sections', `<a>${'<![CDATA[]]>'.repeat(100_000)}</a>`],
		['line ends in a value', `<a b="${'\n'.repeat(300_000)}"/>`],
		['namespaces', `<r>${Array.from({length: 20_000}, (_, index) => `<a xmlns="urn:${index}/v1"/>`).join('')}</r>`],
		['one long name', `<${'a'.repeat(300_000)}/>`],
	])('%s', (_, document) => {
		expect(parseXml(document).declarations).toEqual([]);
	});

	it.each([
		['starts of comments', `<a>${'<!--'.repeat(100_000)}`],
		['starts of tags', `<a>${'<b '.repeat(100_000)}`],
		['starts of sections', `<a>${'<![CDATA['.repeat(100_000)}`],
		['ampersands', `<a>${'&#1'.repeat(100_000)}`],
	])('%s without an end', (_, document) => {
		expect(() => parseXml(document)).toThrow(DecodeError);
	});
});
