/// <reference types="node" />
import {join} from 'node:path';
import {
	ConfigurationError,
	createProgress,
	isSdkError,
	JobFailedError,
	PackageError,
	type PollOptions,
	type ProgressCounter,
	type RequestOptions,
} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import type {DirectoryItem, DirectoryPackage, DirectoryReport, FailedPaths, SkippedPath} from './directory-report.ts';
import type {DirectoryState, SentDirectoryPackage} from './directory-state.ts';
import {diskFile} from './disk-file.ts';
import {ensureFolder} from './ensure-folder.ts';
import {identifierType, isThere} from './find-code.ts';
import {isOver, untilIngested} from './follow-package.ts';
import type {IngestDirectoryOptions} from './ingest-directory.ts';
import {listDirectory, type Listed} from './list-directory.ts';
import type {AssetToPackage} from './package-files.ts';

/** Lookups at the same time. */
const lookups = 8;

/** Ingests followed at the same time; the next package waits for one of them. */
const ingests = 4;

/** A file that is to be uploaded. */
interface NewFile {
	readonly code: string;
	readonly asset: AssetToPackage;
	readonly size: number;
}

/** A directory and the folder that mirrors it. */
interface Place {
	readonly directory: string;
	readonly code: string;
	readonly folder: string;
}

/** One run over a directory. */
export class DirectoryRun {
	readonly #preservica: Pick<Preservica, 'entities' | 'uploads'>;
	readonly #state: DirectoryState;
	readonly #options: IngestDirectoryOptions;
	readonly #progress: ProgressCounter;
	readonly #following = new Set<Promise<void>>();
	readonly #folders = {created: 0, present: 0};
	readonly #files = {uploaded: 0, present: 0, waiting: 0};
	readonly #packages: DirectoryPackage[] = [];
	readonly #skipped: SkippedPath[] = [];
	readonly #failed: FailedPaths[] = [];
	/** Codes that an earlier run sent and that are not there yet. */
	readonly #waiting = new Set<string>();
	#size = 0;
	#fatal: {readonly error: unknown} | undefined;

	constructor(preservica: Pick<Preservica, 'entities' | 'uploads'>, state: DirectoryState, options: IngestDirectoryOptions) {
		this.#preservica = preservica;
		this.#state = state;
		this.#options = options;
		this.#progress = createProgress(options.onProgress, 'upload');
	}

