/** Text with the encoding it was read in. */
export interface DecodedText {
	readonly text: string;
	/** As it is called in a sentence: `UTF-8`. */
	readonly encoding: string;
}

const marks = [
	{encoding: 'UTF-8', label: 'utf-8', bytes: [0xef, 0xbb, 0xbf]},
	{encoding: 'UTF-16', label: 'utf-16le', bytes: [0xff, 0xfe]},
	{encoding: 'UTF-16', label: 'utf-16be', bytes: [0xfe, 0xff]},
] as const;

/**
 * Reads bytes as text: by their byte order mark, else as UTF-8, else as Windows-1252, the commonest legacy encoding of the Web.
 *
 * @param complete `false` for the start of a longer text: a character that is cut off at the end is left out.
 */
export function decodeText(bytes: Uint8Array, complete: boolean): DecodedText {
	const mark = marks.find(({bytes: expected}) => expected.every((byte, index) => bytes[index] === byte));
	if (mark !== undefined) {
		return {text: new TextDecoder(mark.label).decode(bytes, {stream: !complete}), encoding: mark.encoding};
	}
	try {
		return {text: new TextDecoder('utf-8', {fatal: true}).decode(bytes, {stream: !complete}), encoding: 'UTF-8'};
	} catch {
		return {text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252'};
	}
}
