import {expect} from 'chai';

import {decodeText} from './decode-text.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.of(...values);

describe('decodeText', () => {
	it('follows byte order marks and leaves them out', () => {
		expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61), true)).to.deep.equal({text: 'a', encoding: 'UTF-8'});
		expect(decodeText(bytes(0xff, 0xfe, 0x61, 0), true)).to.deep.equal({text: 'a', encoding: 'UTF-16'});
		expect(decodeText(bytes(0xfe, 0xff, 0, 0x61), true)).to.deep.equal({text: 'a', encoding: 'UTF-16'});
	});

	it('reads as Windows-1252 what is not UTF-8', () => {
		expect(decodeText(bytes(0x66, 0xfc, 0x72), true)).to.deep.equal({text: 'für', encoding: 'Windows-1252'});
	});

	it('leaves out a character that is cut off, at the end of a part only', () => {
		expect(decodeText(bytes(0x61, 0xc3), false)).to.deep.equal({text: 'a', encoding: 'UTF-8'});
		expect(decodeText(bytes(0x61, 0xc3), true).encoding).to.equal('Windows-1252');
	});
});
