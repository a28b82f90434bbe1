import {
	ConfigurationError,
	createProgress,
	isSdkError,
	JobFailedError,
	PackageError,
	type PollOptions,
	type ProgressCounter,
} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import type {DirectoryPackage} from './directory-report.ts';
import type {DirectoryState, SentDirectoryPackage} from './directory-state.ts';
import type {DirectoryTally} from './directory-tally.ts';
import {isOver, untilIngested} from './follow-package.ts';
import type {IngestDirectoryOptions} from './ingest-directory.ts';
import type {AssetToPackage} from './package-files.ts';

/** Ingests followed at the same time; the next package waits for one of them. */
const concurrency = 4;

/** A file that is to be uploaded. */
export interface NewFile {
	readonly code: string;
	readonly asset: AssetToPackage;
	readonly size: number;
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
		this.#waits = options.wait ?? options.location === undefined;
		this.#progress = createProgress(options.onProgress, 'upload');
	}

	/** Finds out what became of the packages of an earlier run, and gives the codes of those that are not over. What failed is sent again. */
	async settleEarlier(): Promise<ReadonlySet<string>> {
		const waiting = new Set<string>();
		for (const sent of this.#state.packages) {
			if (await isOver(this.#preservica, sent, this.#waits, this.#pollOptions)) {
				this.#state.packages.delete(sent);
			} else {
				sent.codes.forEach(code => waiting.add(code));
			}
		}
		await this.#state.save();
		return waiting;
	}

	/** Sends a package and has its ingest followed. What is wrong with this package only does not end the run. */
	async upload(place: Place, files: readonly NewFile[]): Promise<void> {
		while (this.#following.size >= concurrency) {
			await Promise.race(this.#following);
		}
		this.#throwFailure();
		const codes = files.map(({code}) => code);
		try {
			await this.#keep(place, files, await this.#send(place, files));
		} catch (error) {
			if (isSdkError(error, 'upload-unconfirmed')) {
				this.#state.packages.add({directory: place.code, codes, job: undefined}); // It may have arrived.
				await this.#state.save();
			} else if (!(error instanceof PackageError || error instanceof ConfigurationError)) {
				throw error;
			}
			this.#tally.fail('file', codes, error);
		}
	}

	/** Waits for the ingests that are followed. */
	async settle(): Promise<void> {
		await Promise.all(this.#following);
		this.#throwFailure();
		this.#progress.end();
	}

	async #send(
		{code, folder}: Place,
		files: readonly NewFile[],
	): Promise<{readonly sent: SentDirectoryPackage; readonly key: string | undefined}> {
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
		const codes = files.map(file => file.code);
		if (location === undefined) {
			const job = await this.#preservica.uploads.upload(source, {folder, signal, onProgress});
			return {sent: {directory: code, codes, job: job.toJSON()}, key: undefined};
		}
		const {key} = await this.#preservica.uploads.uploadToLocation(source, {location, folder, signal, onProgress});
		return {sent: {directory: code, codes, job: undefined}, key};
	}

	async #keep(
		{code, folder}: Place,
		files: readonly NewFile[],
		{sent, key}: {readonly sent: SentDirectoryPackage; readonly key: string | undefined},
	): Promise<void> {
		this.#state.packages.add(sent);
		await this.#state.save();
		const size = files.reduce((sum, file) => sum + file.size, 0);
		sent.codes.forEach(file => this.#tally.file(file, 'uploaded'));
		const index = this.#tally.add({directory: code, folder, files: files.length, size, outcome: 'waiting', job: sent.job, key});
		if (this.#waits) {
			const task: Promise<void> = this.#follow(sent, index).finally(() => this.#following.delete(task));
			this.#following.add(task);
		}
	}

	/** Waits for the end of an ingest. Never rejects: what ends the run is kept for it. */
	async #follow(sent: SentDirectoryPackage, index: number): Promise<void> {
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
		const {signal, timeout, totalTimeout, interval, deadline, sleep} = this.#options;
		return {signal, timeout, totalTimeout, interval, deadline, sleep};
	}
}
