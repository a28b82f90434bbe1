import type {XmlElement} from '@fonds/core/xml';
import {children, content, optionalChild, optionalText} from '@fonds/core/xml';
import type {Account} from '../auth/users.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag} from '../xml/write-xml.ts';
import {adminName} from './admin-xml.ts';
import {bare, prefixed} from './role-names.ts';

/** What was sent of a user; `undefined` was not. */
export interface SentUser {
	readonly fullName: string | undefined;
	readonly email: string | undefined;
	/** With prefix. */
	readonly roles: readonly string[] | undefined;
	readonly external: boolean;
	readonly username: string | undefined;
}

/** A user as ADM-08 has them; role names are without prefix there. */
export function userTag({username, fullName, email, enabled, roles}: Account, tenant: string): Tag {
	return tag(
		'UserResponse',
		tag(
			'User',
			tag('UserName', username),
			tag('FullName', fullName),
			tag('Email', email),
			tag('Tenant', tenant),
			tag('Enabled', enabled),
			tag('Roles', ...roles.map(role => tag('Role', bare(role)))),
		),
	);
}

/** Reads a `User`, on its own or as ADM-08 answers it. @throws Problem 400 when it is neither. */
export function readUser(root: XmlElement): SentUser {
	const user = root.name === 'UserResponse' ? optionalChild(root, adminName('User')) : root;
	if (!user || !isElement(user, 'AdminAPI', 'User')) throw new Problem(400, 'The body must be a User in the AdminAPI namespace.');
	const field = (name: string): string | undefined => optionalText(user, adminName(name))?.trim() || undefined;
	const roles = optionalChild(user, adminName('Roles'));
	return {
		fullName: field('FullName'),
		email: field('Email'),
		roles: roles && children(roles, adminName('Role')).map(role => prefixed(content(role).trim())),
		external: field('externallyAuthenticated')?.toLowerCase() === 'true',
		username: field('userName'),
	};
}
