import {ConfigurationError, DecodeError, NotFoundError, PermissionError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Authorities} from './authorities.ts';
import type {ImportedRow} from './import-csv.ts';

const connect = (routes: Parameters<typeof connectTo>[0], server = '7.7.0') => {
	const {session, ...rest} = connectTo({
		'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${server}</CurrentVersion></V>`,
		...routes,
	});
	const asked = () => rest.asked().filter(request => !request.endsWith('/version'));
	const sent = () => Promise.all(rest.requests.filter(({method}) => method === 'POST').map(request => request.clone().json()));
	return {authorities: new Authorities(session), requests: rest.requests, asked, sent};
};
const json = (value: unknown) => JSON.stringify(value);
const at = '/api/reference-metadata';
const field = (name: string, more: object = {}) => ({name, type: 'ShortText', displayName: name, includeInSummary: true, ...more});
const places = {
	ref: 't1',
	name: 'Places',
	securityDescriptor: 'open',
	description: 'Places of all kinds',
	displayField: 'name',
	metadataConnections: [{schemaUri: 'urn:x'}],
	fields: [field('code'), field('name', {displayName: 'Name of the place', includeInSummary: 'False'})],
};
const {securityDescriptor: open, ...rest} = places;
const decoded = {...rest, securityTag: open, fields: [field('code'), {...places.fields[1], includeInSummary: false}]};
const bare = {securityTag: undefined, description: undefined, displayField: undefined, metadataConnections: [], fields: undefined};
const record = (ref: string, values: Readonly<Record<string, unknown>>, securityDescriptor = 'open') => ({
	ref,
	securityDescriptor,
	fieldValues: Object.entries(values).map(([name, value]) => ({name, value})),
});

describe('tables', () => {
	it('are listed, with what the server tells', async () => {
		const {authorities, asked, requests} = connect({[`GET ${at}/tables`]: json({tables: [places, {ref: 2, name: 'x', fields: null}]})});
		expect(await authorities.tables()).toStrictEqual([decoded, {...bare, ref: '2', name: 'x'}]);
		expect(asked()).toStrictEqual([`GET ${at}/tables`]);
		expect(requests[1]?.headers.get('accept')).toBe('application/json');
		expect(await connect({[`GET ${at}/tables`]: json({tables: []})}).authorities.tables()).toStrictEqual([]);
	});

	it('are read one by one', async () => {
		const {authorities, asked} = connect({[`GET ${at}/tables/a%2Fb`]: json(places)});
		expect(await authorities.table('a/b')).toStrictEqual(decoded);
		expect(asked()).toStrictEqual([`GET ${at}/tables/a%2Fb`]);
		await expect(authorities.table('none')).rejects.toThrow('There is no authority table none, or this account has no right to see it.');
	});

	it('are added as they are, with what is not said filled in', async () => {
		const {authorities, asked, sent, requests} = connect({
			[`POST ${at}/tables`]: {status: 201, body: json({ref: 't1', name: 'Places'})},
			[`GET ${at}/tables/t1`]: json(places),
		});
		expect(await authorities.addTable({name: 'Places', fields: [{name: 'Code'}]})).toStrictEqual(decoded);
		expect(await sent()).toStrictEqual([
			{
				name: 'Places',
				securityDescriptor: 'open',
				fields: [{name: 'Code', type: 'ShortText', displayName: 'Code', includeInSummary: true}],
			},
		]);
		expect(requests[1]?.headers.get('content-type')).toBe('application/json;charset=UTF-8');
		expect(asked()).toStrictEqual([`POST ${at}/tables`, `GET ${at}/tables/t1`]);
	});

	it('are added with all that is said', async () => {
		const {authorities, sent} = connect({
			[`POST ${at}/tables`]: {status: 201, body: '{"ref":"t1"}'},
			[`GET ${at}/tables/t1`]: json(places),
		});
		const {ref: _, securityDescriptor: securityTag, ...table} = places;
		const fields = [{name: 'a', type: 'LongText', displayName: 'A', includeInSummary: false}];
		await authorities.addTable({...table, securityTag: `${securityTag}2`, fields});
		expect(await sent()).toStrictEqual([{...table, securityDescriptor: 'open2', fields}]);
	});

	it.each(['', '{}', 'created', '[]'])(
		'that were added without a word on their reference (%o) are not added twice by mistake',
		async body => {
			const {authorities} = connect({[`POST ${at}/tables`]: {status: 201, body}});
			await expect(authorities.addTable({name: 'Places', fields: []})).rejects.toThrow(
				new DecodeError(
					'The server accepted the table "Places" but did not say its reference. The table may have been added: look into authorities.tables() before adding it again.',
				),
			);
		},
	);

	it.each([
		[{name: ' ', fields: []}, 'need names'],
		[{name: 'x', fields: [{name: ''}]}, 'need names'],
		[{name: 'x', fields: [{name: 'a'}, {name: 'a'}]}, 'two fields named "a"'],
	])('are refused before anything is sent: %o', async (table, message) => {
		const {authorities, asked} = connect({});
		await expect(authorities.addTable(table)).rejects.toThrow(ConfigurationError);
		await expect(authorities.addTable(table)).rejects.toThrow(message);
		expect(asked()).toStrictEqual([]);
	});
});

