import type {Pages, RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {decodeBitstream} from '../entities/bitstream-xml.ts';
import type {Bitstream} from '../entities/representation.ts';
import {listPages} from '../xml/read-list.ts';
import {addressBeside, addressOf, referenceOf, type BitstreamReference} from './bitstream-address.ts';
import type {IntegrityCheckOptions} from './bitstreams.ts';
import type {IntegrityCheck} from './integrity-check.ts';
import {decodeIntegrityChecks, decodeStorageLocations} from './storage-xml.ts';

/** Reads one file's description (ENT-32). */
export async function readBitstream({http}: Session, which: string | BitstreamReference, options: RequestOptions): Promise<Bitstream> {
	const {contentObject, generation, index} = typeof which === 'string' ? referenceOf(which) : which;
	const target = typeof which === 'string' ? which.replace(/\/content$/, '') : addressOf(which);
	const {href} = new URL(target.toString(), http.baseUrl);
	return decodeBitstream(await getXml(http, target, options), {contentObject, index: generation}, index, href);
}

/** Reads the names of the storage adapters that hold a file (ENT-32). */
export async function readStorageLocations({http}: Session, bitstream: Bitstream, options: RequestOptions): Promise<readonly string[]> {
	return decodeStorageLocations(await getXml(http, addressBeside(bitstream, 'storage-locations'), options));
}

/** Walks the server's own checks of a file (ENT-32). */
export function listIntegrityChecks({http}: Session, bitstream: Bitstream, options: IntegrityCheckOptions): Pages<IntegrityCheck> {
	const first = bitstream.integrityHistoryUrl ?? addressBeside(bitstream, 'integrity-check-history');
	return listPages(http, first, decodeIntegrityChecks, options);
}
