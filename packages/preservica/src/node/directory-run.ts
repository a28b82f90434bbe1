/// <reference types="node" />
import {join} from 'node:path';
import type {RequestOptions} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import {DirectoryPackages, type NewFile, type Place} from './directory-packages.ts';
import type {DirectoryReport} from './directory-report.ts';
import type {DirectoryState} from './directory-state.ts';
import {DirectoryTally} from './directory-tally.ts';
import {diskFile} from './disk-file.ts';
import {ensureFolder} from './ensure-folder.ts';
import {identifierType, isThere} from './find-code.ts';
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
		} catch (error) {
			signal?.throwIfAborted();
			if (stateFile === undefined) {
				await this.#packages.settle().catch(() => {}); // The next run can only see what is there. What went wrong first is told.
			}
			signal?.throwIfAborted();
			throw error;
		}
		await this.#packages.settle();
		signal?.throwIfAborted();
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
			if (!(await this.#walk(join(directory, name), `${code}/${name.normalize()}`, ref, false))) {
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
	async #newFiles({directory, code}: Place, group: readonly Listed[]): Promise<NewFile[]> {
		const found: NewFile[] = [];
		for (let start = 0; start < group.length; start += lookups) {
			const some = group.slice(start, start + lookups);
			const examined = await Promise.all(some.map(item => this.#examine(directory, `${code}/${item.name.normalize()}`, item)));
			found.push(...examined.filter(file => file !== undefined));
		}
		return found;
	}

	async #examine(directory: string, code: string, item: Listed): Promise<NewFile | undefined> {
		this.#options.signal?.throwIfAborted();
		if (item.kind === 'skipped') {
			this.#tally.skip(code, item.reason);
		} else if (item.kind === 'failed') {
			this.#tally.fail('file', [code], item.error);
		} else if (item.kind === 'file') {
			if (this.#waiting.has(code)) {
				this.#tally.file(code, 'waiting');
			} else if (await isThere(this.#preservica.entities, code, this.#requestOptions)) {
				this.#tally.file(code, 'present');
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

	get #requestOptions(): RequestOptions {
		const {signal, timeout, totalTimeout} = this.#options;
		return {signal, timeout, totalTimeout};
	}
}
