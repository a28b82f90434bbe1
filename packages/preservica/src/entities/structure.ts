import {path, type RequestOptions} from '@fonds/core';
import {decodeXml, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';

/** Everything about an asset in one document. Its form is the server's own and not published. */
export interface AssetStructure {
	/** The document as the server wrote it. */
	readonly xml: string;
	/** The same as an element. */
	readonly element: XmlElement;
}

/** Reads an asset with its representations, content objects, generations and bitstreams (ENT-07). */
export async function readStructure({http}: Session, asset: string, options: RequestOptions): Promise<AssetStructure> {
	const target = path`api/entity/information-objects/${asset}`;
	const response = await http.send('GET', target, {...options, query: {expand: 'structure'}, headers: {accept: 'application/xml'}});
	const bytes = await response.arrayBuffer();
	return {element: await decodeXml(new Response(bytes, {headers: response.headers})), xml: new TextDecoder().decode(bytes)};
}
