import {DecodeError} from '../errors/decode-error.ts';
import type {XmlElement} from './element.ts';
import {parseXml} from './parse.ts';

/**
 * Reads an answer that is not plainly XML in UTF-8.
 *
 * @throws DecodeError that says what the answer is instead: nothing, a web page, or damaged.
 */
export function readAgain(response: Response, bytes: Uint8Array, type: string): XmlElement {
	const where = `The answer${addressOf(response)}`;
	if (bytes.length === 0) {
		throw new DecodeError(`${where} is empty where XML was expected`);
	}
	if (/^text\/html\b/i.test(type) || looksLikeHtml(bytes)) {
		throw new DecodeError(`${where} is an HTML page where XML was expected${titleOf(bytes)}. A proxy or a sign-in page may have answered.`);
	}
	try {
		return parseXml(bytes, {encoding: /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1]});
	} catch (error) {
		if (error instanceof DecodeError) {
			throw new DecodeError(`${where} is not XML that can be read: ${error.message}`, {code: error.code, cause: error});
		}
		throw error;
	}
}

function looksLikeHtml(bytes: Uint8Array): boolean {
	return /^\ufeff?\s*<(?:!doctype\s+html|html)\b(?![^>]*\sxmlns)/i.test(new TextDecoder().decode(bytes.subarray(0, 500)));
}

function titleOf(bytes: Uint8Array): string {
	const title = /<title[^>]*>([^<]{1,100})/i.exec(new TextDecoder().decode(bytes.subarray(0, 5000)))?.[1]?.trim();
	return title ? ` ("${title}")` : '';
}

/** The address without its query, in which servers have been seen to repeat what they were sent. */
function addressOf({url}: Response): string {
	return URL.canParse(url) ? ` from ${new URL(url).origin}${new URL(url).pathname}` : '';
}
