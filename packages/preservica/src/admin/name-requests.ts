import type {Path, RequestOptions} from '@fonds/core';
import {content, element} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {sendElement} from '../xml/send-element.ts';
import {adminNamespace, nameIn, readAdminList} from './admin-xml.ts';

/** Reads a list of names: of users, roles, security tags. */
export function readNames(session: Session, place: Path, item: 'User' | 'Role' | 'Tag', options: RequestOptions): Promise<string[]> {
	return readAdminList(session, place, item, nameIn, options);
}

/** Adds a name. The answer is one element that holds the name; success may have an empty one. */
export async function addName(session: Session, place: Path, item: 'Role' | 'Tag', name: string, options: RequestOptions): Promise<string> {
	const namespace = await adminNamespace(session, `Adding a ${item.toLowerCase()}`, options);
	const advice = `${JSON.stringify(name)} may have been added: look into the list before adding it again.`;
	const answer = await orSayUncertain(advice, () => sendElement(session, 'POST', place, element(namespace, item, name), options));
	return (answer && content(answer).trim()) || name;
}
