import type {ReactiveController, ReactiveControllerHost} from 'lit';

import type {AssetSource, SourceFile} from '../../context/asset-source.ts';
import {saveBlob} from '../../internal/save-blob.ts';
import {loadWhole} from './load-file.ts';

/** Saves one file at a time. Nothing is saved before all of it has arrived and was verified. */
export class FileDownload implements ReactiveController {
	/** The file on its way. */
	file: SourceFile | undefined;
	done = 0;

	readonly #host: ReactiveControllerHost;
	#controller: AbortController | undefined;

	constructor(host: ReactiveControllerHost) {
		this.#host = host;
		host.addController(this);
	}

	hostDisconnected(): void {
		this.cancel();
	}

	/** Resolves to `false` when it was cancelled. Rejects when it failed. */
	async start(source: AssetSource, file: SourceFile): Promise<boolean> {
		this.cancel();
		const controller = new AbortController();
		this.#controller = controller;
		this.file = file;
		this.done = 0;
		this.#host.requestUpdate();
		try {
			const blob = await loadWhole(source, file, {signal: controller.signal, onProgress: ({done}) => this.#progress(controller, done)});
			if (controller.signal.aborted) return false;
			saveBlob(blob, file.name);
			return true;
		} catch (error) {
			if (controller.signal.aborted) return false;
			throw error;
		} finally {
			if (this.#controller === controller) this.#end();
		}
	}

	cancel(): void {
		this.#controller?.abort(new DOMException('The download was cancelled.', 'AbortError'));
		if (this.#controller !== undefined) this.#end();
	}

	#progress(controller: AbortController, done: number): void {
		if (this.#controller !== controller) return;
		this.done = done;
		this.#host.requestUpdate();
	}

	#end(): void {
		this.#controller = undefined;
		this.file = undefined;
		this.#host.requestUpdate();
	}
}
