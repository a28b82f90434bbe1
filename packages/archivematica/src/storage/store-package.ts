import {ConfigurationError, path} from '@fonds/core';
import type {HttpClient, Job, JobState, JsonValue, RequestOptions} from '@fonds/core';
import {getJson, sendJson} from '@fonds/core/json';
import {insidePath} from '../paths/server-path.ts';
import {createTaskJob, readTaskState, startedTask} from './async-job.ts';
import type {TaskStatus} from './async-job.ts';
import {isCompressed} from './compressed.ts';
import {isMissing} from './is-missing.ts';
import {packageSchema} from './package-json.ts';
import type {StoragePackage} from './package.ts';
import {encodeAgent, encodeEvent} from './premis.ts';
import type {NewPremisAgent, NewPremisEvent} from './premis.ts';
import {resourceUri} from './resource-uri.ts';
import {orUncertain} from './uncertain-work.ts';

/** What the calls that store have in common. */
export interface PackageToStore {
	/** The package's UUID: for an AIP that of its SIP. */
	readonly uuid: string;
	/** Where the content is now, usually the currently-processing location of the pipeline. */
	readonly origin: {
		/** UUID of the location. */
		readonly location: string;
		/** In the location; a directory ends in a slash. */
		readonly path: string;
	};
	/** UUID of the location it goes to, or the default one for its kind. */
	readonly destination: string | {readonly default: 'AS' | 'DS' | 'BL'};
	/** File or directory name; for all but transfers the server puts the UUID in front, in groups of four. */
	readonly path: string;
	/** UUID of the pipeline it comes from. */
	readonly pipeline: string;
	/** Bytes. */
	readonly size?: number | undefined;
	/** Such as `Archival Information Package`. */
	readonly subtype?: string | undefined;
	/** UUID of a package this one belongs to: of a DIP its AIP. */
	readonly relatedTo?: string | undefined;
	/** What the pointer file tells. A compressed AIP must have one of {@link compressionEvent}. */
	readonly events?: readonly NewPremisEvent[] | undefined;
	readonly agents?: readonly NewPremisAgent[] | undefined;
}

/** What {@link StorageService.storePackage} takes. Of other types the server only makes a row that failed. */
export interface NewStoragePackage extends PackageToStore {
	/** AIPs go to AIP storage, DIPs to DIP storage, transfers to the backlog. */
	readonly type: 'AIP' | 'AIC' | 'DIP' | 'transfer';
}

/** What {@link StorageService.finishReingest} takes. */
export interface FinishedReingest extends PackageToStore {
	readonly type: 'AIP' | 'AIC';
	/** UUID of the pipeline the reingest was started on. */
	readonly reingest: string;
}

/** How work is asked for. */
export interface WorkOptions extends RequestOptions {
	/**
	 * `async` has the work done in the background. `synchronous` holds the call until it is done, which a proxy in between may cut: for servers
	 * before 0.12. @default 'async'
	 */
	readonly via?: 'async' | 'synchronous' | undefined;
}

const kind = 'archivematica-store-package';

/** Milliseconds storing may take in one call. */
const storing = 86_400_000;

/** SS-19, or SS-18. */
export async function storePackage(
	http: HttpClient,
	stored: NewStoragePackage,
	{via = 'async', ...options}: WorkOptions,
): Promise<Job<TaskStatus, StoragePackage>> {
	checkPackage(stored);
	const body = encodePackage(stored);
	const {uuid} = stored;
	const task = await orUncertain(`the package ${uuid} is being stored`, adviceFor(uuid), async () => {
		if (via === 'synchronous') {
			const timeout = options.timeout ?? storing;
			await sendJson(http, 'POST', path`api/v2/file/`, body, packageSchema, {...options, timeout});
			return undefined;
		}
		const headers = {'content-type': 'application/json'};
		const response = await http.send('POST', path`api/v2/file/async/`, {
			...options,
			headers,
			retry: false,
			body: JSON.stringify(body),
		});
		return startedTask(response, `The storing of the package ${uuid}`);
	});
	return follow(http, uuid, task);
}