describe('records', () => {
	it('are listed with their values, whatever they are', async () => {
		const {authorities, asked} = connect({
			[`GET ${at}/tables/t1/records?expand=true`]: json({
				records: [record('r1', {code: 'BE', n: 1, none: null, many: ['a']}), {ref: 'r2'}, {ref: 'r3', fieldValues: [{name: 'x'}]}],
			}),
		});
		expect(await authorities.records('t1')).toStrictEqual([
			{
				ref: 'r1',
				securityTag: 'open',
				values: [
					{name: 'code', value: 'BE'},
					{name: 'n', value: 1},
					{name: 'none', value: null},
					{name: 'many', value: ['a']},
				],
			},
			{ref: 'r2', securityTag: undefined, values: []},
			{ref: 'r3', securityTag: undefined, values: [{name: 'x', value: null}]},
		]);
		expect(asked()).toStrictEqual([`GET ${at}/tables/t1/records?expand=true`]);
		expect(await connect({[`GET ${at}/tables/t1/records`]: '{"records": []}'}).authorities.records('t1')).toStrictEqual([]);
	});

	it('are read and deleted one by one', async () => {
		const {authorities, asked} = connect({
			[`GET ${at}/records/r1`]: json(record('r1', {code: 'BE'})),
			[`DELETE ${at}/records/r1`]: {status: 204},
		});
		expect(await authorities.record('r1')).toStrictEqual({ref: 'r1', securityTag: 'open', values: [{name: 'code', value: 'BE'}]});
		await authorities.deleteRecord('r1');
		expect(asked()).toStrictEqual([`GET ${at}/records/r1`, `DELETE ${at}/records/r1`]);
		await expect(authorities.deleteRecord('none')).rejects.toThrow('There is no authority record none');
	});

	it.each([
		[{code: 'BE', Größe: 3}],
		[
			[
				{name: 'code', value: 'BE'},
				{name: 'Größe', value: 3},
			],
		],
	])('are added: %o', async values => {
		const {authorities, sent, requests} = connect({[`POST ${at}/tables/t1/records`]: {status: 201, body: '{"ref": "r9", "more": 1}'}});
		const list = [
			{name: 'code', value: 'BE'},
			{name: 'Größe', value: 3},
		];
		expect(await authorities.addRecord('t1', {values})).toStrictEqual({ref: 'r9', securityTag: 'open', values: list});
		expect(await authorities.addRecord('t1', {values, securityTag: 'closed'})).toMatchObject({securityTag: 'closed'});
		expect(await sent()).toStrictEqual([
			{securityDescriptor: 'open', fieldValues: list},
			{securityDescriptor: 'closed', fieldValues: list},
		]);
		expect(requests[1]?.headers.get('content-type')).toBe('application/json;charset=UTF-8');
	});

	it.each([
		['', undefined],
		['created', undefined],
		['{"ref": null}', undefined],
		['{"ref": 7}', '7'],
		['"65862d40f40440de14c1b75e5f342e99"', '65862d40f40440de14c1b75e5f342e99'],
		[' b81b0ac8-0a1b-4a0e-9a2b-7c1a1f3f9f10\n', 'b81b0ac8-0a1b-4a0e-9a2b-7c1a1f3f9f10'],
	])('are added when the server says %o', async (body, ref) => {
		const {authorities} = connect({[`POST ${at}/tables/t1/records`]: {status: 201, body}});
		expect((await authorities.addRecord('t1', {values: {}})).ref).toBe(ref);
	});
});

