import {expect, it} from 'vitest';
import {createNamer} from './names.ts';

it.each([
	['ignoring case', ['Letter', 'letter', 'LETTER'], ['Letter', 'letter_2', 'LETTER_3']],
	['ignoring Unicode form', ['\u00E9', 'e\u0301', 'E\u0301'], ['\u00E9', 'e\u0301_2', 'E\u0301_3']],
	['that are not those of the .opex files of others', ['F', 'F.opex', 'f.OPEX.opex'], ['F', 'F.opex_', 'f.OPEX.opex_']],
	['that do not end like a PAX or metadata', ['a.pax', 'b.METADATA', 'c.pax.zip'], ['a.pax_', 'b.METADATA_', 'c.pax.zip']],
	[
		'without what file systems forbid',
		['a/b\\c:d*e?f"g<h>i|j k\n', '..', '.hidden', 'end.'],
		['a_b_c_d_e_f_g_h_i_j_k_', '_', '_hidden', 'end_'],
	],
])('gives names %s', (_what, titles, names) => {
	const nameOf = createNamer();
	expect(titles.map(title => nameOf(title))).toEqual(names);
});

it('gives no name that is taken, nor that of the metadata of what has it', () => {
	const nameOf = createNamer(['Box']);
	expect([nameOf('box'), nameOf('Letter', '.pax.zip'), nameOf('letter.pax.zip'), nameOf('Letter.pax', '.zip')]).toEqual([
		'box_2',
		'Letter.pax.zip',
		'letter.pax.zip_2',
		'Letter.pax_2.zip',
	]);
});

it('cuts long names between characters, and tells them apart', () => {
	const nameOf = createNamer();
	const name = nameOf(`${'y'.repeat(178)}😀`);
	expect([name, nameOf(`${'y'.repeat(178)}😁`)]).toEqual(['y'.repeat(178), `${'y'.repeat(178)}_2`]);
	expect(Buffer.byteLength(nameOf('长'.repeat(150)))).toBe(180);
});
