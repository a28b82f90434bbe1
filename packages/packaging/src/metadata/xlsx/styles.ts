import {attribute, children, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {sheetName} from './names.ts';

/** What a number of a cell means. */
export type NumberKind = 'number' | 'date' | 'time' | 'date-time';

/** How a number of a cell is shown. */
export interface NumberFormat {
	readonly kind: NumberKind;
	/** Digits before the point, at least: `0007` for 7. @default 1 */
	readonly digits?: number | undefined;
	/** The format, if it shows more than the number: `0%`, `"No. "0`. */
	readonly shown?: string | undefined;
}

/** Formats that every workbook has (ISO/IEC 29500-1, 18.8.30), those of East Asia with them. */
const builtIn: ReadonlyMap<number, NumberFormat> = new Map<number, NumberFormat>([
	...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map(id => [id, {kind: 'date'}] as const),
	...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map(id => [id, {kind: 'time'}] as const),
	[22, {kind: 'date-time'}],
	[9, {kind: 'number', shown: '0%'}],
	[10, {kind: 'number', shown: '0.00%'}],
]);

export const plainNumber: NumberFormat = {kind: 'number'};

/** What numbers mean, by the number of their style. */
export function numberFormats(styles: XmlElement | undefined): readonly NumberFormat[] {
	if (styles === undefined) {
		return [];
	}
	const own = new Map(
		listed(styles, 'numFmts', 'numFmt').map(item => [Number(attribute(item, 'numFmtId')), formatOf(attribute(item, 'formatCode'))]),
	);
	return listed(styles, 'cellXfs', 'xf').map(item => {
		const id = Number(optionalAttribute(item, 'numFmtId') ?? 0);
		return own.get(id) ?? builtIn.get(id) ?? plainNumber;
	});
}

function listed(styles: XmlElement, list: string, item: string): readonly XmlElement[] {
	const found = optionalChild(styles, sheetName(list));
	return found === undefined ? [] : children(found, sheetName(item));
}

function formatOf(code: string): NumberFormat {
	const kind = kindOf(code);
	if (kind !== 'number') {
		return {kind};
	}
	// Without colours, languages, widths and blanks; the first section is that of positive numbers.
	const plain = code.replaceAll(/\[(?!\$[^-\]])[^\]]*\]|_.|\*.|\\(?=\s)/g, '');
	const [section] = /^(?:"[^"]*"|[^;"])*/.exec(plain)!;
	const digits = /^0+$/.test(section) ? section.length : 1;
	return {kind, digits, shown: /^(?:[#0?.,/\s()-]|E[+-])*$|^general$|^@$/i.test(section) ? undefined : code};
}

/** Letters of a format code that are neither quoted, nor in brackets (a colour, a language), nor behind a backslash. The first section is that of positive numbers. */
function kindOf(code: string): NumberKind {
	const letters = code
		.replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
		.replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
		.split(';')[0]!
		.toLowerCase()
		.replace('general', '')
		.replaceAll(/am\/pm|a\/p/g, 'h');
	const time = /[hs]/.test(letters) || /\[m+\]/.test(letters);
	const date = /[yd]/.test(letters) || (/m/.test(letters) && !time);
	if (date) {
		return time ? 'date-time' : 'date';
	}
	return time ? 'time' : 'number';
}
