import type {XmlElement} from '@fonds/core/xml';
import type {Context, Handler} from 'hono';
import type {Archive} from './archive.ts';
import type {User} from './auth/users.ts';
import type {JsonObject} from './json/read-json.ts';
import {parseObject} from './json/read-json.ts';
import {kindOfPath, kinds} from './kinds.ts';
import type {Entity, Kind} from './model.ts';
import {Problem} from './problem.ts';
import {readBytes, readText} from './read-body.ts';
import type {Permission} from './security.ts';
import {permissions} from './security.ts';
import {readXml, XmlProblem} from './xml/read-xml.ts';
import {tag, type Content, type Tag} from './xml/write-xml.ts';
import {writeDocument} from './xml/write-xml.ts';

const notXml = /^(?:application\/(?:json|x-www-form-urlencoded)|multipart\/form-data|text\/csv)\b/iu;
const notJson = /^(?:application\/(?:xml|x-www-form-urlencoded)|multipart\/form-data|text\/(?:csv|xml))\b/iu;

/** One authenticated request, and what its handler needs to look things up and to answer. */
export class Call {
	readonly c: Context;
	readonly archive: Archive;
	readonly user: User;
	/** Scheme and host that links are made of. */
	readonly origin: string;
	/** The API version whose namespaces the answer has: that of the path, otherwise the server's own (1.4). */
	readonly version: string;

	/** @throws Problem 401 without a valid token, 404 for a version the server does not have. */
	constructor(c: Context, archive: Archive) {
		const token = archive.sessions.check(c.req.header('preservica-access-token'));
		if (token.state !== 'valid')
			throw new Problem(401, `The access token is ${token.state === 'expired' ? 'expired' : 'missing or unknown'}.`);
		this.c = c;
		this.archive = archive;
		this.user = token.user;
		this.origin = archive.publicUrl ?? new URL(c.req.url).origin;
		this.version = apiVersion(c.req.param('version')?.slice(1), archive.context.version);
	}

	get xipNamespace(): string {
		return `http://preservica.com/XIP/v${namespaceVersion(this.version)}`;
	}

	get entityNamespace(): string {
		return `http://preservica.com/EntityAPI/v${namespaceVersion(this.version)}`;
	}

	/** The address of something in the entity API, with the version in the path if the request had one (recorded). */
	url(path: string): string {
		const version = this.c.req.param('version');
		return `${this.origin}/api/entity${version === undefined ? '' : `/${version}`}/${path}`;
	}

	entityUrl({kind, ref}: Entity): string {
		return this.url(`${kinds[kind].path}/${ref}`);
	}

	/** The entity a path names. @throws Problem 404 when there is none the user may see: unknown, malformed and hidden look alike (ENT-04). */
	entity(kind: Kind | undefined = kindOfPath(this.c.req.param('kind') ?? ''), ref: string = this.c.req.param('ref') ?? ''): Entity {
		const entity = this.archive.repository.entities.get(ref);
		if (!entity || entity.kind !== kind || !this.may('READ', entity))
			throw new Problem(404, `There is no entity with the reference ${ref}.`);
		return entity;
	}

	/** Has the user a permission for an entity? A content object needs it for its asset too: assumed. */
	may(permission: Permission, entity: Entity): boolean {
		if (this.user.role === 'archivist') return true;
		if (!permissions(this.user.role, entity.securityTag).includes(permission)) return false;
		const {entities, tombstones} = this.archive.repository;
		const owner = entity.kind === 'CO' ? (entity.parent ?? '') : '';
		const asset = entities.get(owner) ?? tombstones.get(owner);
		return !asset || this.may(permission, asset);
	}

	/** Does the user see what is no entity, but has a security tag: authority tables, retention policies? That the tag counts there is assumed. */
	sees(securityTag: string): boolean {
		return permissions(this.user.role, securityTag).includes('READ');
	}

