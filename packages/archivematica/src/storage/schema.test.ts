import {expect, it} from 'vitest';
import {connectStorage} from '../fixtures/connect-storage.ts';
import {badGateway, json, text} from '../fixtures/servers.ts';

it('tells what there is, to anybody: no key is sent', async () => {
	const {storage, fetch, asked} = connectStorage({
		'GET /api/v2/': json({
			file: {list_endpoint: '/api/v2/file/', schema: '/api/v2/file/schema/'},
			async: {list_endpoint: '/api/v2/async/', schema: {fields: {}}},
		}),
	});
	expect(await storage.resources()).toEqual([
		{name: 'file', list: '/api/v2/file/', schema: '/api/v2/file/schema/'},
		{name: 'async', list: '/api/v2/async/', schema: '/api/v2/async/schema/'},
	]);
	expect(asked()).toEqual(['GET /api/v2/']);
	expect(fetch.requests[0]?.headers.has('authorization')).toBe(false);
});

it('takes no page for the answer', async () => {
	const {storage} = connectStorage({'GET /api/v2/': text('<html>Storage Service</html>', 200), 'GET /api/v2/file/schema/': badGateway});
	await expect(storage.resources()).rejects.toMatchObject({name: 'DecodeError'});
	await expect(storage.schema('file')).rejects.toMatchObject({status: 502});
});

it('tells the fields of a resource and what it is filtered by', async () => {
	const {storage, asked} = connectStorage({
		'GET /api/v2/location/schema/': json({
			allowed_detail_http_methods: ['get', 'post'],
			allowed_list_http_methods: ['get'],
			default_format: 'application/json',
			default_limit: 20,
			fields: {
				uuid: {
					blank: true,
					default: 'No default provided.',
					help_text: 'Unique identifier',
					nullable: false,
					primary_key: true,
					readonly: false,
					type: 'string',
					unique: true,
					verbose_name: 'uuid',
				},
				space: {
					type: 'related',
					related_type: 'to_one',
					related_schema: '/api/v2/space/schema/',
					default: null,
					readonly: true,
					nullable: true,
				},
				enabled: {type: 'boolean', default: true},
			},
			filtering: {uuid: 1, space: 2, purpose: '1', quota: ['exact', 'gt']},
		}),
		'GET /api/v2/async/schema/': json({fields: {}}),
	});
	const schema = await storage.schema('location');
	expect(asked()).toEqual(['GET /api/v2/location/schema/']);
	expect(schema).toEqual({
		listMethods: ['get'],
		detailMethods: ['get', 'post'],
		defaultLimit: 20,
		fields: {
			uuid: {
				type: 'string',
				helpText: 'Unique identifier',
				nullable: false,
				blank: true,
				readonly: false,
				unique: true,
				primaryKey: true,
				default: undefined,
				relatedType: undefined,
				relatedSchema: undefined,
			},
			space: expect.objectContaining({
				type: 'related',
				nullable: true,
				readonly: true,
				relatedType: 'to_one',
				relatedSchema: '/api/v2/space/schema/',
				default: undefined,
			}),
			enabled: expect.objectContaining({default: true, unique: false}),
		},
		filtering: {uuid: 'all', space: 'related', purpose: 'all', quota: ['exact', 'gt']},
	});
	expect(await storage.schema('async')).toEqual({listMethods: [], detailMethods: [], defaultLimit: undefined, fields: {}, filtering: {}});
});
