import {utf8Flag} from '../zip/constants.ts';
import {readUnicodePath} from './extra-fields.ts';
import {refuse} from './problem.ts';

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** The upper half of code page 437, which names without the UTF-8 flag are in (APPNOTE D.1). */
const codePage437 =
	'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * Reads the name of an entry. Without the flag it is the one in Unicode beside it, or else taken for UTF-8 if it can be: many writers forget the flag,
 * and text in a code page is hardly ever UTF-8 by chance.
 *
 * @throws PackageError `damaged` for a name that should be UTF-8 and is not, `header-mismatch` for an entry with two names.
 */
export function decodeName(name: Uint8Array, flags: number, extra: Uint8Array): string {
	const own = decodeOwnName(name, flags);
	const unicodePath = readUnicodePath(extra, name);
	if (unicodePath === undefined) {
		return own;
	}
	const better = decodeUtf8(unicodePath);
	// A name that is not in UTF-8 differs from it for one reason: letters it has no bytes for.
	const mayDiffer = (flags & utf8Flag) === 0 && !/^[ -~]*$/.test(better) && better.split('/').length === own.split('/').length;
	if (better !== own && !(mayDiffer && better.endsWith('/') === own.endsWith('/'))) {
		refuse('header-mismatch', `An entry of the ZIP file has two names, ${JSON.stringify(own)} and ${JSON.stringify(better)}.`, own);
	}
	return better;
}

function decodeOwnName(name: Uint8Array, flags: number): string {
	if ((flags & utf8Flag) !== 0) {
		return decodeUtf8(name);
	}
	try {
		return utf8.decode(name);
	} catch {
		return Array.from(name, byte => (byte < 128 ? String.fromCharCode(byte) : codePage437.charAt(byte - 128))).join('');
	}
}

function decodeUtf8(name: Uint8Array): string {
	try {
		return utf8.decode(name);
	} catch (cause) {
		return refuse('damaged', 'A name in the ZIP file should be UTF-8 and is not.', undefined, cause);
	}
}
