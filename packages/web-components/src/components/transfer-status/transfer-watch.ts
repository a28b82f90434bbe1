import type {ReactiveController, ReactiveControllerHost} from 'lit';

import type {TransferJob, TransferSnapshot} from '../../context/transfer-source.ts';

/** Who is told what a transfer does. */
export interface WatchListener {
	onSnapshot(snapshot: TransferSnapshot, before: TransferSnapshot | undefined): void;
	onEnd(snapshot: TransferSnapshot): void;
	onLost(error: unknown): void;
}

/** Finds the transfer to follow. */
export type FindJob = (signal: AbortSignal) => Promise<TransferJob> | TransferJob;

/** Follows one transfer at a time, while its element is on the page. */
export class TransferWatch implements ReactiveController {
	snapshot: TransferSnapshot | undefined;
	/** Why the transfer cannot be followed. */
	lost: {readonly error: unknown} | undefined;

	readonly #host: ReactiveControllerHost & Element;
	readonly #listener: WatchListener;
	#find: FindJob | undefined;
	#ended = false;
	#controller: AbortController | undefined;

	constructor(host: ReactiveControllerHost & Element, listener: WatchListener) {
		this.#host = host;
		this.#listener = listener;
		host.addController(this);
	}

	/** Is there a transfer to follow? */
	get idle(): boolean {
		return this.#find === undefined;
	}

	hostConnected(): void {
		if (this.#find !== undefined && !this.#ended && this.lost === undefined) void this.#watch(this.#find);
	}

	hostDisconnected(): void {
		this.#stop();
	}

	/** Follows another transfer, or none. */
	follow(find: FindJob | undefined): void {
		this.#stop();
		this.#find = find;
		this.snapshot = this.lost = undefined;
		this.#ended = false;
		if (find !== undefined && this.#host.isConnected) void this.#watch(find);
	}

	/** Tries again to follow it. */
	retry(): void {
		if (this.#find === undefined || this.lost === undefined) return;
		this.lost = undefined;
		this.#host.requestUpdate();
		void this.#watch(this.#find);
	}

	#stop(): void {
		this.#controller?.abort(new DOMException('The transfer is no longer shown.', 'AbortError'));
		this.#controller = undefined;
	}

	async #watch(find: FindJob): Promise<void> {
		this.#stop();
		const controller = new AbortController();
		this.#controller = controller;
		const {signal} = controller;
		try {
			const job = await find(signal);
			signal.throwIfAborted();
			for await (const snapshot of job.watch({signal})) {
				if (signal.aborted) return;
				this.#take(snapshot);
			}
			if (!signal.aborted) this.#end();
		} catch (error) {
			if (signal.aborted) return;
			this.lost = {error};
			this.#host.requestUpdate();
			this.#listener.onLost(error);
		}
	}

	#take(snapshot: TransferSnapshot): void {
		const before = this.snapshot;
		this.snapshot = snapshot;
		this.#host.requestUpdate();
		this.#listener.onSnapshot(snapshot, before);
	}

	#end(): void {
		this.#ended = true;
		if (this.snapshot !== undefined) this.#listener.onEnd(this.snapshot);
	}
}
