import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {entityOfId} from '../content/object-id.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {highlight} from './highlight.ts';
import type {FieldValue, IndexField} from './index-field.ts';
import {keyOf} from './index-field.ts';
import type {SearchQuery} from './read-search.ts';
import {readSearch} from './read-search.ts';
import {countFacet, findHits} from './run-search.ts';
import type {IndexedObject} from './search-index.ts';
import {fullText} from './search-index.ts';

type Scope = (object: IndexedObject) => boolean;

/** Search, and the fields there are to search (CON-04 to CON-08). */
export function searchRoutes(app: Hono, archive: Archive): void {
	operation(
		app,
		'CON-04',
		handler(archive, call =>
			envelope(
				call,
				archive.search.fields().map(field => describe(field, call)),
			),
		),
	);
	const search = (
		id: 'CON-05' | 'CON-06' | 'CON-07' | 'CON-08',
		scopeOf: (call: Call, parameters: URLSearchParams) => Scope,
		text = true,
	): void =>
		operation(
			app,
			id,
			handler(archive, async call => {
				const parameters = call.c.req.method === 'GET' ? new URL(call.c.req.url).searchParams : new URLSearchParams(await call.text());
				const scope = scopeOf(call, parameters);
				const asked = readSearch(parameters, archive.search, call);
				const query = text ? asked : {...asked, text: {test: () => true, phrases: []}};
				return envelope(call, answer(call, query, scope));
			}),
		);
	search('CON-05', () => () => true);
	search('CON-06', (call, parameters) => {
		const folder = call.entity('SO', parameters.get('parenthierarchy') ?? '');
		return ({values}) => values.get('xip.parent_hierarchy')?.includes(folder.ref) ?? false;
	});
	search(
		'CON-07',
		() =>
			({entity}) =>
				entity.kind === 'SO' && entity.parent === undefined,
		false,
	);
	search('CON-08', (call, parameters) => {
		const folder = entityOfId(call, parameters.get('id') ?? '');
		if (folder.kind !== 'SO') throw new Problem(400, 'Only folders have children.');
		const virtual = parameters.get('includevirtual') === 'true' ? virtualChildren(folder.ref, archive) : [];
		return ({entity}) => entity.parent === folder.ref || virtual.includes(entity.ref);
	});
}

function envelope(call: Call, value: unknown): Response {
	return call.c.json({success: true, version: 1, value});
}

function describe({shortName, index, uri, displayName, type, facetable}: IndexField, call: Call) {
	return {shortName, uri: uri ?? call.xipNamespace, index, shortKey: `${shortName}.${index}`, displayName, type, facetable};
}

function virtualChildren(folder: string, {repository}: Archive): readonly string[] {
	return repository.linksOf(folder).flatMap(({type, from, to}) => (type === 'VirtualChild' && from === folder ? [to] : []));
}

/** Runs a search. Nobody finds what they may not see, or by the text of files they may not download: the latter is assumed. */
function answer(call: Call, query: SearchQuery, scope: Scope) {
	const mayRead = ({entity}: IndexedObject): boolean => call.may('DOWNLOAD', entity);
	const seen = call.archive.search.objects().filter(object => scope(object) && isVisible(call, object));
	const hits = findHits(seen, query, mayRead);
	const page = hits.slice(query.start, query.max === undefined ? undefined : query.start + query.max);
	return {
		objectIds: page.map(idOf),
		totalHits: hits.length,
		simpleChildSearch: false,
		facets: query.facets.map(facet => countFacet(facet, hits)),
		metadata: page.map(object => query.metadata.flatMap(field => valueOf(object, field, mayRead(object)))),
		highlighting: Object.fromEntries(page.flatMap(object => highlights(object, query.text.phrases, mayRead(object)))),
	};
}

/** As it was when it was indexed, and as it is now. */
function isVisible(call: Call, {entity}: IndexedObject): boolean {
	const now = call.archive.repository.entities.get(entity.ref);
	return call.may('READ', entity) && (!now || call.may('READ', now));
}

function idOf({entity: {kind, ref}}: IndexedObject): string {
	return `sdb:${kind}|${ref}`;
}

function valueOf(
	{values}: IndexedObject,
	field: IndexField,
	mayRead: boolean,
): readonly {readonly name: string; readonly value: unknown}[] {
	const name = keyOf(field);
	const found = values.get(name);
	if (!found || (name === fullText && !mayRead)) return [];
	return [{name, value: field.many || found.length > 1 ? found : found[0]}];
}

function highlights(
	object: IndexedObject,
	phrases: readonly string[],
	mayRead: boolean,
): readonly (readonly [string, readonly string[]])[] {
	const texts = (name: string): readonly FieldValue[] => object.values.get(name) ?? [];
	const all = [...texts('xip.title'), ...texts('xip.description'), ...(mayRead ? texts(fullText) : [])].map(String);
	const found = highlight(all, phrases);
	return found.length > 0 ? [[idOf(object), found]] : [];
}