const calls: Readonly<Record<string, (authorities: Authorities, signal?: AbortSignal) => Promise<unknown>>> = {
	tables: (authorities, signal) => authorities.tables({signal}),
	table: (authorities, signal) => authorities.table('x', {signal}),
	addTable: (authorities, signal) => authorities.addTable({name: 'x', fields: []}, {signal}),
	records: (authorities, signal) => authorities.records('x', {signal}),
	record: (authorities, signal) => authorities.record('x', {signal}),
	addRecord: (authorities, signal) => authorities.addRecord('x', {values: {}}, {signal}),
	deleteRecord: (authorities, signal) => authorities.deleteRecord('x', {signal}),
	importCsv: (authorities, signal) => authorities.importCsv('x', 'a\n1', {signal}).next(),
	exportCsv: (authorities, signal) => readText(authorities.exportCsv('x', {signal})),
};

describe.each(Object.entries(calls))('authorities.%s', (name, call) => {
	const routes = ['GET', 'POST', 'DELETE'].flatMap(method =>
		['tables', 'tables/x', 'tables/x/records', 'records/x'].map(place => `${method} ${at}/${place}`),
	);
	const all = (answer: {readonly status: number} | string) => Object.fromEntries(routes.map(route => [route, answer]));

	it('fails clearly without the right', async () => {
		await expect(call(connect(all({status: 403})).authorities)).rejects.toThrow(PermissionError);
	});

	it('fails clearly where there is nothing', async () => {
		await expect(call(connect({}).authorities)).rejects.toThrow(NotFoundError);
	});

	it.skipIf(['addRecord', 'deleteRecord'].includes(name)).each(['<html>', '{"tables": {}}', '[', ''])(
		'fails clearly with %o',
		async body => {
			await expect(call(connect(all(body)).authorities)).rejects.toThrow(DecodeError);
		},
	);

	it('ends with an abort', async () => {
		await expect(call(connect({}).authorities, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
	});

	it('asks for a server that can', async () => {
		const {authorities, asked} = connect({}, '6.6.9');
		await expect(call(authorities)).rejects.toThrow('needs Preservica 6.7 or newer');
		expect(asked()).toStrictEqual([]);
	});
});

describe('importing CSV', () => {
	const routes = {[`GET ${at}/tables/t1`]: json(places), [`POST ${at}/tables/t1/records`]: {status: 201, body: '{"ref": "new"}'}};
	const collect = async (rows: AsyncIterable<ImportedRow>) => {
		const all: ImportedRow[] = [];
		for await (const row of rows) {
			all.push(row);
		}
		return all;
	};
	const short = (rows: readonly ImportedRow[]) => rows.map(({row, outcome}) => `${row} ${outcome}`);

	it.each(['CODE;name of the PLACE\nBE;"Bélgica; ""x"""\nNL;\n', new Blob(['\ufeffCode\tName\r\n\r\nBE\t"Bélgica; ""x"""\r\nNL\t\r\n'])])(
		'sends a record a row, columns matched in any case: %o',
		async csv => {
			const {authorities, sent, asked} = connect(routes);
			const rows = await collect(authorities.importCsv('t1', csv, {securityTag: 'closed'}));
			expect(short(rows)).toStrictEqual(['2 created', '3 created']);
			const list = (code: string, name: string) => [
				{name: 'code', value: code},
				{name: 'name', value: name},
			];
			expect(rows[0]).toStrictEqual({
				row: 2,
				outcome: 'created',
				record: {ref: 'new', securityTag: 'closed', values: list('BE', 'Bélgica; "x"')},
			});
			expect(await sent()).toStrictEqual([
				{securityDescriptor: 'closed', fieldValues: list('BE', 'Bélgica; "x"')},
				{securityDescriptor: 'closed', fieldValues: list('NL', '')},
			]);
			expect(asked()).toHaveLength(3);
		},
	);

	it.each([
		['code,town,area\n1,2,3', 'no field for the columns "town", "area". Its fields are "code", "name". Nothing was sent.'],
		['codes\n1', 'no field for the column "codes"'],
		['name,Name of the place\n1,2', 'The columns "name", "Name of the place" are for the same field'],
		['code,name\n1', 'Row 2 of the CSV has 1 cells'],
		['', 'The CSV is empty'],
	])('refuses %o before a row is sent', async (csv, message) => {
		const {authorities, sent} = connect(routes);
		await expect(collect(authorities.importCsv('t1', csv))).rejects.toThrow(message);
		expect(await sent()).toStrictEqual([]);
	});

	it('prefers the very name, and refuses what fits several fields', async () => {
		const fields = [field('CODE'), field('code'), field('x', {displayName: 'same'}), field('y', {displayName: 'Same'})];
		const {authorities, sent} = connect({...routes, [`GET ${at}/tables/t1`]: json({...places, fields})});
		await collect(authorities.importCsv('t1', 'code,CODE\n1,2'));
		expect(await sent()).toMatchObject([{fieldValues: [{name: 'code'}, {name: 'CODE'}]}]);
		await expect(collect(authorities.importCsv('t1', 'Code\n1'))).rejects.toThrow('The column "Code" fits several fields: "CODE", "code"');
		await expect(collect(authorities.importCsv('t1', 'same\n1'))).rejects.toThrow('fits several fields: "x", "y"');
	});

	it('needs to know the fields', async () => {
		const {authorities} = connect({...routes, [`GET ${at}/tables/t1`]: json({ref: 't1', name: 'Places'})});
		await expect(collect(authorities.importCsv('t1', 'a\n1'))).rejects.toThrow('does not tell the fields of the table "Places"');
	});

	const failing = {
		...routes,
		[`POST ${at}/tables/t1/records`]: [
			{status: 201},
			{status: 400, body: 'bad'},
			{status: 500},
			() => Promise.reject(new TypeError('lost')),
			{status: 201},
		],
	};
	const five = 'code\n1\n2\n3\n4\n5\n';

	it('goes on after a failure, and says where the record may be there all the same', async () => {
		const rows = await collect(connect(failing).authorities.importCsv('t1', five));
		expect(short(rows)).toStrictEqual(['2 created', '3 failed', '4 failed', '5 failed', '6 created']);
		expect(rows.slice(1, 4)).toMatchObject([
			{mayExist: false, error: {status: 400}},
			{mayExist: true, error: {status: 500}},
			{mayExist: true, error: {name: 'NetworkError', message: expect.stringContaining('The record may have been added')}},
		]);
	});

	it('stops at a failure when told so, with a result for every row', async () => {
		const {authorities, sent} = connect(failing);
		const rows = await collect(authorities.importCsv('t1', five, {stopOnFailure: true}));
		expect(short(rows)).toStrictEqual(['2 created', '3 failed', '4 skipped', '5 skipped', '6 skipped']);
		expect(await sent()).toHaveLength(2);
	});

	it('goes on where another run stopped', async () => {
		const {authorities, sent} = connect(routes);
		expect(short(await collect(authorities.importCsv('t1', five, {firstRow: 5})))).toStrictEqual(['5 created', '6 created']);
		expect(await sent()).toMatchObject([{fieldValues: [{value: '4'}]}, {fieldValues: [{value: '5'}]}]);
		await expect(collect(authorities.importCsv('t1', five, {firstRow: 1}))).rejects.toThrow('firstRow is 1');
	});

	it('sends nothing before a result is asked for, and nothing after the reader left', async () => {
		const {authorities, sent, requests} = connect(routes);
		const rows = authorities.importCsv('t1', five);
		expect(requests).toStrictEqual([]);
		for await (const {row} of rows) {
			if (row === 3) {
				break;
			}
		}
		expect(await sent()).toHaveLength(2);
	});

	it('ends with an abort in the middle, which is no result of a row', async () => {
		const controller = new AbortController();
		const {authorities} = connect({
			...routes,
			[`POST ${at}/tables/t1/records`]: [
				{status: 201},
				() => (controller.abort(new ConfigurationError('enough')), new Promise<string>(() => {})),
			],
		});
		const seen: number[] = [];
		const run = async () => {
			for await (const {row} of authorities.importCsv('t1', five, {signal: controller.signal})) {
				seen.push(row);
			}
		};
		await expect(run()).rejects.toThrow('enough');
		expect(seen).toStrictEqual([2]);
	});
});

describe('exporting CSV', () => {
	const table = (records: readonly unknown[]) => ({
		[`GET ${at}/tables/t1`]: json(places),
		[`GET ${at}/tables/t1/records`]: json({records}),
	});

	it('writes a column a field, and one for every other value there is', async () => {
		const records = [record('r1', {name: 'België, "x"', code: 'BE'}), record('r2', {code: null, area: 3, tags: ['a']})];
		const csv = await readText(connect(table(records)).authorities.exportCsv('t1'));
		expect(csv).toBe('code,name,area,tags\r\nBE,"België, ""x""",,\r\n,,3,"[""a""]"\r\n');
	});

	it('of an empty table is the header', async () => {
		expect(await readText(connect(table([])).authorities.exportCsv('t1'))).toBe('code,name\r\n');
	});

	it('loses nothing: several values of one field are an error', async () => {
		const twice = {
			ref: 'r1',
			fieldValues: [
				{name: 'code', value: 'a'},
				{name: 'code', value: 'b'},
			],
		};
		await expect(readText(connect(table([twice])).authorities.exportCsv('t1'))).rejects.toThrow(
			'The record r1 has several values in the field "code"',
		);
	});

	it('guards spreadsheets unless told otherwise', async () => {
		const {authorities} = connect(table([record('r1', {code: '=1+1'})]));
		expect(await readText(authorities.exportCsv('t1'))).toContain(`"'=1+1",`);
		expect(await readText(authorities.exportCsv('t1', {escapeFormulas: false}))).toContain('\r\n=1+1,');
	});

	it('and importing it again gives the same records', async () => {
		const values = [
			{code: '=1+1', name: 'two\nlines'},
			{code: '-5', name: ' spaced; "quoted", ß 漢 '},
			{code: "'quoted'", name: ''},
		];
		const {authorities, sent} = connect({
			...table(values.map((value, index) => record(`r${index}`, value))),
			[`POST ${at}/tables/t1/records`]: {status: 201},
		});
		for (const options of [{}, {escapeFormulas: false}]) {
			const csv = await readText(authorities.exportCsv('t1', options));
			for await (const {outcome} of authorities.importCsv('t1', csv)) {
				expect(outcome).toBe('created');
			}
		}
		const expected = values.map(value => ({securityDescriptor: 'open', fieldValues: record('', value).fieldValues}));
		expect(await sent()).toStrictEqual([...expected, ...expected]);
		for await (const _ of authorities.importCsv('t1', `code\n'=x`, {unescapeFormulas: false})) {
			expect((await sent()).at(-1)).toMatchObject({fieldValues: [{value: "'=x"}]});
		}
	});
});
