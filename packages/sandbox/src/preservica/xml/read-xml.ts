import type {XmlElement} from '@fonds/core/xml';
import {parseXml} from '@fonds/core/xml';

/** A text that is not the XML it should be; the message says where and why. */
export class XmlProblem extends Error {
	override name = 'XmlProblem';
}

/** Reads XML, and what `read` takes from it. @throws XmlProblem when it is malformed or lacks something `read` requires. */
export function readXml<T>(bytes: Uint8Array, read: (root: XmlElement) => T): T {
	try {
		return read(parseXml(bytes));
	} catch (error) {
		if (error instanceof Error && error.name === 'DecodeError') throw new XmlProblem(error.message, {cause: error});
		throw error;
	}
}

/** Is an element the one of this name in the XIP, entity, admin or retention namespace of any version? Clients send older ones (ENT-38). */
export function isElement(element: XmlElement, home: 'XIP' | 'EntityAPI' | 'AdminAPI' | 'RetentionManagement', name: string): boolean {
	return element.name === name && element.namespace.startsWith(`http://preservica.com/${home}/v`);
}
