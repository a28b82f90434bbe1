import {ConfigurationError, path, type Job, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';

const uncertain = 'The edits may have begun all the same: look at the metadata of an entity in the CSV before you send it again.';

/** Edits metadata of many entities by a filled-in template (ENT-28). */
export async function editMetadataFromCsv(
	session: Session,
	csv: string | Blob,
	options: RequestOptions,
): Promise<Job<ServerProgress, void>> {
	if (typeof csv === 'string' ? csv.trim() === '' : csv.size === 0) {
		throw new ConfigurationError('The CSV is empty.');
	}
	if (typeof csv === 'string' && /\p{Cs}/u.test(csv)) {
		throw new ConfigurationError('The CSV holds half of a character, which cannot be sent as it is.');
	}
	return orSayUncertain(uncertain, async () => {
		const response = await session.http.send('POST', path`api/entity/actions/metadata-csv-edits`, {
			...options,
			headers: {'content-type': 'text/csv;charset=UTF-8'},
			body: csv,
		});
		return followOperation(session, response, {
			kind: 'preservica-metadata-csv',
			what: 'The edit of metadata by CSV',
			data: null,
			result: () => {},
		});
	});
}
