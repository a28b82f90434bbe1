import {DecodeError} from '@fonds/core';
import {content, namespace, optionalChild, type XmlElement, type XmlName} from '@fonds/core/xml';
import {findAll} from '../xml/find-all.ts';
import {progressStateOf, type ServerProgress} from './progress-state.ts';

const status = namespace('http://status.preservica.com');

/**
 * Reads ENT-02. A missing status is an unknown one; how deep it is, and the form of `Errors`, are unpublished: each text in it is one error.
 *
 * @throws DecodeError when it is the answer of something else: its work would seem to go on for ever.
 */
export function decodeProgress(response: XmlElement): ServerProgress {
	const found = anywhere(response, status('Status'));
	if (found === undefined && !/^http:\/\/([a-z]+\.)?preservica\.com(\/|$)/.test(response.namespace)) {
		throw new DecodeError(`The answer is <${response.name}>, not the progress of work. Another server, or a proxy, may have answered.`);
	}
	const detail = (found && content(found).trim()) || 'UNKNOWN';
	const errors = anywhere(response, status('Errors'));
	return {
		state: progressStateOf(detail),
		detail,
		errors: errors === undefined ? [] : texts(errors),
	};
}

function anywhere(response: XmlElement, name: XmlName): XmlElement | undefined {
	return optionalChild(response, name) ?? findAll(response, name)[0];
}

/** Each text in an element and in what is in it. */
export function texts(source: XmlElement): string[] {
	return source.children.flatMap(node => (typeof node === 'string' ? node.trim() || [] : texts(node)));
}