/** Goes on with a kept job. */
export function resumeStorePackage(http: HttpClient, state: JobState): Job<TaskStatus, StoragePackage> {
	return follow(http, state.id, readTaskState(state, kind).task);
}

function follow(http: HttpClient, uuid: string, task: number | undefined): Job<TaskStatus, StoragePackage> {
	return createTaskJob(http, {
		kind,
		id: uuid,
		task,
		what: `The storing of the package ${uuid}`,
		work: null,
		advice: adviceFor(uuid),
		result: async (_, options) => {
			const stored = await getJson(http, path`api/v2/file/${uuid}/`, packageSchema, options).catch(orUndefined);
			return stored?.status === 'UPLOADED' ? stored : undefined;
		},
	});
}

/** A task that was lost early made no row. */
function orUndefined(error: unknown): undefined {
	if (!isMissing(error)) {
		throw error;
	}
}

function adviceFor(uuid: string): string {
	return `Look at the package ${uuid} before storing it again: a row may be there, even with its content.`;
}

/** SS-21. */
export async function finishReingest(http: HttpClient, finished: FinishedReingest, options: RequestOptions): Promise<StoragePackage> {
	const {uuid, type, reingest, destination} = finished;
	if (typeof reingest !== 'string' || reingest === '') {
		throw new ConfigurationError('Without the pipeline of its reingest, a package would be overwritten. Give `reingest`.');
	}
	if (!['AIP', 'AIC'].includes(type) || (typeof destination === 'object' && destination.default !== 'AS')) {
		throw new ConfigurationError('A reingest ends with an AIP or AIC that goes to AIP storage: anything else only overwrites the row.');
	}
	checkPackage(finished);
	const body: JsonValue = {...encodePackage(finished), reingest};
	return orUncertain(`the reingest of ${uuid} is finished`, 'Look at its attributes and its status before finishing it again.', () =>
		sendJson(http, 'PUT', path`api/v2/file/${uuid}/`, body, packageSchema, {
			...options,
			timeout: options.timeout ?? storing,
			retry: false,
		}),
	);
}

const purposes: Readonly<Record<string, string>> = {AIP: 'AS DS', AIC: 'AS DS', DIP: 'AS DS', transfer: 'BL'};

/** What the server would take and make a broken package of (reference 3.6). */
function checkPackage({uuid, type, origin, destination, path: name, events = []}: NewStoragePackage): void {
	if (uuid === '' || name === '' || origin.path === '') {
		throw new ConfigurationError('A package to store needs a UUID, a path, and the path of its content.');
	}
	const allowed = Object.hasOwn(purposes, type) ? purposes[type] : undefined;
	if (allowed === undefined || (typeof destination === 'object' && !allowed.split(' ').includes(destination.default))) {
		throw new ConfigurationError(
			`A package of the type '${type}' cannot be stored there. AIPs, AICs and DIPs go to AS or DS, transfers to BL.`,
		);
	}
	const isArchival = type === 'AIP' || type === 'AIC';
	if (isArchival && isCompressed({path: name}) && !events.some(event => event.type === 'compression')) {
		throw new ConfigurationError(
			`The compressed ${type} '${name}' would be stored without a pointer file. Add what compressionEvent() gives to its events.`,
		);
	}
}

function encodePackage(stored: NewStoragePackage): {readonly [key: string]: JsonValue} {
	const {uuid, type, origin, destination, path: name, pipeline, size, subtype, relatedTo, events, agents} = stored;
	return {
		uuid,
		origin_location: resourceUri('location', origin.location),
		origin_path: insidePath(origin.path).text,
		current_location:
			typeof destination === 'string' ? resourceUri('location', destination) : `/api/v2/location/default/${destination.default}/`,
		current_path: insidePath(name).text,
		package_type: type,
		origin_pipeline: resourceUri('pipeline', pipeline),
		...(size !== undefined && {size}),
		...(subtype !== undefined && {aip_subtype: subtype}),
		...(relatedTo !== undefined && {related_package_uuid: relatedTo}),
		...(events && {events: events.map(encodeEvent)}),
		...(agents && {agents: agents.map(encodeAgent)}),
	};
}
