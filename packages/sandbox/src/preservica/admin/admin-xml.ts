import type {XmlElement} from '@fonds/core/xml';
import {content, namespace} from '@fonds/core/xml';
import type {Call} from '../call.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';

/** Names in the admin namespace of any version. */
export const adminName: ReturnType<typeof namespace> = namespace('http://preservica.com/AdminAPI');

/** An answer whose root is in the admin API's namespace. */
export function adminAnswer(call: Call, root: Tag, status: 200 | 201 = 200): Response {
	return call.xml(tagWith(root.name, {xmlns: `http://preservica.com/AdminAPI/v${call.version}`}, ...root.content), status);
}

/** An element that holds a text and nothing else, like the name of a role. @throws Problem 400 when it is another one, or empty. */
export function readName(root: XmlElement, element: string): string {
	if (!isElement(root, 'AdminAPI', element)) throw new Problem(400, `The body must be a ${element} in the AdminAPI namespace.`);
	const name = content(root).trim();
	if (name === '') throw new Problem(400, `The ${element} has no name.`);
	return name;
}

/** A list of names: `<Tags><Tag>open</Tag></Tags>` in its response. */
export function nameList(element: string, names: readonly string[]): Tag {
	return tag(`${element}sResponse`, tag(`${element}s`, ...names.map(name => tag(element, name))));
}
