import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {Search} from './search.ts';

const folder = new URL('../../../../../shared/data/preservica-responses/', import.meta.url);
const present = existsSync(folder);
const recorded = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe.skipIf(!present)(present ? 'recorded answers' : 'recorded answers: skipped, ../shared/data is not there', () => {
	it('of searches are read, also past the last hit', async () => {
		const {session, asked} = connect({
			'POST /api/content/search': [recorded('content/search-one-hit.json'), recorded('content/search-past-end.json')],
		});
		const search = new Search(session);
		const hit = {type: 'asset', ref: '4d2813fb-bb00-4c07-bfb9-374104a347c6', values: {}, highlights: []};
		expect(await search.find({}).toArray()).toStrictEqual([hit]);
		expect(await search.count({})).toBe(1);
		expect(asked()).toHaveLength(2);
	});

	it('with values and facets are read', async () => {
		const {session} = connect({'POST /api/content/search': recorded('made/content-search-with-metadata.json')});
		const search = new Search(session);
		const hits = await search.find({fields: ['xip.title', 'xip.security_descriptor', 'xip.parent_ref']}).toArray();
		expect(hits.map(({type, values}) => [type, values])).toStrictEqual([
			['folder', {'xip.title': 'A folder', 'xip.security_descriptor': ['open'], 'xip.parent_ref': undefined}],
			[
				'asset',
				{
					'xip.title': 'A file.pdf',
					'xip.security_descriptor': undefined,
					'xip.parent_ref': '71143bfd-b29f-4548-871c-8334f2d2bcb8',
				},
			],
		]);
		expect(await search.facets({}, ['xip.created'])).toStrictEqual({
			'xip.created': {
				displayName: 'Created Date',
				terms: [{name: '_interval_0 Pre 2015', displayName: 'Pre 2015', count: 0, range: 0}],
			},
		});
	});

	it('with the indexes are read', async () => {
		const {session} = connect({'GET /api/content/indexed-fields': recorded('content/indexed-fields-entry.json')});
		const search = new Search(session);
		expect(await search.fields()).toMatchObject([{name: 'xip.created', type: 'SINGLE_VALUED_DATE', facetable: true}]);
	});
});
