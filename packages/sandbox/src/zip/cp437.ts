const upper =
	'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0';

/** Decodes IBM code page 437, which names in a zip file have unless they are flagged as UTF-8 (APPNOTE, appendix D). */
export function decodeCp437(bytes: Uint8Array): string {
	return Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : upper[byte - 0x80])).join('');
}
