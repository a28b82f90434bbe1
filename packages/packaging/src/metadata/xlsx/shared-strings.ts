import {children, content, type XmlElement} from '@fonds/core/xml';
import {sheetName} from './names.ts';

/** The texts that cells share (ISO/IEC 29500-1, 18.4.9). */
export function sharedStrings(source: XmlElement): readonly string[] {
	return children(source, sheetName('si')).map(item => textOf(item));
}

/** The text of a string item: its own, or that of its runs. How it is pronounced (`rPh`) is no part of it. */
export function textOf(item: XmlElement): string {
	const runs = children(item, sheetName('r')).flatMap(run => children(run, sheetName('t')));
	return [...children(item, sheetName('t')), ...runs].map(text => unescapeText(content(text))).join('');
}

/** Characters that XML cannot hold, and carriage returns, are written as `_x000D_` (22.9.2.19). */
export function unescapeText(text: string): string {
	const characters = text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
	return characters.replaceAll(/\r\n?/g, '\n');
}
