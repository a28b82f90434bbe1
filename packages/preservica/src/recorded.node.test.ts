import {existsSync, globSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Pages} from '@fonds/core';
import {origin} from './fixtures/connect.ts';
import {Preservica} from './preservica.ts';

const folder = new URL('../../../../shared/data/preservica-responses/', import.meta.url);

const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

/** What else is asked for where a body leads on to it, unless the body is of that kind itself. */
const companions: readonly {readonly address: RegExp; readonly kind: string; readonly body: () => string}[] = [
	{address: /\/versiondetails\/version$/, kind: 'version-details', body: () => '<V><CurrentVersion>8.1.0</CurrentVersion></V>'},
	{
		address: /\/information-objects\/with-metadata$/,
		kind: 'asset',
		body: () =>
			`<EntityResponse xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:x="http://preservica.com/XIP/v7.7"><x:InformationObject><x:Ref>with-metadata</x:Ref><x:Title/><x:SecurityTag>open</x:SecurityTag></x:InformationObject><AdditionalInformation><Metadata><Fragment>${origin}/fragment</Fragment></Metadata></AdditionalInformation></EntityResponse>`,
	},
	{address: /\/generations$/, kind: '/generations.xml', body: () => textOf('entity-v7.7/generations.xml')},
	{address: /\/generations\/\d+$/, kind: '/generation.xml', body: () => textOf('entity-v7.7/generation.xml')},
	{address: /\/retention-policies\/[^/]+$/, kind: '/retention-policy.xml', body: () => textOf('made/retention-policy.xml')},
];

/** Answers what is asked with one body, and what that leads on to with its companions. */
function serve(file: string): Preservica {
	const others = companions.filter(({kind}) => !file.includes(kind));
	const fetch: typeof globalThis.fetch = async input => {
		const {pathname} = new URL(input instanceof Request ? input.url : input);
		const companion = others.find(({address}) => address.test(pathname));
		const type = companion === undefined && file.endsWith('.json') ? 'application/json' : 'application/xml';
		return new Response(companion?.body() ?? textOf(file), {headers: {'content-type': type}});
	};
	return new Preservica({server: origin, credentials: {token: 'token-1'}, foreignLinks: 'rewrite', fetch, retry: {limit: 0}});
}

/** Signs in to a server that answers with this body. */
function signIn(file: string): Promise<string> {
	const fetch: typeof globalThis.fetch = async () => new Response(textOf(file), {headers: {'content-type': 'application/json'}});
	const {session} = new Preservica({server: origin, credentials: {username: 'jane', password: 'secret'}, fetch});
	return session.token().then(({value}) => value.reveal());
}

/** The first page of a list. */
async function first<T>(list: Pages<T>): Promise<readonly T[]> {
	for await (const {items} of list.pages()) {
		return items;
	}
	return [];
}

const asset = {type: 'asset', ref: 'a1'} as const;
const contentObject = {type: 'contentObject', ref: 'c1'} as const;
const withMetadata = {type: 'asset', ref: 'with-metadata'} as const;
const representation = {
	asset: 'a1',
	type: 'Preservation',
	index: 1,
	name: undefined,
	url: `${origin}/api/entity/information-objects/a1/representations/Preservation/1`,
};
const generation = {
	contentObject: 'c1',
	index: 1,
	url: `${origin}/api/entity/content-objects/c1/generations/1`,
	original: true,
	active: true,
	label: undefined,
	formatGroup: undefined,
	effectiveDate: undefined,
	formats: [],
	properties: [],
	bitstreams: [{filename: 'x', url: `${origin}/api/entity/content-objects/c1/generations/1/bitstreams/1`}],
};
const some = (length: number) => expect.objectContaining({length});

