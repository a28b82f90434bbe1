import {initialState, Task, TaskStatus} from '@lit/task';
import type {ReactiveController, ReactiveControllerHost} from 'lit';

import type {MetadataGroup, SourceAsset, SourceFile, SourceProgress, SourceRepresentation} from '../../context/asset-source.ts';
import {isAssetSource, type Source} from '../../context/source-context.ts';
import {type ProblemKind, problemOf} from '../../internal/problem.ts';
import type {MediaCaptions} from '../media-view/media-view.ts';
import {loadCaptions} from './captions.ts';
import {FileList} from './file-list.ts';
import {type LoadedFile, loadFile} from './load-file.ts';
import {loadView} from './render-view.ts';

/** What is to be read. */
export interface ReadingHost extends ReactiveControllerHost, HTMLElement {
	readonly source: Source | undefined;
	readonly asset: string;
	readonly representation: string;
	readonly file: string;
	readonly loadLimit: number;
}

/** Who is told of what was read. */
export interface ReadingListener {
	onAsset(asset: SourceAsset): void;
	onLoading(file: SourceFile): void;
	onError(error: unknown, file: SourceFile | undefined): void;
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
const left = (): DOMException => new DOMException('The viewer left the page.', 'AbortError');

/**
 * Reads an asset, its metadata, its list of files and the selected file, each when what it depends on changes,
 * and stops what is under way when that is superseded or the element leaves the page.
 */
export class AssetReading implements ReactiveController {
	readonly list: FileList;
	/** Bytes of the selected file that have arrived. */
	done = 0;
	captions: readonly MediaCaptions[] = [];

	readonly #host: ReadingHost;
	readonly #record: Task<readonly [Source | undefined, string], SourceAsset>;
	readonly #metadata: Task<readonly [Source | undefined, SourceAsset | undefined], readonly MetadataGroup[]>;
	readonly #content: Task<readonly [Source | undefined, SourceFile | undefined, SourceFile | undefined], LoadedFile>;
	/** The file that someone wants to see although it is large. */
	#wanted: SourceFile | undefined;
	/** Why the browser could not show what was loaded. */
	#viewProblem: ProblemKind | undefined;
	/** What the list of files was last read for. */
	#listed: readonly unknown[] = [];
	#interrupted = false;

