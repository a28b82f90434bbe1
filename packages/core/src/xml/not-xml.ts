import {DecodeError} from '../errors/decode-error.ts';

/** Says what an answer is that is no XML: nothing, a web page, or damaged. */
export function explain(response: Response, bytes: Uint8Array, failure: DecodeError | undefined): DecodeError {
	const where = `The answer${addressOf(response)}`;
	if (bytes.length === 0) {
		return new DecodeError(`${where} is empty where XML was expected`);
	}
	if (failure === undefined || looksLikeHtml(bytes)) {
		return new DecodeError(
			`${where} is an HTML page where XML was expected${titleOf(bytes)}. A proxy or a sign-in page may have answered.`,
		);
	}
	return new DecodeError(`${where} is not XML that can be read: ${failure.message}`, {code: failure.code, cause: failure});
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
