import type {HttpMethod, Path, SendOptions} from '@fonds/core';
import {decodeXml, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';

/** Sends a document. Of the answer nothing has been read. */
export function sendXml(
	{http}: Session,
	method: HttpMethod,
	target: Path | string,
	body: XmlElement,
	options: SendOptions = {},
): Promise<Response> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType};
	return http.send(method, target, {...options, headers, body: writeXml(body)});
}

/** Sends a document and reads the one that comes back; undefined when the answer is empty. */
export async function sendElement(...parameters: Parameters<typeof sendXml>): Promise<XmlElement | undefined> {
	return decodeXmlIfAny(await sendXml(...parameters));
}

/** Reads an answer as XML; undefined when it is empty, as success may be (reference 6.3). */
export async function decodeXmlIfAny(response: Response): Promise<XmlElement | undefined> {
	const bytes = await response.arrayBuffer();
	return bytes.byteLength === 0 ? undefined : decodeXml(new Response(bytes, {headers: response.headers}));
}