	constructor(host: ReadingHost, listener: ReadingListener) {
		this.#host = host;
		const report = (error: unknown, file?: SourceFile): void => {
			if (!isAbort(error)) listener.onError(error, file);
		};
		this.list = new FileList(host, report);
		this.#record = new Task(host, {
			args: () => [host.source, host.asset] as const,
			task: ([source, ref], {signal}) => (isAssetSource(source) && ref !== '' ? source.asset(ref, {signal}) : initialState),
			onComplete: asset => listener.onAsset(asset),
			onError: error => report(error),
		});
		this.#metadata = new Task(host, {
			args: () => [host.source, this.asset] as const,
			task: ([source, asset], {signal}) => (isAssetSource(source) && asset !== undefined ? source.metadata(asset, {signal}) : initialState),
		});
		this.#content = new Task(host, {
			args: () => [host.source, this.file, this.#wanted] as const,
			task: ([source, file, wanted], {signal}) => this.#load(source, file, wanted === file, signal, listener),
			onError: error => report(error, this.file),
		});
		host.addController(this);
	}

	/** The asset, once it was read. */
	get asset(): SourceAsset | undefined {
		return this.#record.status === TaskStatus.COMPLETE ? this.#record.value : undefined;
	}

	/** Is there anything to read? */
	get idle(): boolean {
		return this.#record.status === TaskStatus.INITIAL;
	}

	get representation(): SourceRepresentation | undefined {
		const all = this.asset?.representations ?? [];
		return all.find(({id}) => id === this.#host.representation) ?? all.find(({type}) => type === 'Access') ?? all[0];
	}

	/** The selected file. */
	get file(): SourceFile | undefined {
		if (this.asset === undefined) return undefined;
		const {files, state} = this.list;
		const {file: id} = this.#host;
		// While a file that was asked for by name may still come, no other is loaded in its place.
		return files.find(file => file.id === id) ?? (id === '' || state === 'complete' ? files[0] : undefined);
	}

	/** The selected file, once it was loaded. */
	get loaded(): LoadedFile | undefined {
		const {status, value} = this.#content;
		return status === TaskStatus.COMPLETE && value?.file === this.file ? value : undefined;
	}

	/** The descriptive metadata; undefined while it is read. */
	get metadata(): readonly MetadataGroup[] | 'failed' | undefined {
		return this.#metadata.status === TaskStatus.ERROR ? 'failed' : this.#metadata.value;
	}

	/** Why the asset cannot be shown. */
	get assetProblem(): ProblemKind | undefined {
		return this.#record.status === TaskStatus.ERROR ? problemOf(this.#record.error) : undefined;
	}

	/** Why the asset, its files or the selected file cannot be shown. */
	get problem(): ProblemKind | undefined {
		if (this.assetProblem !== undefined) return this.assetProblem;
		if (this.list.state === 'failed' && this.list.files.length === 0) return problemOf(this.list.error);
		if (this.#content.status === TaskStatus.ERROR) return problemOf(this.#content.error);
		const type = this.loaded?.content.type;
		return type === 'large' || type === 'unsupported' ? type : this.#viewProblem;
	}

	hostConnected(): void {
		if (this.#interrupted) void this.#record.run();
		this.#interrupted = false;
	}

	hostDisconnected(): void {
		const tasks = [this.#record, this.#metadata, this.#content];
		this.#interrupted = this.list.state === 'loading' || tasks.some(({status}) => status === TaskStatus.PENDING);
		for (const task of tasks) task.abort(left());
		this.list.stop();
	}

	/** Reads the list of files when it is another one than before. */
	hostUpdate(): void {
		const {source, file} = this.#host;
		const {asset, representation} = this;
		const wanted = [source, asset, representation];
		const listed = this.#listed;
		if (!this.#host.isConnected || (listed.length > 0 && wanted.every((value, index) => value === listed[index]))) return;
		this.#listed = wanted;
		if (isAssetSource(source) && asset && representation) {
			this.list.start(signal => source.files(asset, representation, {signal}), file);
		} else {
			this.list.clear(asset !== undefined);
		}
	}

	/** Tries again to read what could not be read. */
	retry(): void {
		if (this.#record.status === TaskStatus.ERROR) void this.#record.run();
		else if (this.list.state === 'failed') this.#listed = [];
		else void this.#content.run();
		this.#host.requestUpdate();
	}

	/** Loads the selected file although it is large. */
	loadLarge(): void {
		this.#wanted = this.file;
		this.#host.requestUpdate();
	}

	/** Notes that the browser could not show what was loaded. */
	refuse(problem: ProblemKind): void {
		this.#viewProblem = problem;
		this.#host.requestUpdate();
	}

	async #load(
		source: Source | undefined,
		file: SourceFile | undefined,
		wanted: boolean,
		signal: AbortSignal,
		listener: ReadingListener,
	): Promise<LoadedFile | typeof initialState> {
		this.#viewProblem = undefined;
		this.captions = [];
		this.done = 0;
		if (!isAssetSource(source) || file === undefined) return initialState;
		listener.onLoading(file);
		const onProgress = ({done}: SourceProgress): void => {
			if (signal.aborted) return;
			this.done = done;
			this.#host.requestUpdate();
		};
		const loaded = await loadFile(source, file, {signal, limit: wanted ? Infinity : this.#host.loadLimit, onProgress});
		if (loaded.format.kind === 'audio' || loaded.format.kind === 'video') {
			const captions = await loadCaptions(source, file, this.list.files, {signal});
			if (!signal.aborted) this.captions = captions;
		}
		if (loaded.content.type === 'blob' || loaded.content.type === 'text') await loadView(loaded.format.kind);
		return loaded;
	}
}
