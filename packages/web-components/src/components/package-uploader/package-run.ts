import type {ReactiveController, ReactiveControllerHost} from 'lit';

import type {PackagePhase, PackageProgress, PackageRequest, PackageResult, PackageSink} from '../../context/package-sink.ts';

/** How far one phase is. */
export interface PhaseState {
	readonly phase: PackagePhase;
	readonly state: 'pending' | 'running' | 'done' | 'failed';
	readonly done: number;
	readonly total: number | undefined;
	readonly activity: string | undefined;
}

/** The phases in their order. */
const phases: readonly PackagePhase[] = ['packaging', 'uploading', 'ingesting'];

/** How a run stands. */
export type RunState = 'idle' | 'working' | 'cancelling' | 'cancelled' | 'done' | 'failed';

/** One ingest from start to end: its phases, its result or its error. */
export class PackageRun implements ReactiveController {
	state: RunState = 'idle';
	request: PackageRequest | undefined;
	result: PackageResult | undefined;
	error: unknown;

	readonly #host: ReactiveControllerHost & Element;
	readonly #onPhase: (phase: PackagePhase) => void;
	readonly #progress = new Map<PackagePhase, PackageProgress>();
	readonly #fileProgress = new Map<string, number>();
	#starts: ReadonlyMap<string, number> = new Map();
	#controller: AbortController | undefined;
	#frame = 0;

	constructor(host: ReactiveControllerHost & Element, onPhase: (phase: PackagePhase) => void) {
		this.#host = host;
		this.#onPhase = onPhase;
		host.addController(this);
	}

	hostDisconnected(): void {
		// An element that is only moved is back before this runs, and its work goes on.
		queueMicrotask(() => {
			if (!this.#host.isConnected) this.#controller?.abort(new DOMException('The uploader left the page.', 'AbortError'));
		});
	}

	/** Is there work that would be lost? */
	get busy(): boolean {
		return this.state === 'working' || this.state === 'cancelling';
	}

	/** Can it still be stopped without a trace? The system goes on with what it has received. */
	get cancellable(): boolean {
		return this.state === 'working' && !this.#progress.has('ingesting');
	}

	/** The phases as they stand. */
	get phases(): readonly PhaseState[] {
		const last = phases.findLastIndex(phase => this.#progress.has(phase));
		return phases.map((phase, index) => {
			const {done = 0, total, activity} = this.#progress.get(phase) ?? {};
			return {phase, done, total, activity, state: this.#stateOf(phase, index, last)};
		});
	}

	#stateOf(phase: PackagePhase, index: number, last: number): PhaseState['state'] {
		const progress = this.#progress.get(phase);
		const complete = progress?.total !== undefined && progress.done >= progress.total && phase !== 'ingesting';
		if (this.state === 'done' || complete || (phases[last] === 'ingesting' && index < last)) return 'done';
		if (this.state === 'failed' && index === Math.max(last, 0)) return 'failed';
		return progress === undefined ? 'pending' : 'running';
	}

	/** Bytes of a file that are packaged. */
	fileDone(path: string, size: number): number {
		const reported = this.#fileProgress.get(path);
		if (reported !== undefined) return reported;
		const done = this.#progress.get('packaging')?.done ?? 0;
		return Math.min(Math.max(done - (this.#starts.get(path) ?? Infinity), 0), size);
	}

	/** Resolves when it is over, however it ended. */
	async start(sink: PackageSink, request: PackageRequest): Promise<void> {
		const controller = new AbortController();
		this.#reset(request, controller);
		try {
			const result = await sink.ingest(request, {signal: controller.signal, onProgress: progress => this.#report(controller, progress)});
			this.result = result;
			this.state = 'done';
		} catch (error) {
			this.error = error;
			this.state = controller.signal.aborted ? 'cancelled' : 'failed';
		} finally {
			this.#controller = undefined;
			this.#host.requestUpdate();
		}
	}

	cancel(): void {
		if (this.#controller === undefined) return;
		this.state = 'cancelling';
		this.#controller.abort(new DOMException('The upload was cancelled.', 'AbortError'));
		this.#host.requestUpdate();
	}

	/** Forgets the last run. */
	clear(): void {
		this.state = 'idle';
		this.request = this.result = this.error = undefined;
		this.#host.requestUpdate();
	}

	#reset(request: PackageRequest, controller: AbortController): void {
		this.clear();
		this.state = 'working';
		this.request = request;
		this.#controller = controller;
		this.#progress.clear();
		this.#fileProgress.clear();
		let start = 0;
		this.#starts = new Map(
			request.files.map(({path, file}) => {
				start += file.size;
				return [path, start - file.size];
			}),
		);
	}

	#report(controller: AbortController, progress: PackageProgress): void {
		if (this.#controller !== controller) return;
		const begun = !this.#progress.has(progress.phase);
		this.#progress.set(progress.phase, progress);
		if (progress.file !== undefined) this.#fileProgress.set(progress.file.path, progress.file.done);
		if (begun) this.#onPhase(progress.phase);
		// Progress comes with every chunk; people see a frame at a time.
		cancelAnimationFrame(this.#frame);
		this.#frame = requestAnimationFrame(() => this.#host.requestUpdate());
	}
}
