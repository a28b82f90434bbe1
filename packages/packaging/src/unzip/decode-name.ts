import {utf8Flag} from '../zip/constants.ts';
import {refuse} from './problem.ts';

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** The upper half of code page 437, which names without the UTF-8 flag are in (APPNOTE D.1). */
const codePage437 =
	'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * Reads the name of an entry. Without the flag it is taken for UTF-8 if it can be: many writers forget the flag, and text in a
 * code page is hardly ever UTF-8 by chance.
 */
export function decodeName(name: Uint8Array, flags: number): string {
	try {
		return utf8.decode(name);
	} catch (cause) {
		if ((flags & utf8Flag) !== 0) {
			refuse('damaged', 'A name in the ZIP file should be UTF-8 and is not.', undefined, cause);
		}
		return Array.from(name, byte => (byte < 128 ? String.fromCharCode(byte) : codePage437.charAt(byte - 128))).join('');
	}
}
