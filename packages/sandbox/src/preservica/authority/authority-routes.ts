import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import type {AuthorityRecord, AuthorityTable} from './authority.ts';
import {readRecord, readTable} from './authority.ts';

/** Authority tables and their records. */
export function authorityRoutes(app: Hono, archive: Archive): void {
	const {authority, repository} = archive;

	operation(
		app,
		'AUT-01',
		handler(archive, call => {
			const tables = authority.tables.values().filter(({securityDescriptor}) => call.sees(securityDescriptor));
			return call.c.json({tables: tables.map(({fields: _fields, ...table}) => table)});
		}),
	);

	operation(
		app,
		'AUT-02',
		handler(archive, call => call.c.json(tableOf(call))),
	);

	operation(
		app,
		'AUT-03',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const table = readTable(await call.json(), crypto.randomUUID());
			demandTag(table);
			authority.tables.put(table.ref, table);
			return call.c.json(table, 201);
		}),
	);

	operation(
		app,
		'AUT-04',
		handler(archive, call => {
			const expand = call.c.req.query('expand')?.toLowerCase() === 'true';
			const records = authority.recordsOf(tableOf(call).ref).filter(({securityDescriptor}) => call.sees(securityDescriptor));
			return call.c.json({records: expand ? records : records.map(({fieldValues: _values, ...record}) => record)});
		}),
	);

	operation(
		app,
		'AUT-05',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const record = readRecord(await call.json(), crypto.randomUUID(), tableOf(call));
			demandTag(record);
			authority.records.put(record.ref, record);
			return call.c.json(record, 201);
		}),
	);

	operation(
		app,
		'AUT-06',
		handler(archive, call => call.c.json(recordOf(call))),
	);

	operation(
		app,
		'AUT-07',
		handler(archive, call => {
			call.demandRole(managers.configuration);
			authority.records.delete(recordOf(call).ref);
			return call.c.body(null, 204);
		}),
	);

	function tableOf(call: Call): AuthorityTable {
		const ref = call.c.req.param('ref') ?? '';
		const table = authority.tables.get(ref);
		if (!table || !call.sees(table.securityDescriptor)) throw new Problem(404, `There is no table with the reference ${ref}.`);
		return table;
	}

	function recordOf(call: Call): AuthorityRecord {
		const ref = call.c.req.param('ref') ?? '';
		const record = authority.records.get(ref);
		const table = record && authority.tables.get(record.tableRef);
		if (!record || ![record, table].every(part => call.sees(part?.securityDescriptor ?? 'open')))
			throw new Problem(404, `There is no record with the reference ${ref}.`);
		return record;
	}

	function demandTag({securityDescriptor}: AuthorityTable | AuthorityRecord): void {
		if (!repository.hasSecurityTag(securityDescriptor)) throw new Problem(400, `There is no security tag ${securityDescriptor}.`);
	}
}
