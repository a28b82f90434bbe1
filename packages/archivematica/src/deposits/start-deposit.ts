import {ConfigurationError} from '@fonds/core';
import type {HttpClient, Job, JobState, RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import {createPacedJob} from '../transfers/paced-job.ts';
import type {Pace} from '../transfers/paced-job.ts';
import {createDeposit} from './create-deposit.ts';
import {depositJobKind, readDepositData} from './deposit-data.ts';
import type {DepositData} from './deposit-data.ts';
import {depositMets} from './deposit-mets.ts';
import type {DepositDescription} from './deposit-mets.ts';
import {outcomeOfDeposit} from './deposit-outcome.ts';
import type {DepositResult, DepositStage, DepositStatus} from './deposit-status.ts';
import type {FileContent} from './file-content.ts';
import {contentDisposition} from './file-name.ts';
import {followDeposit} from './follow-deposit.ts';

/** A file that is sent into a deposit. */
export interface DepositContent {
	/** Its name in the deposit, Latin letters only. */
	readonly name: string;
	/** Its bytes; a function gives them anew when they must be sent again, which a stream cannot. */
	readonly content: FileContent | (() => FileContent | Promise<FileContent>);
}

/** What {@link Deposits.start} takes. */
export interface StartDeposit extends DepositDescription {
	/** UUID of the collection. */
	readonly collection: string;
	/** Files to send, besides those the server fetches. @default none */
	readonly content?: readonly DepositContent[] | undefined;
	/** Whom the content comes from: the source of acquisition. Latin letters only. */
	readonly onBehalfOf?: string | undefined;
	/** Milliseconds the downloads may take. @default 86_400_000 */
	readonly downloadLimit?: number | undefined;
	/**
	 * Milliseconds the Storage Service may take to hand the deposit to a pipeline. It waits for the pipeline without a limit of its own, and tells
	 * nothing when the collection has no pipeline. @default 1_800_000
	 */
	readonly finalisationLimit?: number | undefined;
	/** Milliseconds the transfer is looked for; while it is processed, no list has it. @default 120_000 */
	readonly transferLimit?: number | undefined;
	/** Milliseconds the servers may not answer before the wait fails. @default 1_800_000 */
	readonly silenceLimit?: number | undefined;
}

/** The servers a deposit is followed on. */
export interface DepositServers {
	readonly http: HttpClient;
	readonly dashboard: Dashboard | undefined;
	readonly now: () => number;
}

/** Creates a deposit, once everything that could go wrong later was looked at, and gives the job of the rest. */
export async function startDeposit(
	deposit: StartDeposit,
	{options, ...servers}: DepositServers & {readonly options: RequestOptions},
): Promise<Job<DepositStatus, DepositResult>> {
	const {collection, content = [], onBehalfOf} = deposit;
	checkContent(content);
	const receipt = await createDeposit(servers.http, collection, depositMets(deposit), {...options, onBehalfOf});
	return jobOf(newDepositData(receipt.uuid, deposit, servers.now()), content, servers);
}

/** Goes on with a kept job. */
export function resumeDeposit(
	state: JobState,
	content: readonly DepositContent[] = [],
	servers: DepositServers,
): Job<DepositStatus, DepositResult> {
	checkContent(content);
	return jobOf(readDepositData(state), content, servers);
}

function jobOf(data: DepositData, content: readonly DepositContent[], servers: DepositServers): Job<DepositStatus, DepositResult> {
	return createPacedJob<DepositStatus, DepositResult, DepositData>(
		{
			kind: depositJobKind,
			id: data.deposit,
			data,
			poll: (known, options) => followDeposit(known, {...servers, content, options}),
			result: outcomeOfDeposit,
		},
		({stage}) => paces[stage],
	);
}

const atOnce: Pace = {initial: 1, factor: 1, max: 1};
const asTheServer: Pace = {initial: 5000, factor: 1, max: 5000};

/** How often to look. The Storage Service itself asks the pipeline every five seconds, and then approves. */
const paces: Readonly<Record<DepositStage, Pace>> = {
	media: atOnce,
	downloads: {initial: 1000, factor: 1.5, max: 30_000},
	finish: atOnce,
	finalisation: {first: 1000, ...asTheServer},
	transfer: asTheServer,
};

function checkContent(content: readonly DepositContent[]): void {
	const names = new Set<string>();
	for (const {name} of content) {
		contentDisposition(name);
		if (names.has(name)) {
			throw new ConfigurationError(`Two files of the name ${JSON.stringify(name)} cannot be in one deposit.`, {code: 'file-name'});
		}
		names.add(name);
	}
}

function newDepositData(uuid: string, deposit: StartDeposit, now: number): DepositData {
	const {name, objectId, files = [], mods = [], content = []} = deposit;
	const {downloadLimit = 86_400_000, finalisationLimit = 1_800_000, transferLimit = 120_000, silenceLimit = 1_800_000} = deposit;
	const names = content.map(file => file.name);
	return {
		deposit: uuid,
		name,
		objectId,
		files: files.map(file => ({url: String(file.url), name: file.name, md5: file.md5 ?? null})),
		mods: mods.map(file => ({url: String(file.url), name: file.name ?? null, md5: file.md5 ?? null})),
		content: names,
		pending: names,
		fetched: 0,
		stage: names.length > 0 ? 'media' : 'downloads',
		since: now,
		silentSince: null,
		hadFailed: false,
		check: false,
		finishUncertain: false,
		before: [],
		found: [],
		limits: {download: downloadLimit, finalisation: finalisationLimit, transfer: transferLimit, silence: silenceLimit},
	};
}
