import {attribute, children, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {sheetName} from './names.ts';

/** What a number of a cell means. */
export type NumberKind = 'number' | 'date' | 'time' | 'date-time';

/** Formats that every workbook has (ISO/IEC 29500-1, 18.8.30), those of East Asia with them. */
const builtIn: ReadonlyMap<number, NumberKind> = new Map([
	...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map(id => [id, 'date'] as const),
	...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map(id => [id, 'time'] as const),
	[22, 'date-time'],
]);

/** What numbers mean, by the number of their style. */
export function numberKinds(styles: XmlElement | undefined): readonly NumberKind[] {
	if (styles === undefined) {
		return [];
	}
	const own = new Map(
		listed(styles, 'numFmts', 'numFmt').map(item => [Number(attribute(item, 'numFmtId')), kindOf(attribute(item, 'formatCode'))]),
	);
	return listed(styles, 'cellXfs', 'xf').map(item => {
		const id = Number(optionalAttribute(item, 'numFmtId') ?? 0);
		return own.get(id) ?? builtIn.get(id) ?? 'number';
	});
}

function listed(styles: XmlElement, list: string, item: string): readonly XmlElement[] {
	const found = optionalChild(styles, sheetName(list));
	return found === undefined ? [] : children(found, sheetName(item));
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
