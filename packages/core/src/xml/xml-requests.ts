import type {HttpClient, SendOptions} from '../http/options.ts';
import type {Path} from '../http/path.ts';
import type {XmlElement} from './element.ts';
import {parseText} from './parse-text.ts';

/**
 * Reads an XML document.
 *
 * @throws DecodeError when the answer is not well-formed XML, saying so when it is a web page; else what `send` throws.
 */
export async function getXml(http: HttpClient, target: Path | URL | string, options: SendOptions = {}): Promise<XmlElement> {
	return decodeXml(await http.send('GET', target, {...options, headers: {accept: 'application/xml', ...options.headers}}));
}

/**
 * Reads the body of an answer as XML. The charset of its Content-Type goes before the XML declaration (RFC 7303, 3.2).
 *
 * @throws DecodeError naming the address when the body is empty, a web page or not well-formed.
 */
export async function decodeXml(response: Response): Promise<XmlElement> {
	const bytes = new Uint8Array(await response.arrayBuffer());
	const type = response.headers.get('content-type') ?? '';
	try {
		const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		const root = isUtf8(text, type) && parseText(text);
		if (root && !/^html$/i.test(root.name)) {
			return root;
		}
	} catch {
		// `readAgain` reads it all the same, or says why not.
	}
	const {readAgain} = await import('./read-again.ts');
	return readAgain(response, bytes, type);
}

/** Servers write XML in UTF-8; what reads anything else, and explains damage, is loaded when it comes. */
function isUtf8(text: string, type: string): boolean {
	return !/^text\/html|charset\s*=\s*(?!"?utf-8\b)/i.test(type) && !/encoding\s*=\s*.(?!utf-8\b)/i.test(text.slice(0, 99));
}
