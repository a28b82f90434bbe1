import {DecodeError} from '@fonds/core';
import {attribute, content, type XmlElement} from '@fonds/core/xml';
import type {OwnSecurityTag} from './account.ts';

/**
 * Reads USR-03. Only `Tag` with its name and the `Permission`s somewhere in it are certain, neither what is around them (reference 6.2).
 *
 * @throws DecodeError when the answer is not Preservica's.
 */
export function decodeOwnTags(response: XmlElement): OwnSecurityTag[] {
	if (!response.namespace.startsWith('http://preservica.com/')) {
		throw new DecodeError(
			`The answer is <${response.name}> in the namespace ${JSON.stringify(response.namespace.slice(0, 200))}, not the security tags of Preservica.`,
		);
	}
	return below(response, 'Tag').map(tag => ({
		name: attribute(tag, 'name').trim(),
		permissions: below(tag, 'Permission').flatMap(permission => content(permission).trim() || []),
	}));
}

function below(source: XmlElement, name: string): XmlElement[] {
	return source.children.flatMap(node => (typeof node === 'string' ? [] : node.name === name ? [node] : below(node, name)));
}
