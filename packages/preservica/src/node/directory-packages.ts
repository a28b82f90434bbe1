import {createProgress, isSdkError, JobFailedError, PackageError, type PollOptions, type ProgressCounter} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import type {DirectoryPackage} from './directory-report.ts';
import type {DirectoryState, SentDirectoryPackage} from './directory-state.ts';
import type {DirectoryTally} from './directory-tally.ts';
import {isOver, untilIngested} from './follow-package.ts';
import type {FileStats} from './disk-file.ts';
import type {IngestDirectoryOptions} from './ingest-directory.ts';
import type {AssetToPackage, DiskFile} from './package-files.ts';
import {findBadFiles, isOfPackage, isRefusal} from './package-problem.ts';

/** Ingests followed at the same time; the next package waits for one of them. */
const concurrency = 4;

/** A file that is to be uploaded. */
export interface NewFile {
	readonly code: string;
	readonly asset: AssetToPackage;
	/** Where it is on the disk. */
	readonly path: string;
	readonly stats: FileStats;
	readonly onDisk: DiskFile;
}

/** A directory and the folder that mirrors it. */
export interface Place {
	readonly directory: string;
	readonly code: string;
	readonly folder: string;
}

/** The packages of a run: sends them and follows their ingests. */
export class DirectoryPackages {
	readonly #preservica: Pick<Preservica, 'entities' | 'uploads'>;
	readonly #state: DirectoryState;
	readonly #tally: DirectoryTally;
	readonly #options: IngestDirectoryOptions;
	readonly #waits: boolean;
	readonly #progress: ProgressCounter;
	readonly #following = new Set<Promise<void>>();
	/** Ends the following of ingests. */
	readonly #stop = new AbortController();
	readonly #signal: AbortSignal;
	#failure: {readonly error: unknown} | undefined;

	constructor(
		preservica: Pick<Preservica, 'entities' | 'uploads'>,
		state: DirectoryState,
		tally: DirectoryTally,
		options: IngestDirectoryOptions,
	) {
		this.#preservica = preservica;
		this.#state = state;
		this.#tally = tally;
		this.#options = options;
		this.#signal = options.signal ? AbortSignal.any([options.signal, this.#stop.signal]) : this.#stop.signal;
		this.#waits = options.wait ?? options.location === undefined;
		this.#progress = createProgress(options.onProgress, 'upload');
	}

	/** Finds out what became of the packages of an earlier run, and gives the codes of those that are not over. What failed is sent again. */
	async settleEarlier(): Promise<ReadonlySet<string>> {
		const waiting = new Set<string>();
		for (const sent of this.#state.packages) {
			const isForgotten = this.#options.sendAgain === true && sent.job === undefined;
			if (isForgotten || (await isOver(this.#preservica, sent, this.#waits, this.#pollOptions))) {
				this.#state.packages.delete(sent);
			} else {
				const {codes, ...earlier} = sent;
				this.#tally.wait({...earlier, paths: codes});
				codes.forEach(code => waiting.add(code));
			}
		}
		await this.#state.save();
		return waiting;
	}

	/**
	 * Sends a package and has its ingest followed. What is wrong with this package only does not end the run, and files that cannot be packaged
	 * do not keep the others from it.
	 */
	async upload(place: Place, files: readonly NewFile[]): Promise<void> {
		while (this.#following.size >= concurrency) {
			await Promise.race(this.#following);
		}
		this.#throwFailure();
		try {
			this.#follow(place, files, await this.#send(place, files));
		} catch (error) {
			if (!isOfPackage(error)) {
				throw error;
			}
			const bad = error instanceof PackageError ? await findBadFiles(files, error) : [];
			const failed = bad.length === 0 ? files : bad;
			this.#tally.fail(
				'file',
				failed.map(({code}) => code),
				error,
			);
			const others = files.filter(file => !failed.includes(file));
			await (others.length === 0 ? undefined : this.upload(place, others));
		}
	}

	/** Lets go of the ingests that are followed. */
	async leave(): Promise<void> {
		this.#stop.abort();
		await Promise.all(this.#following);
	}

	/** Waits for the ingests that are followed. */
	async settle(): Promise<void> {
		await Promise.all(this.#following);
		this.#throwFailure();
		this.#progress.end();
	}

	/** Sends a package. That it may have arrived is kept from before its last request on, until it is known that it has not. */
	async #send({code, folder}: Place, files: readonly NewFile[]): Promise<SentDirectoryPackage> {
		const {packageFiles, location, signal} = this.#options;
		const source = await packageFiles(
			files.map(({asset}) => asset),
			{parent: folder, signal},
		);
		let passed = 0;
		const onProgress = ({done}: {readonly done: number}): void => {
			this.#progress.add(done - passed);
			passed = done;
		};
		let sent: SentDirectoryPackage = {directory: code, codes: files.map(file => file.code), key: '', arrived: false, job: undefined};
		const beforeArrival = async ({key}: {readonly key: string}): Promise<void> => {
			sent = {...sent, key};
			this.#state.packages.add(sent);
			await this.#state.save();
		};
		const options = {folder, signal, onProgress, beforeArrival};
		const {uploads} = this.#preservica;
		try {
			const job = location === undefined ? (await uploads.upload(source, options)).toJSON() : undefined;
			await (location === undefined ? undefined : uploads.uploadToLocation(source, {...options, location}));
			const arrived = {...sent, arrived: true, job};
			this.#state.packages.delete(sent);
			this.#state.packages.add(arrived);
			await this.#state.save();
			return arrived;
		} catch (error) {
			if (isRefusal(error) && this.#state.packages.delete(sent)) {
				await this.#state.save();
			}
			throw error;
		}
	}

	/** Counts a package that has arrived, and follows its ingest if that is wanted. */
	#follow({code, folder}: Place, files: readonly NewFile[], sent: SentDirectoryPackage): void {
		const size = files.reduce((sum, {stats}) => sum + stats.size, 0);
		sent.codes.forEach(file => this.#tally.file(file, 'uploaded'));
		const index = this.#tally.add({directory: code, folder, files: files.length, size, outcome: 'waiting', job: sent.job, key: sent.key});
		if (this.#waits) {
			const task: Promise<void> = this.#watch(sent, index).finally(() => this.#following.delete(task));
			this.#following.add(task);
		}
	}

	/** Waits for the end of an ingest. Never rejects: what ends the run is kept for it. */
	async #watch(sent: SentDirectoryPackage, index: number): Promise<void> {
		let outcome: DirectoryPackage['outcome'] = 'ingested';
		try {
			await untilIngested(this.#preservica, sent, this.#pollOptions);
		} catch (error) {
			if (isSdkError(error, 'deadline')) {
				return; // The state keeps it.
			}
			if (!(error instanceof JobFailedError)) {
				this.#failure ??= {error};
				return;
			}
			outcome = 'failed';
			this.#tally.fail('file', sent.codes, error);
		}
		this.#tally.end(index, outcome);
		this.#state.packages.delete(sent);
		await this.#state.save().catch((error: unknown) => {
			this.#failure ??= {error};
		});
	}

	#throwFailure(): void {
		if (this.#failure !== undefined) {
			throw this.#failure.error;
		}
	}

	get #pollOptions(): PollOptions {
		const {timeout, totalTimeout, interval, deadline, sleep} = this.#options;
		return {signal: this.#signal, timeout, totalTimeout, interval, deadline, sleep};
	}
}
