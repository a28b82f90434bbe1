/** Standard alphabet, with padding: the form both servers write and read (reference 1.7). */
export function encodeBase64(bytes: Uint8Array): string {
	const piece = 0x80_00;
	let binary = '';
	for (let start = 0; start < bytes.length; start += piece) {
		binary += String.fromCharCode(...bytes.subarray(start, start + piece));
	}
	return btoa(binary);
}

/** `undefined` for a text that is not base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		return Uint8Array.from(atob(text), character => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}
