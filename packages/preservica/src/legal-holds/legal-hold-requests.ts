import {path, type Pages, type Path, type RequestOptions} from '@fonds/core';
import {getXml, sendXml, writeXml, xmlContentType} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {listPages, readList} from '../xml/read-list.ts';
import {sendElement} from '../xml/send-element.ts';
import {decodeHold, decodeHoldAssignments, decodeHolds, encodeHold, encodeHoldAssignment} from './legal-hold-xml.ts';
import type {LegalHold, LegalHoldAssignment, LegalHoldFields} from './legal-hold.ts';
import type {LegalHoldListOptions} from './legal-holds.ts';

const holds = path`api/entity/legal-holds`;

/** Lists the holds there are (HLD-01). */
export function listHolds({http}: Session, {name, ...options}: LegalHoldListOptions): Pages<LegalHold> {
	return listPages(http, holds, decodeHolds, options, {expand: true, name});
}

/** Reads one hold (HLD-02). */
export async function readHold({http}: Session, ref: string, options: RequestOptions): Promise<LegalHold> {
	return decodeHold(await getXml(http, holdPath(ref), options));
}

/** Makes a hold (HLD-03). */
export async function makeHold(session: Session, fields: LegalHoldFields, options: RequestOptions): Promise<LegalHold> {
	const {xip} = await session.namespaces(options);
	return orSayUncertain('The hold may have been made all the same: look at the holds before you make it again.', async () =>
		decodeHold(await sendXml(session.http, 'POST', holds, encodeHold(fields, xip), options)),
	);
}

/** Changes a hold (HLD-04); reads it where the answer is empty (HLD-02). */
export async function changeHold(session: Session, ref: string, fields: LegalHoldFields, options: RequestOptions): Promise<LegalHold> {
	const {xip} = await session.namespaces(options);
	const answer = await sendElement(session, 'PUT', holdPath(ref), encodeHold(fields, xip), options);
	return answer === undefined ? readHold(session, ref, options) : decodeHold(answer);
}

/** Reads the holds of an asset (HLD-06). */
export function readHoldsOf({http}: Session, place: Path, options: RequestOptions): Promise<LegalHoldAssignment[]> {
	return readList(http, place, decodeHoldAssignments, options);
}

/** Puts an asset under a hold (HLD-07). */
export async function assignHold(session: Session, place: Path, hold: string, options: RequestOptions): Promise<void> {
	const {xip} = await session.namespaces(options);
	const headers = {'content-type': xmlContentType};
	const body = writeXml(encodeHoldAssignment(hold, xip));
	await orSayUncertain('The asset may be under the hold all the same: look at its holds.', () =>
		session.http.send('POST', place, {...options, headers, body}),
	);
}

function holdPath(ref: string): Path {
	return path`api/entity/legal-holds/${ref}`;
}
