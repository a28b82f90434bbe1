import {ConfigurationError, ConflictError, HttpError, isSdkError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import type {Dashboard} from '../dashboard/dashboard.ts';
import {serverMessage} from '../http/server-message.ts';
import {optionalText} from '../json/lenient.ts';
import {packageFolder} from '../storage/extraction-path.ts';
import type {StoragePackage} from '../storage/package.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {isApproval} from '../transfers/approve.ts';
import {acceptedAs, newReingestData} from './reingest-data.ts';
import type {ReingestData} from './reingest-data.ts';
import {reingestTypes} from './reingest.ts';
import type {StartReingest} from './reingest.ts';

/** What a reingest is started with. */
export interface ReingestServers {
	/** The transport of the Storage Service. */
	readonly http: HttpClient;
	readonly dashboard: Dashboard;
	readonly storage: StorageService;
	/** Milliseconds of the epoch. */
	readonly now: () => number;
}

/** Milliseconds the servers give themselves to copy (reference 1.13). */
const copying = 86_400_000;

const answer = z.object({reingest_uuid: optionalText});

/** Checks, and asks the Storage Service to send the AIP to the pipeline (SS-33). A lost answer is no error: the job looks what came of it. */
export async function startReingest(
	servers: ReingestServers,
	aip: string,
	reingest: StartReingest,
	options: RequestOptions,
): Promise<ReingestData> {
	const {http, dashboard, storage, now} = servers;
	checkReingest(reingest);
	const [found, pipeline] = await Promise.all([storage.package(aip, options), pipelineOf(dashboard, reingest, options)]);
	requireReingestable(found);
	if (reingest.processingConfig !== undefined) {
		await dashboard.processingConfigurations.xml(reingest.processingConfig, options);
	}
	const name = nameOf(found);
	const others = reingest.type === 'full' ? await waitingOf(dashboard, name, options) : [];
	const data = newReingestData(aip, reingest, {now: now(), name, others});
	const body = JSON.stringify({pipeline, reingest_type: reingest.type, processing_config: reingest.processingConfig});
	const headers = {'content-type': 'application/json'};
	const request = {...options, timeout: options.timeout ?? copying, headers, body, retry: false};
	try {
		const response = await http.send('POST', path`api/v2/file/${aip}/reingest/`, request);
		const {reingest_uuid: uuid} = await decodeJson(response, answer);
		return uuid ? acceptedAs(data, uuid, now()) : data;
	} catch (error) {
		if (isLost(error)) {
			return data;
		}
		throw explainRefusal(error, aip);
	}
}

/** The pipeline that has a package at present, or was to have it (reference 3.6). */
export function reingestedOn({attributes}: StoragePackage): string | undefined {
	const pipeline = attributes['reingest_pipeline'];
	return typeof pipeline === 'string' && pipeline !== '' ? pipeline : undefined;
}

/** The name of an AIP, without its UUID. */
export function nameOf(found: StoragePackage): string {
	return packageFolder(found).replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, '');
}

/** UUIDs of transfers of a name that wait for approval (AM-06). */
export async function waitingOf(dashboard: Dashboard, name: string, options: RequestOptions): Promise<readonly string[]> {
	const waiting = await dashboard.waiting(options);
	return waiting.filter(unit => unit.name === name && isApproval(unit.microservice)).map(({uuid}) => uuid);
}

/** The server takes any word for a kind, and then sends the METS file only (SS-33). */
function checkReingest({type, metadata = []}: StartReingest): void {
	if (!reingestTypes.includes(type)) {
		throw new ConfigurationError(
			`${JSON.stringify(type)} is no kind of reingest. Known are: ${reingestTypes.join(', ')}. METADATA_ONLY, OBJECTS and FULL of the documents are 'metadata', 'objects' and 'full'.`,
		);
	}
	if (type === 'full' && metadata.length > 0) {
		throw new ConfigurationError('Metadata files can be added to a reingest of metadata or objects, not to a full one.');
	}
}

function requireReingestable(found: StoragePackage): void {
	const {uuid, type, status, statusText} = found;
	if (type !== 'AIP' && type !== 'AIC') {
		throw new ConfigurationError(`Only AIPs and AICs can be reingested; the package ${uuid} is of the type ${type}.`, {
			code: 'wrong-package-type',
		});
	}
	if (status !== 'UPLOADED' && status !== 'VERIFIED') {
		throw new ConflictError(`The AIP ${uuid} cannot be reingested, its status is ${statusText}: it has to be UPLOADED.`, {
			code: 'not-stored',
		});
	}
	const pipeline = reingestedOn(found);
	if (pipeline !== undefined) {
		throw new ConflictError(
			`The AIP ${uuid} is already being reingested, on the pipeline ${pipeline}. Follow that with reingests.follow(), or give the AIP free with reingests.release() when the pipeline gave up.`,
			{code: 'being-reingested'},
		);
	}
}

/** The Storage Service sends the AIP to any pipeline; this dashboard can follow it on its own only. */
async function pipelineOf(dashboard: Dashboard, {pipeline: given}: StartReingest, options: RequestOptions): Promise<string> {
	const {pipeline: own} = await dashboard.server(options);
	const pipeline = given ?? own;
	if (pipeline === undefined) {
		throw new ConfigurationError(
			'The dashboard does not say which pipeline it is. Give the UUID of its pipeline; in a page, let the proxy expose the header X-Archivematica-ID.',
		);
	}
	if (own !== undefined && own !== pipeline) {
		throw new ConfigurationError(`This dashboard is the pipeline ${own} and could not follow a reingest on ${pipeline}.`, {
			code: 'foreign-pipeline',
		});
	}
	return pipeline;
}

/** Nobody answered, or only a proxy did: the work may go on (reference 1.13). What the Storage Service says itself is JSON. */
function isLost(error: unknown): boolean {
	if (error instanceof HttpError) {
		return (error.status ?? 0) >= 500 && !/^\s*\{/.test(error.body ?? '');
	}
	return isSdkError(error, 'network') || isSdkError(error, 'timeout') || isSdkError(error, 'decode');
}

const advice: Readonly<Record<number, {readonly code: string; readonly text: string}>> = {
	405: {code: 'wrong-package-type', text: 'Only AIPs and AICs can be reingested.'},
	409: {code: 'being-reingested', text: 'Give the AIP free with reingests.release() when the pipeline gave up.'},
	412: {code: 'no-processing-location', text: 'The pipeline needs exactly one currently-processing location.'},
	500: {code: 'reingest-content', text: 'The content of the AIP is damaged, or cannot be reached: ask storage.checkFixity().'},
	502: {
		code: 'pipeline-refused',
		text: 'The pipeline could not be reached, refused its key, or has a transfer of this name waiting. Look in its dashboard before you try again.',
	},
};

function explainRefusal(error: unknown, aip: string): unknown {
	if (!(error instanceof HttpError)) {
		return error;
	}
	const {status = 0, method, url, body} = error;
	const isUnknownPipeline = status === 400 && /failed to return a pipeline/.test(serverMessage(body ?? '') ?? '');
	const known = isUnknownPipeline
		? {code: 'unknown-pipeline', text: 'The Storage Service does not know it, or it is disabled.'}
		: advice[status];
	if (known === undefined) {
		return error;
	}
	const Kind = status === 409 ? ConflictError : HttpError;
	return new Kind(`The reingest of the AIP ${aip} was not started: ${error.message} ${known.text}`, {
		code: known.code,
		status,
		method,
		url,
		body,
		cause: error,
	});
}
