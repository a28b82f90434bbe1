import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {ContainedObject, OpexContainer} from '../ingest/container.ts';
import type {ArrivedPackage} from '../jobs/job.ts';
import type {Jobs} from '../jobs/jobs.ts';
import type {Processes} from '../process/processes.ts';
import type {Arrival, Part, StoredObject} from '../s3/uploads.ts';

/**
 * What was uploaded to a source. What has the metadata of a package is ingested (2.4.2): when it arrives or, while no process is active, as soon as
 * one is. The rest is kept as it is. Nobody is told of an ingest's progress token.
 */
export class Arrivals {
	/** The source they are in. */
	readonly containerName: string;
	readonly #kept: Collection<StoredObject>;
	readonly #context: SandboxContext;
	readonly #jobs: Jobs;
	readonly #processes: Processes;

	constructor(containerName: string, kept: Collection<StoredObject>, context: SandboxContext, jobs: Jobs, processes: Processes) {
		this.containerName = containerName;
		this.#kept = kept;
		this.#context = context;
		this.#jobs = jobs;
		this.#processes = processes;
	}

	/** Takes what arrives. */
	readonly arrive: Arrival = (object, parts, user, also) => {
		const files = parts.map(({blob, size}) => ({blob, size}));
		if (this.#processes.takesPackages && isPackage(object)) {
			this.#ingest(object, files, user, also);
		} else {
			this.#context.store.transaction(() => {
				also();
				this.#kept.put(object.key, {...object, parts: files, user});
			});
		}
		return undefined;
	};

	/** Ingests the packages that arrived while no process was active, in the order of their arrival. */
	takeUp(): void {
		for (const {parts, user, ...object} of this.#kept.values())
			if (parts && user !== undefined && isPackage(object)) this.#ingest(object, parts, user);
	}

	/** What lies below a directory, which has a `/` at its end, and waits for an ingest; `undefined` when there is nothing. */
	container(directory: string): OpexContainer | undefined {
		const objects = this.#kept.values().flatMap(({key, parts}) => (parts && key.startsWith(directory) ? [{key, parts}] : []));
		return objects.length === 0 ? undefined : {directory, objects};
	}

	/** The directories directly in another one. */
	directoriesIn(directory: string): readonly string[] {
		const inside = this.#kept.values().flatMap(({key}) => (key.startsWith(directory) ? [key.slice(directory.length).split('/')] : []));
		return [...new Set(inside.flatMap(([name = '', ...below]) => (below.length > 0 ? [`${directory}${name}/`] : [])))];
	}

	/** Is it still there as it was? */
	has({key, parts}: ContainedObject): boolean {
		return this.#kept.get(key)?.parts?.[0]?.blob === parts[0]?.blob;
	}

	#ingest(object: StoredObject, parts: readonly Part[], user: string, also?: () => void): void {
		const {key, metadata} = object;
		const arrived: ArrivedPackage = {
			parts,
			key: metadata['name'] ?? key,
			folder: metadata['collectionreference'],
			source: this.containerName,
		};
		this.#jobs.start({kind: 'ingest', package: arrived}, user, () => {
			also?.();
			this.#kept.put(key, object);
		});
	}
}

function isPackage({key, metadata}: StoredObject): boolean {
	return metadata['key'] === key && metadata['name'] !== undefined;
}
