import {ConfigurationError, HttpError, NotFoundError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import {addedSchema, contentsSchema, foundFilesSchema} from './contents-json.ts';

/** What the Storage Service has noted of a file in a package (SS-31): for the search in the backlog. Not every package has notes. */
export interface FileRecord {
	/** UUID of the file. */
	readonly file: string | undefined;
	/** Its path in the package. */
	readonly path: string | undefined;
	/** UUID of the transfer or SIP it came with. */
	readonly sip: string | undefined;
	readonly checksum: string | undefined;
	readonly accession: string | undefined;
	/** UUID of the dashboard that noted it. */
	readonly origin: string | undefined;
}

/** What {@link StorageService.addContents} takes. The server wants all of it. */
export interface NewFileRecord {
	/** UUID of the file. */
	readonly file: string;
	/** Its path in the package. */
	readonly path: string;
	/** UUID of the transfer or SIP it came with. */
	readonly sip: string;
	/** Empty where there is none. */
	readonly accession: string;
	/** UUID of the dashboard that notes it. */
	readonly origin: string;
}

/** A file found by {@link StorageService.findFiles}. */
export interface FoundFile {
	/** UUID of the file. */
	readonly file: string | undefined;
	/** Its path in the package. */
	readonly path: string | undefined;
	/** The end of its path. */
	readonly name: string | undefined;
	/** With the dot. */
	readonly extension: string | undefined;
	/** UUID of the transfer or SIP it came with. */
	readonly sip: string | undefined;
	readonly accession: string | undefined;
	/** UUID of the dashboard that noted it. */
	readonly origin: string | undefined;
}

/** What to look for among the notes of all packages. Conditions are joined with AND and compared exactly. */
export interface FileQuery {
	readonly path?: string | undefined;
	/** UUID of the file. */
	readonly file?: string | undefined;
	readonly accession?: string | undefined;
	/** UUID of the transfer or SIP. */
	readonly sip?: string | undefined;
}

/** SS-31, reading. */
export async function readContents(http: HttpClient, uuid: string, options: RequestOptions): Promise<readonly FileRecord[]> {
	return getJson(http, path`api/v2/file/${uuid}/contents/`, contentsSchema, options);
}

/** SS-31, adding: repeated, it would add the same again. */
export async function addContents(
	http: HttpClient,
	uuid: string,
	records: readonly NewFileRecord[],
	options: RequestOptions,
): Promise<void> {
	if (records.length === 0) {
		return;
	}
	const body = JSON.stringify(
		records.map(record => ({
			relative_path: record.path,
			fileuuid: record.file,
			accessionid: record.accession,
			sipuuid: record.sip,
			origin: record.origin,
		})),
	);
	const headers = {'content-type': 'application/json'};
	const response = await http.send('PUT', path`api/v2/file/${uuid}/contents/`, {...options, headers, body, retry: false});
	await decodeJson(response, addedSchema);
}

/** SS-31, deleting: the notes, not the files. */
export async function deleteContents(http: HttpClient, uuid: string, options: RequestOptions): Promise<void> {
	await expectEmpty(await http.send('DELETE', path`api/v2/file/${uuid}/contents/`, options));
}

/** Lets go of an answer in which nothing is looked for. @throws HttpError for a page: it comes from somebody else than the Storage Service. */
export async function expectEmpty(response: Response): Promise<void> {
	const {status} = response;
	const text = await response.text();
	if (/^\s*</.test(text)) {
		throw new HttpError(`The Storage Service answered ${status} with a web page. A proxy may be in between.`, {status, code: 'no-answer'});
	}
}

const parameters = new Map([
	['path', 'relative_path'],
	['file', 'fileuuid'],
	['accession', 'accessionid'],
	['sip', 'sipuuid'],
]);

/** SS-32, whose "nothing found" is an empty 404. */
export async function findFiles(http: HttpClient, wanted: FileQuery, options: RequestOptions): Promise<readonly FoundFile[]> {
	const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
	const unknown = given.find(([name]) => !parameters.has(name));
	if (given.length === 0 || unknown) {
		const problem = unknown ? `'${unknown[0]}' cannot be looked for.` : 'Nothing is named to look for.';
		throw new ConfigurationError(`${problem} There are ${[...parameters.keys()].join(', ')}.`);
	}
	const query = Object.fromEntries(given.map(([name, value]) => [parameters.get(name) ?? name, value]));
	try {
		return await getJson(http, path`api/v2/file/metadata/`, foundFilesSchema, {...options, query});
	} catch (error) {
		if (error instanceof NotFoundError && error.body?.trim() === '') {
			return [];
		}
		throw error;
	}
}
