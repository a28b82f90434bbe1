import type {Path, RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {ServerProgress} from './progress-state.ts';
import {decodeProgress} from './progress-xml.ts';

/** Asks one of the addresses that tell how work stands (ENT-02, MON-04). */
export async function getProgress({http}: Session, target: Path, options: RequestOptions): Promise<ServerProgress> {
	return decodeProgress(await getXml(http, target, {...options, query: {includeErrors: true}}));
}
