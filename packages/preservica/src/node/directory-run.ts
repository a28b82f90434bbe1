/// <reference types="node" />
import {join} from 'node:path';
import {PackageError, type RequestOptions} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import {differenceOf} from './compare-file.ts';
import {DirectoryPackages, type NewFile, type Place} from './directory-packages.ts';
import type {DirectoryReport} from './directory-report.ts';
import type {DirectoryState} from './directory-state.ts';
import {DirectoryTally} from './directory-tally.ts';
import {diskFile} from './disk-file.ts';
import {ensureFolder} from './ensure-folder.ts';
import {codeName, findCode, identifierType} from './find-code.ts';
import type {IngestDirectoryOptions} from './ingest-directory.ts';
import {listDirectory, type Listed} from './list-directory.ts';

/** Lookups at the same time. */
const lookups = 8;

/** One run over a directory. */
export class DirectoryRun {
	readonly #preservica: Pick<Preservica, 'entities' | 'uploads'>;
	readonly #state: DirectoryState;
	readonly #options: IngestDirectoryOptions;
	readonly #tally: DirectoryTally;
	readonly #packages: DirectoryPackages;
	/** Codes that an earlier run sent and that are not there yet. */
	#waiting: ReadonlySet<string> = new Set();

	constructor(preservica: Pick<Preservica, 'entities' | 'uploads'>, state: DirectoryState, options: IngestDirectoryOptions) {
		this.#preservica = preservica;
		this.#state = state;
		this.#options = options;
		this.#tally = new DirectoryTally(options.onItem);
		this.#packages = new DirectoryPackages(preservica, state, this.#tally, options);
	}

	/** Walks the directory and uploads what is new. */
	async ingest(directory: string, code: string): Promise<DirectoryReport> {
		const {parent, signal, stateFile} = this.#options;
		let walked: boolean;
		try {
			this.#waiting = await this.#packages.settleEarlier();
			walked = await this.#walk(directory, code, parent, true);
			await this.#packages.settle();
			signal?.throwIfAborted();
		} catch (error) {
			if (stateFile === undefined && !signal?.aborted) {
				await this.#packages.settle().catch(() => {}); // The next run can only see what is there. What went wrong first is told.
			}
			await this.#packages.leave();
			signal?.throwIfAborted();
			throw error;
		}
		return this.#tally.report(walked);
	}

	/** Goes through a directory: its files first, then the directories in it. Gives `false` when the run is to end early. */
	async #walk(directory: string, code: string, parent: string | null, isTop: boolean): Promise<boolean> {
		const {securityTag, maxBytes = Infinity} = this.#options;
		const wanted = {code, parent, isTop, securityTag};
		const {ref, created} = await ensureFolder(this.#preservica.entities, this.#state, wanted, this.#requestOptions);
		this.#tally.folder(code, created ? 'created' : 'present');
		const directories = await this.#ingestFiles({directory, code, folder: ref});
		if (this.#tally.size > maxBytes) {
			return false;
		}
		for (const name of directories) {
			if (!(await this.#walk(join(directory, name), `${code}/${codeName(name)}`, ref, false))) {
				return false;
			}
		}
		return true;
	}

	/** Uploads the new files of a directory and gives the names of the directories in it. */
	async #ingestFiles(place: Place): Promise<readonly string[]> {
		const {filesPerPackage = 10_000} = this.#options;
		const directories: string[] = [];
		let batch: NewFile[] = [];
		for await (const group of this.#list(place)) {
			directories.push(...group.filter(({kind}) => kind === 'directory').map(({name}) => name));
			for (const file of await this.#newFiles(place, group)) {
				batch.push(file);
				if (batch.length === filesPerPackage) {
					await this.#packages.upload(place, batch);
					batch = [];
				}
			}
		}
		if (batch.length > 0) {
			await this.#packages.upload(place, batch);
		}
		return directories;
	}

	/** What is in a directory; nothing, which is told, when it cannot be read. */
	async *#list({directory, code}: Place): AsyncGenerator<readonly Listed[], undefined> {
		try {
			yield* listDirectory(directory);
		} catch (error) {
			this.#tally.fail('folder', [code], error);
		}
		return undefined;
	}

	/** Which of these are files that are not there yet, in their order. */
	async #newFiles(place: Place, group: readonly Listed[]): Promise<NewFile[]> {
		const found: NewFile[] = [];
		for (let start = 0; start < group.length; start += lookups) {
			const some = group.slice(start, start + lookups);
			const examined = await Promise.all(some.map(item => this.#examine(place, item)));
			found.push(...examined.filter(file => file !== undefined));
		}
		return found;
	}

	async #examine(place: Place, item: Listed): Promise<NewFile | undefined> {
		this.#options.signal?.throwIfAborted();
		if (item.kind === 'skipped') {
			this.#tally.skip(`${place.code}/${item.name}`, item.reason);
		} else if (item.kind === 'failed') {
			this.#tally.fail('file', [`${place.code}/${item.name}`], item.error);
		} else if (item.kind === 'file') {
			const code = `${place.code}/${codeName(item.name)}`;
			if (this.#waiting.has(code)) {
				this.#tally.file(code, 'waiting');
			} else {
				return this.#lookUp(code, this.#fileOf(place.directory, code, item));
			}
		}
		return undefined;
	}

	/** Gives the file back when it is not there yet. One that is there is compared. */
	async #lookUp(code: string, file: NewFile): Promise<NewFile | undefined> {
		const {compare = 'size'} = this.#options;
		const {entities} = this.#preservica;
		const found = await findCode(entities, code, this.#requestOptions);
		if (found.length === 0) {
			return file;
		}
		try {
			for (const entity of found) {
				const difference = await differenceOf(entities, entity, file.onDisk, compare, this.#requestOptions);
				if (difference !== undefined) {
					const {type, ref} = entity;
					this.#tally.change({path: code, entity: {type, ref}, difference, size: file.stats.size});
					return undefined;
				}
			}
			this.#tally.file(code, 'present');
		} catch (error) {
			if (!(error instanceof PackageError)) {
				throw error;
			}
			this.#tally.fail('file', [code], error); // It cannot be read.
		}
		return undefined;
	}

	#fileOf(directory: string, code: string, {name, stats}: Extract<Listed, {kind: 'file'}>): NewFile {
		const title = name.replace(/(?<=.)\.[^.]*$/, '');
		const {securityTag = 'open'} = this.#options;
		const identifiers = [{type: identifierType, value: code}];
		const path = join(directory, name);
		const onDisk = diskFile(path, stats, name);
		const representations = [{type: 'Preservation' as const, files: [onDisk]}];
		return {code, path, stats, onDisk, asset: {title, description: title, securityTag, identifiers, representations}};
	}

	get #requestOptions(): RequestOptions {
		const {signal, timeout, totalTimeout} = this.#options;
		return {signal, timeout, totalTimeout};
	}
}
