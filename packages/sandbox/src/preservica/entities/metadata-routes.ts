import type {XmlElement} from '@fonds/core/xml';
import {optionalAttribute, optionalChild, optionalText, writeXml} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {kinds} from '../kinds.ts';
import type {Entity, Fragment} from '../model.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import {recordChange} from './record-change.ts';
import {xip} from './entity-xml.ts';

/** Descriptive metadata fragments. */
export function metadataRoutes(app: Hono, archive: Archive): void {
	const {repository, context} = archive;

	operation(
		app,
		'ENT-24',
		handler(archive, call => {
			const {entity, fragment} = fragmentOf(call);
			return fragmentAnswer(call, entity, fragment);
		}),
	);

	operation(
		app,
		'ENT-25',
		handler(archive, async call => {
			const entity = call.entity();
			const sent = readContainer(await call.body(), entity);
			call.demandWriter();
			const fragment: Fragment = {ref: crypto.randomUUID(), entity: entity.ref, ...sent};
			context.store.transaction(() => {
				repository.fragments.put(fragment.ref, fragment);
				recordChange(call, entity, 'AddMetadata');
			});
			return fragmentAnswer(call, entity, fragment);
		}),
	);

	operation(
		app,
		'ENT-26',
		handler(archive, async call => {
			const {entity, fragment} = fragmentOf(call);
			const sent = readContainer(await call.body(), entity, fragment);
			call.demandWriter();
			const changed: Fragment = {...fragment, ...sent};
			context.store.transaction(() => {
				repository.fragments.put(fragment.ref, changed);
				recordChange(call, entity, 'UpdateMetadata');
			});
			return fragmentAnswer(call, entity, changed);
		}),
	);

	operation(
		app,
		'ENT-27',
		handler(archive, call => {
			const {entity, fragment} = fragmentOf(call);
			call.demandWriter();
			context.store.transaction(() => {
				repository.fragments.delete(fragment.ref);
				recordChange(call, entity, 'DeleteMetadata');
			});
			return call.c.body(null, 204);
		}),
	);
}

function fragmentOf(call: Call): {readonly entity: Entity; readonly fragment: Fragment} {
	const entity = call.entity();
	const fragment = call.archive.repository.fragments.get(call.c.req.param('fragment') ?? '');
	if (!fragment || fragment.entity !== entity.ref) throw new Problem(404, `The entity ${entity.ref} has no such metadata fragment.`);
	return {entity, fragment};
}

function fragmentAnswer(call: Call, {kind, ref}: Entity, fragment: Fragment): Response {
	return call.answer(
		'MetadataResponse',
		tagWith('xip:MetadataContainer', {schemaUri: fragment.schemaUri}, ...fragmentContent(fragment)),
		call.self(`${kinds[kind].path}/${ref}/metadata/${fragment.ref}`),
	);
}

/** What a `Metadata` or `MetadataContainer` holds. */
export function fragmentContent({ref, entity, xml}: Fragment): readonly Tag[] {
	return [tag('xip:Ref', ref), tag('xip:Entity', entity), tag('xip:Content', {raw: embeddable(xml)})];
}

/** A fragment as it can stand in another element: one without a namespace must not take on the one around it. */
export function embeddable(xml: string): string {
	return /^<[^\s/>:]+(?![^>]*\sxmlns=)/u.test(xml) ? xml.replace(/^<[^\s/>]+/u, '$& xmlns=""') : xml;
}

function readContainer(root: XmlElement, entity: Entity, fragment?: Fragment): {schemaUri: string; xml: string} {
	if (!isElement(root, 'XIP', 'MetadataContainer')) throw new Problem(400, 'The body must be a MetadataContainer in the XIP namespace.');
	const [owner, ref] = ['Entity', 'Ref'].map(name => optionalText(root, xip(name))?.trim());
	if (owner !== undefined && owner !== entity.ref) throw new Problem(400, 'The entity in the body is not that of the address.');
	if (fragment && ref !== undefined && ref !== fragment.ref)
		throw new Problem(400, 'The reference in the body is not that of the address.');
	const content = readContent(root);
	if (!content) throw new Problem(400, 'The Content of a metadata fragment must hold exactly one element.');
	return content;
}

/** The schema and the one element of a `Metadata` or `MetadataContainer`; `undefined` when it does not hold exactly one element. */
export function readContent(container: XmlElement): {schemaUri: string; xml: string} | undefined {
	const [fragment, ...more] = optionalChild(container, xip('Content'))?.children.filter(node => typeof node === 'object') ?? [];
	if (!fragment || more.length > 0) return undefined;
	const schemaUri = optionalAttribute(container, 'schemaUri') ?? fragment.namespace;
	return {schemaUri, xml: writeXml(fragment, {declaration: false})};
}
