import type {HttpMethod, Path, RequestOptions} from '@fonds/core';
import {decodeXml, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';

/** Sends a document and reads the one that comes back; undefined when the answer is empty, as success may be (reference 6.3). */
export async function sendElement(
	{http}: Session,
	method: HttpMethod,
	target: Path | string,
	body: XmlElement,
	options: RequestOptions = {},
): Promise<XmlElement | undefined> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType};
	const response = await http.send(method, target, {...options, headers, body: writeXml(body)});
	const bytes = await response.arrayBuffer();
	return bytes.byteLength === 0 ? undefined : decodeXml(new Response(bytes, {headers: response.headers}));
}
