import {parseXml} from '@fonds/core/xml';
import type {SandboxContext} from '../../context.ts';
import type {ContentRecord, State} from '../state.ts';
import {metsFiles} from './mets-files.ts';
import {packageText} from './package-files.ts';

/**
 * Makes the records of a backlogged transfer from its METS document. What was recorded before is replaced.
 *
 * @returns how many there are; `undefined` when there is no document that can be read
 */
export async function indexTransfer(context: SandboxContext, state: State, uuid: string): Promise<number | undefined> {
	const stored = state.packages.get(uuid);
	const text = stored && (await packageText(context, state, stored, path => /(?:^|\/)submissionDocumentation\/METS\.xml$/u.test(path)));
	if (!stored || text === undefined) return undefined;
	const before = new Map(stored.contents.map(record => [record.sourceId, record]));
	try {
		const records = metsFiles(parseXml(text)).map(
			({uuid: sourceId, path}): ContentRecord => before.get(sourceId) ?? {sourceId, name: path, checksum: null, accession: null, sip: null},
		);
		const current = state.packages.get(uuid) ?? stored;
		state.packages.put(uuid, {...current, contents: records});
		return records.length;
	} catch {
		return undefined;
	}
}
