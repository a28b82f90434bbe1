import type {HttpClient, HttpMethod, SendOptions} from '../http/options.ts';
import type {Path} from '../http/path.ts';
import type {XmlElement} from './element.ts';
import {writeXml} from './write.ts';
import {decodeXml} from './xml-requests.ts';

/**
 * Sends an XML document and reads the one that comes back. Where an empty answer is a good one, use `send` with `writeXml`.
 *
 * @throws ConfigurationError before anything is sent when XML cannot hold the body; DecodeError when the answer is not
 * well-formed XML; else what `send` throws.
 */
export async function sendXml(
	http: HttpClient,
	method: HttpMethod,
	target: Path | URL | string,
	body: XmlElement,
	options: SendOptions = {},
): Promise<XmlElement> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType, ...options.headers};
	return await decodeXml(await http.send(method, target, {...options, headers, body: writeXml(body)}));
}

/** What `writeXml` is sent as. */
export const xmlContentType: string = 'application/xml;charset=UTF-8';
