import {content, namespace, optionalChild, type XmlElement} from '@fonds/core/xml';
import {progressStateOf, type ServerProgress} from './progress-state.ts';

const status = namespace('http://status.preservica.com');

/** Reads ENT-02. A missing status is an unknown one; the form of `Errors` is unpublished, so each text in it is one error. */
export function decodeProgress(response: XmlElement): ServerProgress {
	const found = optionalChild(response, status('Status'));
	const detail = (found && content(found).trim()) || 'UNKNOWN';
	const errors = optionalChild(response, status('Errors'));
	return {
		state: progressStateOf(detail),
		detail,
		errors: errors === undefined ? [] : texts(errors),
	};
}

/** Each text in an element and in what is in it. */
export function texts(source: XmlElement): string[] {
	return source.children.flatMap(node => (typeof node === 'string' ? node.trim() || [] : texts(node)));
}
