import type {ReactiveController, ReactiveControllerHost} from 'lit';

import type {PackageFile} from '../../context/package-sink.ts';
import {readDropped} from './dropped-files.ts';

/** Who takes dropped files. */
export interface FileTaker {
	/** Are files wanted now? */
	accepts(): boolean;
	take(files: readonly PackageFile[]): void;
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Takes files and folders that are dropped on its element. */
export class FileDrop implements ReactiveController {
	/** Are files held over the element? */
	over = false;
	/** Is a folder being read? */
	reading = false;
	/** Paths of what was dropped and could not be read. */
	unreadable: readonly string[] = [];

	readonly #host: ReactiveControllerHost & Element;
	readonly #taker: FileTaker;
	#drop: AbortController | undefined;

	constructor(host: ReactiveControllerHost & Element, taker: FileTaker) {
		this.#host = host;
		this.#taker = taker;
		host.addController(this);
	}

	hostDisconnected(): void {
		this.#drop?.abort();
	}

	/** Forgets what could not be read. */
	clear(): void {
		this.unreadable = [];
		this.#host.requestUpdate();
	}

	// A file that is dropped where nobody takes it would replace the page.
	readonly onDragOver = (event: DragEvent): void => {
		if (event.dataTransfer === null || !holdsFiles(event)) return;
		event.preventDefault();
		this.over = this.#taker.accepts();
		event.dataTransfer.dropEffect = this.over ? 'copy' : 'none';
		this.#host.requestUpdate();
	};

	readonly onDragLeave = ({relatedTarget}: DragEvent): void => {
		if (relatedTarget instanceof Node && this.#host.shadowRoot?.contains(relatedTarget) === true) return;
		this.over = false;
		this.#host.requestUpdate();
	};

	readonly onDrop = (event: DragEvent): void => {
		if (event.dataTransfer === null || !holdsFiles(event)) return;
		event.preventDefault();
		this.over = false;
		this.#host.requestUpdate();
		if (this.#taker.accepts()) void this.#read(event.dataTransfer.items);
	};

	async #read(items: DataTransferItemList): Promise<void> {
		this.#drop?.abort();
		const drop = new AbortController();
		this.#drop = drop;
		this.reading = true;
		try {
			const {files, unreadable} = await readDropped(items, drop.signal);
			this.#taker.take(files);
			this.unreadable = [...this.unreadable, ...unreadable];
		} catch (error) {
			if (!drop.signal.aborted) throw error;
		} finally {
			if (this.#drop === drop) this.reading = false;
			this.#host.requestUpdate();
		}
	}
}