	/** Walks the directory and uploads what is new. */
	async ingest(directory: string, code: string): Promise<DirectoryReport> {
		let walked = false;
		try {
			await this.#settleEarlier();
			walked = await this.#walk(directory, code, this.#options.parent, true);
		} catch (error) {
			this.#fatal ??= {error};
		}
		const {signal, stateFile} = this.#options;
		if (!signal?.aborted && (this.#fatal === undefined || stateFile === undefined)) {
			await Promise.all(this.#following); // Where nothing is kept, the next run can only see what is there.
		}
		signal?.throwIfAborted();
		if (this.#fatal !== undefined) {
			throw this.#fatal.error;
		}
		this.#progress.end();
		return {
			complete: walked && this.#failed.length === 0,
			folders: {...this.#folders},
			files: {...this.#files},
			size: this.#size,
			packages: [...this.#packages],
			skipped: [...this.#skipped],
			failed: [...this.#failed],
		};
	}

	/** Finds out what became of the packages of an earlier run. What failed is sent again by this one. */
	async #settleEarlier(): Promise<void> {
		for (const sent of this.#state.packages) {
			if (await isOver(this.#preservica, sent, this.#waits, this.#pollOptions)) {
				this.#state.packages.delete(sent);
			} else {
				sent.codes.forEach(code => this.#waiting.add(code));
			}
		}
		await this.#state.save();
	}

	/** Goes through a directory: its files first, then the directories in it. Gives `false` when the run is to end early. */
	async #walk(directory: string, code: string, parent: string | null, isTop: boolean): Promise<boolean> {
		const {securityTag} = this.#options;
		const {ref: folder, created} = await ensureFolder(
			this.#preservica.entities,
			this.#state,
			{code, parent, isTop, securityTag},
			this.#requestOptions,
		);
		this.#folders[created ? 'created' : 'present']++;
		this.#tell('folder', code, created ? 'created' : 'present');
		const {directories} = await this.#ingestFiles({directory, code, folder});
		if (this.#size > (this.#options.maxBytes ?? Infinity)) {
			return false;
		}
		for (const name of directories) {
			if (!(await this.#walk(join(directory, name), `${code}/${name.normalize()}`, folder, false))) {
				return false;
			}
		}
		return true;
	}

	/** Uploads the new files of a directory and gives the names of the directories in it. */
	async #ingestFiles(place: Place): Promise<{readonly directories: readonly string[]}> {
		const {filesPerPackage = 10_000} = this.#options;
		const directories: string[] = [];
		let batch: NewFile[] = [];
		try {
			for await (const group of listDirectory(place.directory)) {
				directories.push(...group.filter(({kind}) => kind === 'directory').map(({name}) => name));
				for (const file of await this.#newFiles(place, group)) {
					batch.push(file);
					if (batch.length === filesPerPackage) {
						await this.#upload(place, batch);
						batch = [];
					}
				}
			}
		} catch (error) {
			if (!isSystemError(error)) {
				throw error;
			}
			this.#fail('folder', [place.code], error);
		}
		if (batch.length > 0) {
			await this.#upload(place, batch);
		}
		return {directories};
	}

	/** Which of these are files that are not there yet, in their order. */
	async #newFiles({directory, code}: Place, group: readonly Listed[]): Promise<NewFile[]> {
		const found: NewFile[] = [];
		for (let start = 0; start < group.length; start += lookups) {
			const some = await Promise.all(
				group.slice(start, start + lookups).map(item => this.#examine(directory, `${code}/${item.name.normalize()}`, item)),
			);
			found.push(...some.filter(file => file !== undefined));
		}
		return found;
	}

	async #examine(directory: string, code: string, item: Listed): Promise<NewFile | undefined> {
		this.#options.signal?.throwIfAborted();
		if (item.kind === 'skipped') {
			this.#skipped.push({path: code, reason: item.reason});
			this.#tell('file', code, 'skipped');
		} else if (item.kind === 'failed') {
			this.#fail('file', [code], item.error);
		} else if (item.kind === 'file') {
			if (this.#waiting.has(code)) {
				this.#files.waiting++;
				this.#tell('file', code, 'waiting');
			} else if (await isThere(this.#preservica.entities, code, this.#requestOptions)) {
				this.#files.present++;
				this.#tell('file', code, 'present');
			} else {
				return this.#newFile(directory, code, item);
			}
		}
		return undefined;
	}

	#newFile(directory: string, code: string, {name, stats}: Extract<Listed, {kind: 'file'}>): NewFile {
		const title = name.replace(/(?<=.)\.[^.]*$/, '');
		const {securityTag = 'open'} = this.#options;
		const identifiers = [{type: identifierType, value: code}];
		const representations = [{type: 'Preservation' as const, files: [diskFile(join(directory, name), stats, name)]}];
		return {code, size: stats.size, asset: {title, description: title, securityTag, identifiers, representations}};
	}

	/** Sends a package and has its ingest followed. What is wrong with this package only does not end the run. */
	async #upload(place: Place, files: readonly NewFile[]): Promise<void> {
		while (this.#following.size >= ingests) {
			await Promise.race(this.#following);
		}
		if (this.#fatal !== undefined) {
			throw this.#fatal.error;
		}
		const codes = files.map(({code}) => code);
		const size = files.reduce((sum, file) => sum + file.size, 0);
		let sent: SentDirectoryPackage;
		let key: string | undefined;
		try {
			({sent, key} = await this.#send(place, files));
		} catch (error) {
			if (isSdkError(error, 'upload-unconfirmed')) {
				this.#state.packages.add({directory: place.code, codes, job: undefined}); // It may have arrived.
				await this.#state.save();
			} else if (!(error instanceof PackageError || error instanceof ConfigurationError)) {
				throw error;
			}
			this.#fail('file', codes, error);
			return;
		}
		this.#state.packages.add(sent);
		await this.#state.save();
		this.#files.uploaded += files.length;
		this.#size += size;
		codes.forEach(code => this.#tell('file', code, 'uploaded'));
		const index =
			this.#packages.push({
				directory: place.code,
				folder: place.folder,
				files: files.length,
				size,
				outcome: 'waiting',
				job: sent.job,
				key,
			}) - 1;
		if (this.#waits) {
			const task: Promise<void> = this.#follow(sent, index).finally(() => this.#following.delete(task));
			this.#following.add(task);
		}
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
				this.#fatal ??= {error};
				return;
			}
			outcome = 'failed';
			this.#fail('file', sent.codes, error);
		}
		const reported = this.#packages[index];
		if (reported !== undefined) {
			this.#packages[index] = {...reported, outcome, job: undefined};
		}
		this.#state.packages.delete(sent);
		await this.#state.save().catch((error: unknown) => {
			this.#fatal ??= {error};
		});
	}

	get #waits(): boolean {
		return this.#options.wait ?? this.#options.location === undefined;
	}

	get #requestOptions(): RequestOptions {
		const {signal, timeout, totalTimeout} = this.#options;
		return {signal, timeout, totalTimeout};
	}

	get #pollOptions(): PollOptions {
		const {interval, deadline, sleep} = this.#options;
		return {...this.#requestOptions, interval, deadline, sleep};
	}

	#fail(kind: DirectoryItem['kind'], paths: readonly string[], error: unknown): void {
		this.#failed.push({paths, error});
		paths.forEach(path => this.#tell(kind, path, 'failed'));
	}

	#tell(kind: DirectoryItem['kind'], code: string, outcome: DirectoryItem['outcome']): void {
		try {
			this.#options.onItem?.({kind, code, outcome});
		} catch {
			// A listener is a guest: its failure is not the run's.
		}
	}
}

function isSystemError(error: unknown): boolean {
	return error instanceof Error && !isSdkError(error) && 'syscall' in error;
}
