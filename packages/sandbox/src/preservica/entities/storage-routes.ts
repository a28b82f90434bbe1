import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import type {Generation, IntegrityCheck} from '../model.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';
import {bitstreamOf} from './representation-routes.ts';

/** Where every file is kept. The names follow one known example (ENT-32). */
export const adapters: readonly string[] = ['Primary Adapter', 'Secondary Adapter'];

/** Where files are kept, and whether they were found intact there. */
export function storageRoutes(app: Hono, archive: Archive): void {
	operation(
		app,
		'ENT-32 storage',
		handler(archive, call => {
			const {path} = bitstreamOf(call);
			const tags = adapters.map(name => tagWith('Adapter', {name}));
			return call.answer('StorageLocationsResponse', tag('StorageLocation', ...tags), call.self(`${path}/storage-locations`));
		}),
	);

	operation(
		app,
		'ENT-32 integrity',
		handler(archive, call => {
			const {entity, generation, index, path} = bitstreamOf(call);
			const later = archive.repository
				.integrityChecksOf(entity.ref)
				.filter(check => check.generation === generation.index && check.bitstream === index);
			const own = `${path}/integrity-check-history`;
			const {items, paging} = pageOf(call, [...adapters.map(adapter => firstCheck(adapter, generation)), ...later], own);
			return call.answer('IntegrityCheckHistoryResponse', ...items.map(checkTag), paging, call.self(own));
		}),
	);
}

type Check = Pick<IntegrityCheck, 'type' | 'success' | 'date' | 'adapter' | 'fixed' | 'reason'>;

/** That a file is intact is seen when it comes in: assumed. */
function firstCheck(adapter: string, {effectiveDate, receivedAt}: Generation): Check {
	return {type: 'full', success: true, date: receivedAt ?? effectiveDate, adapter};
}

function checkTag({type, success, date, adapter, fixed, reason}: Check): Tag {
	return tag(
		'IntegrityCheckHistory',
		tag('xip:Type', type),
		tag('xip:Success', success),
		tag('xip:Date', date),
		tag('xip:AdapterName', adapter),
		optionalTag('xip:Fixed', fixed),
		optionalTag('xip:Reason', reason),
	);
}
