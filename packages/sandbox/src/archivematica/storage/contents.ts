import {empty, json, text} from '../http/answers.ts';
import type {ContentRecord} from '../state.ts';
import type {PackageCall, StorageCall} from './call.ts';
import {indexTransfer} from './index-transfer.ts';
import {parseJson} from './read-body.ts';
import {listHeaders} from './refusal.ts';

/** SS-31, reading. */
export function readContents({stored}: PackageCall): Response {
	const files = stored.contents.map(({sourceId, name, checksum, accession, origin}) => ({
		source_id: sourceId,
		name,
		source_package: stored.uuid,
		checksum,
		accessionid: accession,
		origin: origin === undefined ? stored.pipeline : origin,
	}));
	return json({success: true, package: stored.uuid, files}, 200, listHeaders);
}

const keys = ['relative_path', 'fileuuid', 'accessionid', 'sipuuid', 'origin'] as const;

/** SS-31, adding: the same records twice are there twice. */
export async function addContents({state, request, stored}: PackageCall): Promise<Response> {
	const body = parseJson(await request.text());
	const refuse = (error: string) => json({success: false, error}, 400, listHeaders);
	if (!body) return refuse('No JSON object could be decoded from POST body.');
	if (!Array.isArray(body.value)) return refuse('JSON request must contain a list of objects.');
	if (body.value.length === 0) return empty(200);
	const records: ContentRecord[] = [];
	for (const item of body.value) {
		const file: Readonly<Record<string, unknown>> = typeof item === 'object' && item !== null ? {...item} : {};
		const missing = keys.find(key => !Object.hasOwn(file, key));
		if (missing !== undefined) return refuse(`File object was missing key: ${missing}`);
		const value = (key: (typeof keys)[number]) => (typeof file[key] === 'string' ? file[key] : null);
		records.push({
			sourceId: value('fileuuid'),
			name: value('relative_path'),
			checksum: null,
			accession: value('accessionid'),
			sip: value('sipuuid'),
			origin: value('origin'),
		});
	}
	state.packages.put(stored.uuid, {...stored, contents: [...stored.contents, ...records]});
	const answer = {success: true, message: `${records.length} files created in package ${stored.uuid}`};
	return json(answer, 201, {...listHeaders, 'content-type': 'application_json', location: ''});
}

/** SS-31, removing all records. */
export function removeContents({state, stored}: PackageCall): Response {
	state.packages.put(stored.uuid, {...stored, contents: []});
	return empty(204);
}

/** SS-32: searches the records of all packages. Only the query is looked at, by whatever method. */
export function searchRecords({state, request}: StorageCall): Response {
	const wanted = ['relative_path', 'fileuuid', 'accessionid', 'sipuuid'].flatMap(name => {
		const value = request.url.searchParams.get(name);
		return value === null ? [] : [{name, value}];
	});
	if (wanted.length === 0) return json({success: false, error: 'No supported query properties found!'}, 400, listHeaders);
	const found = state.packages
		.values()
		.flatMap(({contents, pipeline}) => contents.map(record => describe(record, pipeline)))
		.filter(record => wanted.every(({name, value}) => record[name] === value));
	return found.length === 0 ? empty(404) : json(found, 200, listHeaders);
}

function describe(
	{sourceId, name, accession, sip, origin}: ContentRecord,
	pipeline: string | null,
): Readonly<Record<string, string | null>> {
	const filename = name?.split('/').at(-1) ?? null;
	return {
		accessionid: accession,
		file_extension: /\.[^.]+$/u.exec(filename ?? '')?.[0] ?? '',
		filename,
		relative_path: name,
		fileuuid: sourceId,
		origin: origin === undefined ? pipeline : origin,
		sipuuid: sip ?? null,
	};
}

/** SS-35. */
export async function reindex({context, state, stored}: PackageCall): Promise<Response> {
	const answer = (error: boolean, message: string, status: number) => json({error, message}, status, listHeaders);
	if (stored.type !== 'transfer') return answer(true, 'This package is not a transfer.', 400);
	if (state.locations.get(stored.location)?.purpose !== 'BL') return answer(true, 'This package is not in transfer backlog.', 400);
	const count = await indexTransfer(context, state, stored.uuid);
	if (count === undefined) return answer(true, 'An error occurred while reindexing the Transfer.', 500);
	return answer(false, `Files indexed: ${count}`, 200);
}

/** SS-36: the stub it is. */
export function compress(): Response {
	return text('response', 200, {...listHeaders, 'content-type': 'application/json'});
}
