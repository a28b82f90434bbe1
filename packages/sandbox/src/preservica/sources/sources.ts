import {createHash, randomBytes} from 'node:crypto';
import {isoDate} from '../../clock.ts';
import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {Jobs} from '../jobs/jobs.ts';
import type {Processes} from '../process/processes.ts';
import type {ContainedObject, OpexContainer} from '../ingest/container.ts';
import type {StoredObject} from '../s3/uploads.ts';
import {Uploads} from '../s3/uploads.ts';
import {Arrivals} from './arrivals.ts';
import {AzureContainer} from './azure-container.ts';

/** A source that packages can be uploaded to. */
export interface UploadSource {
	readonly apiId: string;
	readonly type: 'AWS' | 'Azure';
	readonly containerName: string;
}

/** Temporary credentials for a source. */
export interface SourceCredentials {
	/** The access key of AWS, the signature of Azure. */
	readonly id: string;
	readonly source: string;
	readonly secret: string;
	readonly sessionToken: string;
	readonly user: string;
	readonly expiresAt: number;
}

/** How long credentials last, in milliseconds. */
const lifetime = 60 * 60_000;

/** The storage account of the Azure source. */
export const azureAccount = 'fondsupload';

/** The sources of the tenancy, credentials for them, and what was uploaded there. */
export class Sources {
	readonly all: readonly UploadSource[];
	readonly bucket: Uploads;
	readonly container: AzureContainer;
	readonly #arrivals: readonly [inBucket: Arrivals, inContainer: Arrivals];
	readonly #context: SandboxContext;
	readonly #credentials: Collection<SourceCredentials>;

	constructor(context: SandboxContext, jobs: Jobs, processes: Processes) {
		const {store, credentials} = context;
		const tenant = credentials.preservica.tenant.toLowerCase();
		this.all = [
			{apiId: '5f6e0d4c3b2a49188f7e6d5c4b3a2910', type: 'AWS', containerName: `com.preservica.${tenant}.upload`},
			{apiId: '8a7b6c5d4e3f42019a8b7c6d5e4f3021', type: 'Azure', containerName: `${tenant}-upload`},
		];
		this.#context = context;
		this.#credentials = store.collection('preservica.source-credentials');
		const objects: Collection<StoredObject> = store.collection('preservica.source-objects');
		const blobs: Collection<StoredObject> = store.collection('preservica.source-blobs');
		const arrivals = (kept: Collection<StoredObject>, source: UploadSource | undefined): Arrivals =>
			new Arrivals(source?.containerName ?? '', kept, context, jobs, processes);
		const [inBucket, inContainer] = [arrivals(objects, this.all[0]), arrivals(blobs, this.all[1])];
		this.bucket = new Uploads(context, objects, 'preservica.source-uploads', inBucket.arrive);
		this.container = new AzureContainer(context, blobs, inContainer.arrive);
		this.#arrivals = [inBucket, inContainer];
	}

	/** Ingests the packages that arrived while no process was active. */
	takeUp(): void {
		for (const arrivals of this.#arrivals) arrivals.takeUp();
	}

	/** The OPEX container that lies in a directory of a source: of the first that has anything there. */
	opexContainer(directory: string): (OpexContainer & {readonly source: string}) | undefined {
		for (const arrivals of this.#arrivals) {
			const container = arrivals.container(directory);
			if (container) return {...container, source: arrivals.containerName};
		}
		return undefined;
	}

	/** The directories of OPEX containers (4.3). */
	opexDirectories(): readonly string[] {
		return [...new Set(this.#arrivals.flatMap(arrivals => arrivals.directoriesIn('opex/')))];
	}

	/** Removes objects that were ingested, unless others have taken their places. */
	remove(source: string, taken: readonly ContainedObject[]): void {
		const [inBucket, inContainer] = this.#arrivals;
		for (const object of taken) {
			if (source === inBucket.containerName && inBucket.has(object)) this.bucket.removeObject(object.key);
			if (source === inContainer.containerName && inContainer.has(object)) this.container.delete(object.key);
		}
	}

	/** Gives out credentials for a source. Ones that ended are forgotten. */
	issue(source: UploadSource, user: string): SourceCredentials {
		const now = this.#context.now();
		for (const old of this.#credentials.values()) if (old.expiresAt + lifetime < now) this.#credentials.delete(old.id);
		const expiresAt = now + lifetime;
		const credentials = {...(source.type === 'AWS' ? awsKeys() : azureKeys(now, expiresAt)), source: source.apiId, user, expiresAt};
		this.#credentials.put(credentials.id, credentials);
		return credentials;
	}

	/** Credentials that were given out for the source of a type. */
	credentials(type: UploadSource['type'], id: string): SourceCredentials | undefined {
		const found = this.#credentials.get(id);
		return this.all.some(source => source.type === type && source.apiId === found?.source) ? found : undefined;
	}

	/** Ends all credentials, as the end of their time would. */
	expireAll(): void {
		const now = this.#context.now();
		for (const each of this.#credentials.values()) this.#credentials.put(each.id, {...each, expiresAt: Math.min(each.expiresAt, now)});
	}
}

function awsKeys() {
	const id = `ASIA${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 16).toUpperCase()}`;
	return {id, secret: randomBytes(30).toString('base64'), sessionToken: randomBytes(120).toString('base64')};
}

/** A shared access signature for a container, with all permissions (Azure: Create a service SAS). Its signature is only a number. */
function azureKeys(from: number, until: number) {
	const id = randomBytes(32).toString('base64');
	const token = new URLSearchParams({
		sv: '2024-11-04',
		st: seconds(from),
		se: seconds(until),
		sr: 'c',
		sp: 'racwdl',
		spr: 'https,http',
		sig: id,
	});
	return {id, secret: '', sessionToken: token.toString()};
}

function seconds(time: number): string {
	return isoDate(time).replace(/\.\d+Z$/u, 'Z');
}