	/** @throws Problem 403 when the user may not. */
	demand(permission: Permission, entity: Entity): void {
		if (!this.may(permission, entity)) throw new Problem(403, `${this.user.username} is not permitted to do this with ${entity.ref}.`);
	}

	/** @throws Problem 403 for users who may change nothing. */
	demandWriter(): void {
		if (this.user.role !== 'archivist') throw new Problem(403, `${this.user.username} is not permitted to change anything.`);
	}

	/** @throws Problem 403 when the user has none of these roles. */
	demandRole(roles: readonly string[]): void {
		if (!this.user.roles.some(role => roles.includes(role)))
			throw new Problem(403, `${this.user.username} needs the role ${roles.join(' or ')}.`);
	}

	/** Those the user may see. */
	visible(entities: readonly Entity[]): readonly Entity[] {
		return this.user.role === 'archivist' ? entities : entities.filter(entity => this.may('READ', entity));
	}

	/** The XML that was sent. @throws Problem 400 when it is none, 415 when it is declared to be something else. */
	async body(): Promise<XmlElement> {
		return (await this.document()).root;
	}

	/** The XML that was sent, and as it was sent. @throws Problem as `body` does. */
	async document(): Promise<{readonly root: XmlElement; readonly text: string}> {
		this.#refuseType(notXml, 'XML');
		const bytes = await readBytes(this.c.req.raw);
		try {
			return {root: readXml(bytes, root => root), text: new TextDecoder().decode(bytes)};
		} catch (error) {
			throw error instanceof XmlProblem ? new Problem(400, `The body is not XML: ${error.message}`) : error;
		}
	}

	/** The text that was sent. */
	text(): Promise<string> {
		return readText(this.c.req.raw);
	}

	/** The JSON object that was sent. @throws Problem 400 when it is none, 415 when it is declared to be something else. */
	async json(): Promise<JsonObject> {
		this.#refuseType(notJson, 'JSON');
		return parseObject(await this.text());
	}

	/** @throws Problem 415 when the body is declared to be something else. That servers refuse that, and that they take `text/plain`, is assumed. */
	#refuseType(others: RegExp, wanted: string): void {
		const type = this.c.req.header('content-type') ?? '';
		if (others.test(type)) throw new Problem(415, `The body must be ${wanted}, not ${type}.`);
	}

	/** An answer whose root is in the entity API's namespace. */
	answer(root: string, ...content: readonly Content[]): Response {
		const attributes = {xmlns: this.entityNamespace, 'xmlns:xip': this.xipNamespace};
		return this.xml({name: root, attributes, content});
	}

	/** Any XML answer. The oldest version is pretty-printed, as answers of an old server were recorded. */
	xml(root: Tag, status: 200 | 201 = 200): Response {
		const pretty = this.archive.context.version.startsWith('6.');
		return this.c.body(writeDocument(root, {pretty}), status, {'content-type': 'application/xml;charset=UTF-8'});
	}

	/** What an asynchronous operation answers: 202 and the progress token alone (1.11). */
	accepted(token: string): Response {
		return this.c.text(token, 202);
	}

	self(path: string): Tag {
		return tag('AdditionalInformation', tag('Self', this.url(path)));
	}
}

/** Makes a route's handler from one that is given the authenticated request. */
export function handler(archive: Archive, handle: (call: Call) => Response | Promise<Response>): Handler {
	return c => handle(new Call(c, archive));
}

function apiVersion(asked: string | undefined, server: string): string {
	const own = server.split('.').slice(0, 2).join('.');
	if (asked === undefined) return own;
	if (asked.localeCompare('6.0', 'en', {numeric: true}) < 0 || asked.localeCompare(own, 'en', {numeric: true}) > 0) {
		throw new Problem(404, `This server has no version ${asked} of the API.`);
	}
	return asked;
}

function namespaceVersion(version: string): string {
	return version === '6.1' ? '6.0' : version;
}
