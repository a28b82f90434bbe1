import {DecodeError} from '@fonds/core';
import {children, content, element, optionalChild, type XmlElement} from '@fonds/core/xml';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import {findAll} from '../xml/find-all.ts';
import {isTrue} from '../xml/values.ts';
import {admin} from './admin-xml.ts';
import {bareRole} from '../auth/role-names.ts';
import type {NewUser, User} from './user.ts';

const user = admin('User');
const userName = admin('UserName');
const fullName = admin('FullName');
const roles = admin('Roles');
const role = admin('Role');

/**
 * Reads one user (ADM-08), whatever is around it.
 *
 * @throws DecodeError when no element has a user's name.
 */
export function decodeUser(response: XmlElement): User {
	const source = findUser(response);
	const enabled = optionalTrimmed(source, admin('Enabled'));
	const list = optionalChild(source, roles);
	return {
		userName: trimmed(source, userName),
		fullName: optionalTrimmed(source, fullName),
		email: optionalTrimmed(source, admin('Email')),
		tenant: optionalTrimmed(source, admin('Tenant')),
		enabled: enabled === undefined ? undefined : isTrue(enabled),
		roles: list === undefined ? [] : children(list, role).map(item => bareRole(content(item).trim())),
	};
}

function findUser(response: XmlElement): XmlElement {
	const found = [response, ...findAll(response, user)].find(candidate => optionalChild(candidate, userName) !== undefined);
	if (found === undefined) {
		throw new DecodeError(`<${response.name}> holds no <UserName>: this is not how the Admin API describes a user.`);
	}
	return found;
}

/** Writes a user to be added (ADM-09). Two of the names begin in lower case, unlike the rest. */
export function encodeNewUser(
	namespace: string,
	{fullName: name, email, roles: names, externallyAuthenticated, userName: ownName}: NewUser,
): XmlElement {
	const external = externallyAuthenticated === true;
	return element(namespace, 'User', [
		element(namespace, 'FullName', name),
		element(namespace, 'Email', email),
		external ? element(namespace, 'externallyAuthenticated', true) : undefined,
		external ? element(namespace, 'userName', ownName ?? email) : undefined,
		element(
			namespace,
			'Roles',
			names.map(item => element(namespace, 'Role', bareRole(item.trim()))),
		),
	]);
}

/** The document of a user with another full name, everything else as it was (ADM-10). */
export function withFullName(response: XmlElement, name: string): XmlElement {
	const source = findUser(response);
	const old = optionalChild(source, fullName);
	const renamed: XmlElement = {...(old ?? element(source.namespace, 'FullName')), children: [name]};
	const nodes = old === undefined ? [...source.children, renamed] : source.children.map(node => (node === old ? renamed : node));
	return replaceIn(response, source, {...source, children: nodes});
}

/** The same tree with one element exchanged. */
function replaceIn(root: XmlElement, old: XmlElement, now: XmlElement): XmlElement {
	if (root === old) {
		return now;
	}
	return {...root, children: root.children.map(node => (typeof node === 'string' ? node : replaceIn(node, old, now)))};
}
