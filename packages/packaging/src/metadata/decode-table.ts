import {ConfigurationError, DecodeError} from '@fonds/core';

/**
 * Decodes the bytes of a text table: by the encoding that was named, else by the byte order mark, else as UTF-8.
 *
 * Nothing is guessed: bytes of an old encoding would be read as wrong letters by whoever guesses wrong.
 *
 * @throws DecodeError with the code `not-utf-8` or `wrong-encoding`; ConfigurationError for an encoding that is not known.
 */
export function decodeTable(bytes: Uint8Array, encoding: string | undefined): string {
	const named = encoding ?? markedEncoding(bytes) ?? 'utf-8';
	const decoder = decoderOf(named);
	let text: string;
	try {
		text = decoder.decode(bytes);
	} catch (cause) {
		throw encoding === undefined && decoder.encoding === 'utf-8'
			? new DecodeError('The table is not in UTF-8. Save it as "CSV UTF-8", or name the encoding it is in, such as windows-1252.', {
					code: 'not-utf-8',
					cause,
				})
			: new DecodeError(`The table is not in the encoding ${named}.`, {code: 'wrong-encoding', cause});
	}
	if (text.includes('\0')) {
		const advice = encoding === undefined ? 'It may be UTF-16 without a byte order mark: name the encoding.' : 'Name another encoding.';
		throw new DecodeError(`The table holds zero characters: it is no text in ${named}. ${advice}`, {code: 'wrong-encoding'});
	}
	return text;
}

function decoderOf(encoding: string): TextDecoder {
	try {
		return new TextDecoder(encoding, {fatal: true});
	} catch (cause) {
		throw new ConfigurationError(`The encoding ${JSON.stringify(encoding)} is not known here.`, {cause});
	}
}

function markedEncoding([first, second]: Uint8Array): string | undefined {
	if (first === 0xff && second === 0xfe) {
		return 'utf-16le';
	}
	return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
