// What Fonds says of a sandbox, for a judge that is written in Python: for each line of JSON that comes in, a line of JSON goes out.
import {createHash} from 'node:crypto';
import {createInterface} from 'node:readline';
import {Archivematica, isCompressed, locationPurposes} from '../../../packages/archivematica/src/index.ts';
import {verifyAip} from '../../../packages/archivematica/src/node/index.ts';
import type {Job} from '../../../packages/core/src/index.ts';
import type {Greeting} from '../sandbox.ts';

interface Question {
	/** A key of `answers`. */
	readonly ask: string;
	readonly given: Readonly<Record<string, string | undefined>>;
}

type Answer = (given: Question['given']) => unknown;

const {url, credentials} = JSON.parse(process.argv[2] ?? '') as Greeting;
const {dashboard: dashboardUser, storage: storageUser} = credentials.archivematica;
const {dashboard, packageRequests, processingConfigurations, storage, transfers} = new Archivematica({
	dashboard: {url, ...dashboardUser},
	storage: {url, ...storageUser},
});
const quick = {interval: {initial: 20, max: 200}, deadline: 20_000};

/** What is asked for in several methods, and cannot be sent as JSON, is sent in another form: of bytes size and SHA-256, of a job what it came to. */
const answers: Readonly<Record<string, Answer>> = {
	locationPurposes: () => locationPurposes,
	locations: () => storage.locations().toArray(),
	location: ({uuid = ''}) => storage.location(uuid),
	pipelines: () => storage.pipelines().toArray(),
	pipeline: ({uuid = ''}) => storage.pipeline(uuid),
	browse: async ({location = '', path}) => (await storage.browse(location, path)).entries,

	packages: ({type}) => storage.packages(type === 'AIP' || type === 'DIP' ? {type} : {}).toArray(),
	package: ({uuid = ''}) => storage.package(uuid),
	compressedAips: () => storage.compressedAips().toArray(),
	isCompressed: async ({uuid = ''}) => isCompressed(await storage.package(uuid)),
	dipsOf: ({uuid = ''}) => storage.dipsOf(uuid).toArray(),
	dipsByAip: async () => Object.fromEntries(await storage.dipsByAip()),
	download: async ({uuid = ''}) => summaryOf(await storage.download(uuid)),
	extractFile: async ({uuid = '', path = ''}) => summaryOf(await storage.extractFile(uuid, path)),
	mets: async ({uuid = ''}) => summaryOf(await storage.mets(uuid)),
	verifyAip: ({uuid = '', path = ''}) => verifyAip(storage, uuid, path),

	processingConfiguration: ({name = ''}) => processingConfigurations.xml(name),
	unapproved: () => dashboard.unapproved(),
	startClassic: ({name = '', location = '', path = ''}) => dashboard.startTransfer({name, source: {location, path}}),
	transferStatus: ({uuid = ''}) => dashboard.transferStatus(uuid),
	ingestStatus: ({uuid = ''}) => dashboard.ingestStatus(uuid),
	completedTransfers: () => dashboard.completedTransfers(),
	completedIngests: () => dashboard.completedIngests(),
	waiting: () => dashboard.waiting(),
	jobs: ({unit = '', name, microservice, link}) => dashboard.jobs(unit, {name, microservice, link}),
	validateCsv: ({validator = '', csv = ''}) => dashboard.validateCsv(validator, csv),
	server: () => dashboard.server(),

	start: async ({name = '', location = '', path = ''}) =>
		(await transfers.start({name, source: {location, path}, processingConfig: 'automated'})).id,
	follow: ({transfer = ''}) => transfers.follow(transfer).done(quick),
	requestDeletion: async ({uuid = '', reason = ''}) => {
		const plan = await packageRequests.plan(uuid);
		const {id, alreadyRequested, job} = await packageRequests.requestDeletion(plan, {reason, userId: 1, userEmail: 'fonds@example.org'});
		return {status: plan.package.status, id, alreadyRequested, job: JSON.stringify(job)};
	},
	decisionOf: async ({job = ''}) => resultOf(await packageRequests.resume(JSON.parse(job))),
};

/** A failure of the job is its outcome. */
async function resultOf<T>(job: Job<unknown, T>): Promise<T | {readonly code: string}> {
	return job.done(quick).catch((error: {readonly code: string}) => ({code: error.code}));
}

async function summaryOf(bytes: ReadableStream<Uint8Array>): Promise<{readonly size: number; readonly sha256: string}> {
	const hash = createHash('sha256');
	let size = 0;
	for await (const chunk of bytes) {
		hash.update(chunk);
		size += chunk.length;
	}
	return {size, sha256: hash.digest('hex')};
}

async function answer(line: string): Promise<unknown> {
	try {
		const {ask, given} = JSON.parse(line) as Question;
		const say = answers[ask];
		if (!say) throw new Error(`Nobody can be asked for ${ask}.`);
		return {answer: (await say(given)) ?? null};
	} catch (error) {
		const {code} = error as {readonly code?: string};
		return {problem: code === undefined ? String(error) : `${code}: ${String(error)}`};
	}
}

for await (const line of createInterface({input: process.stdin})) process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
