import type {ReactiveControllerHost} from 'lit';

import type {SourceFile} from '../../context/asset-source.ts';

/** How many files are read before someone asks for more. Each may cost the source several requests. */
const batch = 50;

/** Reads the files of a representation as far as they are needed. */
export class FileList {
	files: readonly SourceFile[] = [];
	state: 'idle' | 'loading' | 'partial' | 'complete' | 'failed' = 'idle';
	error: unknown;

	readonly #host: ReactiveControllerHost;
	readonly #onError: (error: unknown) => void;
	#iterator: AsyncIterator<SourceFile> | undefined;
	#controller: AbortController | undefined;

	constructor(host: ReactiveControllerHost, onError: (error: unknown) => void) {
		this.#host = host;
		this.#onError = onError;
	}

	/** Stops reading; what was read stays. */
	stop(): void {
		if (this.state === 'loading') this.#abort();
	}

	/** Forgets what was read and reads another list; `until` names a file that is to be among the first. */
	start(open: (signal: AbortSignal) => AsyncIterable<SourceFile>, until: string): void {
		this.#abort();
		this.#controller = new AbortController();
		this.#iterator = open(this.#controller.signal)[Symbol.asyncIterator]();
		this.files = [];
		void this.#read(until);
	}

	/** Forgets what was read. `complete`: there is nothing to read either. */
	clear(complete: boolean): void {
		this.#abort();
		this.files = [];
		this.#become(complete ? 'complete' : 'idle');
	}

	/** Reads the next files. */
	async more(): Promise<void> {
		if (this.state === 'partial') await this.#read('');
	}

	#abort(): void {
		this.#controller?.abort(new DOMException('Another list is shown.', 'AbortError'));
		// A generator that waits for someone to ask for more is told that nobody will.
		this.#iterator?.return?.().catch(() => {});
		this.#controller = undefined;
		this.#iterator = undefined;
		this.state = 'idle';
	}

	async #read(until: string): Promise<void> {
		const [iterator, controller] = [this.#iterator, this.#controller];
		if (iterator === undefined || controller === undefined) return;
		const end = this.files.length + batch;
		const found = (): boolean => until === '' || this.files.some(({id}) => id === until);
		this.#become('loading');
		try {
			while (this.files.length < end || !found()) {
				const {done, value} = await iterator.next();
				if (controller.signal.aborted) return;
				if (done) return this.#become('complete');
				this.files = [...this.files, value];
				this.#host.requestUpdate();
			}
			this.#become('partial');
		} catch (error) {
			if (controller.signal.aborted) return;
			this.error = error;
			this.#become('failed');
			this.#onError(error);
		}
	}

	#become(state: FileList['state']): void {
		this.state = state;
		this.#host.requestUpdate();
	}
}
