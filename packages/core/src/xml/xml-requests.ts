import {DecodeError} from '../errors/decode-error.ts';
import type {HttpClient, SendOptions} from '../http/options.ts';
import type {Path} from '../http/path.ts';
import type {XmlElement} from './element.ts';
import {parseXml} from './parse.ts';

/**
 * Reads an XML document.
 *
 * @throws DecodeError when the answer is not well-formed XML, saying so when it is a web page; else what `send` throws.
 */
export async function getXml(http: HttpClient, target: Path | URL | string, options: SendOptions = {}): Promise<XmlElement> {
	return await decodeXml(await http.send('GET', target, {...options, headers: {accept: 'application/xml', ...options.headers}}));
}

/**
 * Reads the body of an answer as XML. The charset of its Content-Type goes before the XML declaration (RFC 7303, 3.2).
 *
 * @throws DecodeError naming the address when the body is empty, a web page or not well-formed.
 */
export async function decodeXml(response: Response): Promise<XmlElement> {
	const bytes = new Uint8Array(await response.arrayBuffer());
	const type = response.headers.get('content-type') ?? '';
	let failure: DecodeError | undefined;
	if (bytes.length > 0 && !/^text\/html\b/i.test(type)) {
		try {
			const root = parseXml(bytes, {encoding: /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1]});
			if (root.name.toLowerCase() !== 'html' || root.namespace !== '') {
				return root;
			}
		} catch (error) {
			if (!(error instanceof DecodeError)) {
				throw error;
			}
			failure = error;
		}
	}
	const {explain} = await import('./not-xml.ts');
	throw explain(response, bytes, failure);
}
