import {empty, text} from '../http/answers.ts';
import type {ContentRecord} from '../state.ts';
import type {PackageCall, StorageCall} from './call.ts';
import {indexTransfer} from './index-transfer.ts';
import {parseJson} from './read-body.ts';
import {listHeaders, reply} from './refusal.ts';

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
	return reply({success: true, package: stored.uuid, files}, 200);
}

const keys = ['relative_path', 'fileuuid', 'accessionid', 'sipuuid', 'origin'] as const;

/** SS-31, adding: the same records twice are there twice. */
export async function addContents({state, request, stored}: PackageCall): Promise<Response> {
	const body = parseJson(await request.text());
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
	return reply(answer, 201, {'content-type': 'application_json', location: ''});
}

function refuse(error: string): Response {
	return reply({success: false, error}, 400);
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
	if (wanted.length === 0) return reply({success: false, error: 'No supported query properties found!'}, 400);
	const found = state.packages
		.values()
		.flatMap(({contents, pipeline}) => contents.map(record => describe(record, pipeline)))
		.filter(record => wanted.every(({name, value}) => record[name] === value));
	return found.length === 0 ? empty(404) : reply(found, 200);
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
	if (stored.type !== 'transfer') return reply({error: true, message: 'This package is not a transfer.'}, 400);
	if (state.locations.get(stored.location)?.purpose !== 'BL')
		return reply({error: true, message: 'This package is not in transfer backlog.'}, 400);
	const count = await indexTransfer(context, state, stored.uuid);
	if (count === undefined) return reply({error: true, message: 'An error occurred while reindexing the Transfer.'}, 500);
	return reply({error: false, message: `Files indexed: ${count}`}, 200);
}

/** SS-36: the stub it is. */
export function compress(): Response {
	return text('response', 200, {...listHeaders, 'content-type': 'application/json'});
}
