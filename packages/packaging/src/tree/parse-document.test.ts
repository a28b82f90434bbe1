import {describe, expect, it} from 'vitest';
import {hasMoreElements, parseDocument} from './parse-document.ts';

const document = '<?xml version="1.0"?><!-- c --><a><b/><c>1</c></a>';

describe('a document of a package', () => {
	it.each([document, new TextEncoder().encode(document)])('has as many elements as start tags (%#)', xml => {
		expect(hasMoreElements(xml, 2)).toBe(true);
		expect(hasMoreElements(xml, 3)).toBe(false);
	});

	it('is refused before it is read when its elements would fill the memory', () => {
		const bytes = new TextEncoder().encode(`<a>${'<b/>'.repeat(5_000_000)}</a>`);
		expect(() => parseDocument(bytes, 'x/metadata.xml')).toThrow(
			expect.objectContaining({
				problem: 'too-large',
				path: 'x/metadata.xml',
				message: expect.stringContaining('more than 5000000 elements'),
			}),
		);
	});

	it('is refused with its name and the place when it is not well-formed', () => {
		expect(() => parseDocument('<a>', 'a.opex')).toThrow(
			expect.objectContaining({problem: 'unreadable', message: expect.stringMatching(/^"a\.opex" cannot be read: .*line 1/)}),
		);
		expect(() => parseDocument('', undefined)).toThrow(/^The document cannot be read/);
	});
});
