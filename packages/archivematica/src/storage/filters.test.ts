import {ConfigurationError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {list} from '../fixtures/servers.ts';
import type {LocationFilter, PackageFilter, PipelineFilter, SpaceFilter, StorageService} from '../index.ts';

const routes = {
	'GET /api/v2/file/': list([]),
	'GET /api/v2/location/': list([]),
	'GET /api/v2/space/': list([]),
	'GET /api/v2/pipeline/': list([]),
};

const sent = async (walk: (storage: StorageService) => {toArray(): Promise<unknown>}) => {
	const {storage, fetch} = connectStorage(routes);
	await walk(storage).toArray();
	const query = new URL(fetch.requests[0]?.url ?? '').searchParams;
	query.delete('limit');
	query.delete('offset');
	return Object.fromEntries(query);
};

describe('conditions', () => {
	const packages: readonly [NonNullable<PackageFilter['where']>, Readonly<Record<string, string>>][] = [
		[{status: 'UPLOADED'}, {status: 'UPLOADED'}],
		[{status__in: ['UPLOADED', 'DEL_REQ']}, {status__in: 'UPLOADED,DEL_REQ'}],
		[{package_type__exact: 'AIP'}, {package_type__exact: 'AIP'}],
		[{uuid__startswith: '9390'}, {uuid__startswith: '9390'}],
		[{stored_date__gte: '2024-01-01T00:00:00'}, {stored_date__gte: '2024-01-01T00:00:00'}],
		[{stored_date__range: ['2024-01-01', '2025-01-01']}, {stored_date__range: '2024-01-01,2025-01-01'}],
		[
			{stored_date__year: 2024, stored_date__isnull: false},
			{stored_date__year: '2024', stored_date__isnull: 'false'},
		],
		[
			{current_location: 'u', current_location__in: ['u', 'v']},
			{current_location: 'u', current_location__in: 'u,v'},
		],
		[{current_location__purpose: 'BL'}, {current_location__purpose: 'BL'}],
		[{current_location__space__access_protocol__in: ['S3']}, {current_location__space__access_protocol__in: 'S3'}],
		[{current_location__pipeline__description__icontains: 'a'}, {current_location__pipeline__description__icontains: 'a'}],
		[{related_packages__isnull: true}, {related_packages__isnull: 'true'}],
		[
			{related_packages__package_type: 'DIP', related_packages__uuid: 'u'},
			{related_packages__package_type: 'DIP', related_packages__uuid: 'u'},
		],
		[{status: undefined, uuid: ''}, {uuid: ''}],
	];

	it.each(packages)('on packages are sent as they are: %o', async (where, query) => {
		expect(await sent(storage => storage.packages({where}))).toEqual(query);
	});

	it('on locations, spaces and pipelines too', async () => {
		const where = {quota__gt: 5, pipeline__isnull: true, space__access_protocol: 'FS', space__size__lt: 1, relative_path__regex: '^a,b'};
		expect(await sent(storage => storage.locations({where}))).toEqual({
			quota__gt: '5',
			pipeline__isnull: 'true',
			space__access_protocol: 'FS',
			space__size__lt: '1',
			relative_path__regex: '^a,b',
		});
		expect(await sent(storage => storage.spaces({protocol: 'S3', where: {verified: false, used__range: [0, 5]}}))).toEqual({
			access_protocol: 'S3',
			verified: 'false',
			used__range: '0,5',
		});
		expect(await sent(storage => storage.pipelines({description: 'x', where: {description__icontains: 'b'}}))).toEqual({
			description: 'x',
			description__icontains: 'b',
		});
	});

	it('go together with plain filters, in the order of the table', async () => {
		expect(await sent(storage => storage.packages({where: {status: 'FAIL'}, relatedTo: 'u', type: 'DIP'}))).toEqual({
			package_type: 'DIP',
			related_packages__uuid: 'u',
			status: 'FAIL',
		});
	});
});

/** Filters a program without types could give. */
const refused = async (walk: (storage: StorageService) => {toArray(): Promise<unknown>}) => {
	const {storage, asked} = connectStorage(routes);
	const error = await failure((async () => walk(storage).toArray())());
	expect(error).toBeInstanceOf(ConfigurationError);
	expect(error).toMatchObject({code: 'bad-filter'});
	expect(asked()).toEqual([]);
	return String(error);
};

describe('what the server would ignore, refuse or misread does not type-check, and is refused', () => {
	it.each<object>([
		// @ts-expect-error Said to be a filter by the schema, and ignored.
		{where: {path: 'x'}} satisfies PackageFilter,
		// @ts-expect-error Ignored.
		{where: {current_full_path__contains: 'x'}} satisfies PackageFilter,
		// @ts-expect-error Ignored.
		{where: {encrypted: true}} satisfies PackageFilter,
		// @ts-expect-error Refused by the server.
		{where: {size__gt: 5}} satisfies PackageFilter,
		// @ts-expect-error Refused by the server.
		{where: {origin_pipeline: 'u'}} satisfies PackageFilter,
		// @ts-expect-error Refused by the server.
		{where: {replicated_package__isnull: true}} satisfies PackageFilter,
		// @ts-expect-error A typing error lists everything.
		{where: {statsu: 'UPLOADED'}} satisfies PackageFilter,
		// @ts-expect-error Text has no parts of a date.
		{where: {status__year: 2024}} satisfies PackageFilter,
		// @ts-expect-error No lookup.
		{where: {status__isin: ['FAIL']}} satisfies PackageFilter,
		// @ts-expect-error A lookup is the last word.
		{where: {status__in__exact: 'FAIL'}} satisfies PackageFilter,
		// @ts-expect-error Locations are not filtered by it.
		{where: {current_location__enabled: true}} satisfies PackageFilter,
		// @ts-expect-error Parts of a date go with the field in front only.
		{where: {related_packages__stored_date__year: 2024}} satisfies PackageFilter,
		// @ts-expect-error A relation is not compared as text.
		{where: {current_location__contains: 'x'}} satisfies PackageFilter,
		// @ts-expect-error No filter.
		{purpose: 'AS'} satisfies PackageFilter,
		// @ts-expect-error Properties of every object are no filters.
		{where: {constructor: 'x', toString__in: ['x']}} satisfies PackageFilter,
		// @ts-expect-error No value.
		{where: null} satisfies PackageFilter,
		// @ts-expect-error No value.
		{status: null} satisfies PackageFilter,
	])('%o of packages', async filter => {
		await refused(storage => storage.packages(filter));
	});

	it.each<object>([
		// @ts-expect-error The API field is no column.
		{where: {path: '/x'}} satisfies LocationFilter,
		// @ts-expect-error Refused by the server.
		{where: {enabled: true}} satisfies LocationFilter,
		// @ts-expect-error Pipelines are not filtered by it.
		{where: {pipeline__remote_name: 'x'}} satisfies LocationFilter,
		// @ts-expect-error Numbers are not compared as text.
		{where: {quota__contains: '5'}} satisfies LocationFilter,
	])('%o of locations', async filter => {
		await refused(storage => storage.locations(filter));
	});

	it('of spaces and pipelines', async () => {
		// @ts-expect-error No filter.
		await refused(storage => storage.spaces({where: {endpoint_url: 'x'}} satisfies SpaceFilter));
		// @ts-expect-error No filter.
		await refused(storage => storage.pipelines({where: {remote_name: 'x'}} satisfies PipelineFilter));
	});

	it('says what there is instead', async () => {
		expect(await refused(storage => storage.packages({where: {sttus: 'x'}} as PackageFilter))).toContain(
			"it ignores, and lists everything. In place of 'sttus' it knows uuid, package_type, status, stored_date, current_location, related_packages.",
		);
		expect(await refused(storage => storage.packages({where: {status__year: 1}} as PackageFilter))).toContain("does not have for 'status'");
		expect(await refused(storage => storage.locations({type: 'x'} as LocationFilter))).toContain('There are purpose, pipeline, space');
	});

	it('refuses values that would be something else on the way', async () => {
		await refused(storage => storage.packages({uuids: []}));
		await refused(storage => storage.packages({where: {uuid__in: []}}));
		await refused(storage => storage.packages({where: {uuid__in: ['a,b']}}));
		await refused(storage => storage.packages({status: 'UPLOADED', where: {uuid: 'a', status: 'FAIL'}}));
		for (const value of [Number.NaN, {}, ['a'], new Date(0), null]) {
			await refused(storage => storage.packages({where: {stored_date: value}} as never));
		}
	});
});