/** What reads each body, and what of it shows that it was understood; or why it is refused. */
const bodies: Readonly<Record<string, readonly [read: (preservica: Preservica) => Promise<unknown>, expected: unknown, refused?: string]>> =
	{
		'access-token/login-minimal.json': [() => signIn('access-token/login-minimal.json'), expect.stringMatching(/./)],
		'made/access-token-login.json': [() => signIn('made/access-token-login.json'), expect.stringMatching(/./)],
		'admin-v6.5/documents.xml': [
			({admin}) => admin.documents.list(),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
		'admin-v6.5/index-document-content.xml': [({admin}) => admin.documents.content({id: 'x'}), expect.stringContaining('<')],
		'admin-v7.0/schemas.xml': [
			({admin}) => admin.schemas.list(),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
		'made/admin-schemas.xml': [
			({admin}) => admin.schemas.list(),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
		'made/admin-users.xml': [({admin}) => admin.users.list(), expect.arrayContaining([expect.any(String)])],
		'content/indexed-fields-entry.json': [({search}) => search.fields(), [expect.objectContaining({name: 'xip.created'})]],
		'content/search-one-hit.json': [({search}) => first(search.find({})), [expect.objectContaining({type: 'asset'})]],
		// The answer to a question beyond the last hit: as the answer to the first question it would be a loss.
		'content/search-past-end.json': [({search}) => first(search.find({})), undefined, 'counts 1 hits, but gave no more than 0'],
		'made/content-search-with-metadata.json': [
			({search}) => first(search.find({fields: ['xip.title']})),
			expect.arrayContaining([expect.objectContaining({values: {'xip.title': expect.any(String)}})]),
		],
		'entity-v6.5/bitstream.xml': [({entities}) => entities.bitstreams(generation), [expect.objectContaining({size: expect.any(Number)})]],
		'entity-v7.7/bitstream-two-fixities.xml': [
			({entities}) => entities.bitstreams(generation),
			[expect.objectContaining({fixities: some(2)})],
		],
		'entity-v6.5/entities-updated-since-broken-next.xml': [({entities}) => first(entities.updatedSince('2023-04-25')), some(1)],
		'entity-v7.7/entities-updated-since.xml': [
			({entities}) => first(entities.updatedSince('2023-04-25')),
			expect.arrayContaining([expect.objectContaining({type: 'asset'})]),
		],
		'entity-v7.7/entities-with-deleted.xml': [
			({entities}) => first(entities.updatedSince('2023-04-25')),
			expect.arrayContaining([expect.objectContaining({deleted: true})]),
		],
		'entity-v7.7/entities-by-identifier.xml': [
			({entities}) => entities.byIdentifier('t', 'v'),
			expect.arrayContaining([expect.any(Object)]),
		],
		'entity-v7.7/entities-empty.xml': [({entities}) => entities.byIdentifier('t', 'v'), []],
		'entity-v6.5/entity-content-object.xml': [
			({entities}) => entities.contentObject('c1'),
			expect.objectContaining({type: 'contentObject'}),
		],
		'entity-v7.7/entity-content-object.xml': [
			({entities}) => entities.contentObject('c1'),
			expect.objectContaining({type: 'contentObject'}),
		],
		'entity-v6.5/entity-structural-object.xml': [({entities}) => entities.folder('f1'), expect.objectContaining({type: 'folder'})],
		'entity-v7.7/entity-structural-object.xml': [({entities}) => entities.folder('f1'), expect.objectContaining({type: 'folder'})],
		'entity-v7.7/entity-deleted.xml': [({entities}) => entities.folder('f1'), expect.objectContaining({deleted: true})],
		'entity-v7.7/entity-empty.xml': [({entities}) => entities.asset('a1'), undefined, 'has no <InformationObject>'],
		'entity-v6.5/generations.xml': [
			({entities}) => entities.generations('c1'),
			expect.arrayContaining([expect.objectContaining({original: true})]),
		],
		'entity-v7.7/generations.xml': [
			({entities}) => entities.generations('c1'),
			expect.arrayContaining([expect.objectContaining({original: true})]),
		],
		'entity-v7.7/generation.xml': [
			({entities}) => entities.activeGeneration('c1'),
			expect.objectContaining({original: true, bitstreams: [expect.objectContaining({filename: 'test1.txt'})]}),
		],
		'entity-v6.5/identifiers-full.xml': [
			({entities}) => entities.identifiers(asset),
			expect.arrayContaining([expect.objectContaining({id: expect.any(String)})]),
		],
		'entity-v7.7/identifiers.xml': [
			({entities}) => entities.identifiers(asset),
			expect.arrayContaining([expect.objectContaining({type: expect.any(String)})]),
		],
		'entity-v7.7/identifiers-empty.xml': [({entities}) => entities.identifiers(asset), []],
		'entity-v6.9/representations-full.xml': [
			({entities}) => entities.representations('a1'),
			expect.arrayContaining([expect.objectContaining({index: 1})]),
		],
		'entity-v7.7/representations.xml': [
			({entities}) => entities.representations('a1'),
			expect.arrayContaining([expect.objectContaining({index: 1})]),
		],
		'entity-v7.7/representation.xml': [
			({entities}) => entities.contentObjects(representation),
			expect.arrayContaining([expect.objectContaining({type: 'contentObject'})]),
		],
		'entity-v7.7/children-empty.xml': [({entities}) => first(entities.children(null)), []],
		'entity-v7.7/children-root-page1.xml': [
			({entities}) => first(entities.children(null)),
			expect.arrayContaining([expect.objectContaining({type: expect.any(String)})]),
		],
		'entity-v7.7/event-actions-page1.xml': [
			({events}) => first(events.ofEntity(contentObject)),
			expect.arrayContaining([expect.any(Object)]),
		],
		'entity-v7.7/event-actions-page2.xml': [
			({events}) => first(events.ofEntity(contentObject)),
			expect.arrayContaining([expect.any(Object)]),
		],
		'entity-v7.7/links-page1.xml': [({entities}) => first(entities.relationships(asset)), expect.arrayContaining([expect.any(Object)])],
		'entity-v7.7/metadata-fragment.xml': [
			({entities}) => entities.metadata(withMetadata),
			[expect.objectContaining({xml: expect.stringContaining('<')})],
		],
		'made/metadata-fragment-as-served.xml': [
			({entities}) => entities.metadata(withMetadata),
			[expect.objectContaining({xml: expect.stringContaining('<')})],
		],
		'entity-v7.7/retention-policies-mixed-versions.xml': [({retention}) => first(retention.policies()), []],
		'made/entity-version-details.xml': [({session}) => session.version(), expect.objectContaining({major: expect.any(Number)})],
		'made/retention-policies.xml': [
			({retention}) => first(retention.policies()),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
		'made/retention-policy.xml': [({retention}) => retention.policy('r1'), expect.objectContaining({name: expect.any(String)})],
		'made/workflow-contexts.xml': [
			({workflows}) => workflows.contexts({type: 'Ingest'}),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
		'made/workflow-instances.xml': [
			({workflows}) => first(workflows.instances({state: 'Active', type: 'Ingest'})),
			expect.arrayContaining([expect.objectContaining({id: expect.any(String)})]),
		],
		'workflow/workflow-instance.xml': [({workflows}) => workflows.instance('1'), expect.objectContaining({id: expect.any(String)})],
		'process-monitor/messages-page1.json': [
			({monitors}) => first(monitors.messages({id: 'm1'})),
			expect.arrayContaining([expect.any(Object)]),
		],
		'process-monitor/monitors.json': [
			({monitors}) => first(monitors.list()),
			expect.arrayContaining([expect.objectContaining({name: expect.any(String)})]),
		],
	};

describe.skipIf(!existsSync(folder))(
	'bodies recorded from servers and from other clients’ tests (skipped where the data are absent)',
	() => {
		it('are all looked at', () => {
			expect(globSync('**/*.{xml,json}', {cwd: folder.pathname}).toSorted()).toEqual(Object.keys(bodies).toSorted());
		});

		it.each(Object.entries(bodies))('%s', async (file, [read, expected, refused]) => {
			const reading = read(serve(file));
			await (refused === undefined ? expect(reading).resolves.toEqual(expected) : expect(reading).rejects.toThrow(refused));
		});
	},
);
