import type {DirectoryEntry, Location, ServerPath} from '@fonds/archivematica';
import {serverPath} from '@fonds/archivematica';
import {Task} from '@lit/task';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {shared} from '../styles/shared.ts';

/** A folder of a transfer source. */
export interface SourceFolder {
	readonly location: string;
	readonly path: ServerPath;
}

/** Says which folder is open now; `undefined` at the top of a source, which is not for transfer as a whole. */
export class SourceChangeEvent extends Event {
	readonly folder: SourceFolder | undefined;

	constructor(folder: SourceFolder | undefined) {
		super('source-change');
		this.folder = folder;
	}
}

const top = serverPath('');

/** Walks the folders of the transfer sources. */
@customElement('source-picker')
export class SourcePicker extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: 0.75rem;
				max-inline-size: 44rem;
			}

			ul {
				list-style: none;
				margin: 0;
				padding: 0;
				border: 1px solid var(--rule);
				max-block-size: 19rem;
				overflow: auto;
			}

			ul li {
				display: flex;
				justify-content: space-between;
				gap: 1rem;
				align-items: center;
				padding-inline: 0.85rem;
				min-block-size: 2.75rem;
			}

			ul li + li {
				border-block-start: 1px solid var(--rule);
			}

			ul li:has(button) {
				padding: 0;
			}

			li button {
				flex: 1;
				display: flex;
				justify-content: space-between;
				gap: 1rem;
				border: 0;
				border-radius: 0;
				background: none;
				text-align: start;
				overflow-wrap: anywhere;
			}

			li button:hover {
				background: var(--sheet);
			}

			.muted {
				color: var(--muted);
				white-space: nowrap;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;

	@state() private location: Location | undefined;
	@state() private path: readonly ServerPath[] = [];

	readonly #locations = new Task(this, {
		args: () => [this.connection] as const,
		task: async ([{archivematica}], {signal}) => {
			const locations = await archivematica.storage.locations({purpose: 'TS'}, {signal}).toArray();
			this.location = locations[0];
			return locations;
		},
	});

	readonly #entries = new Task(this, {
		args: () => [this.connection, this.location, this.path.at(-1)] as const,
		task: async ([{archivematica}, location, path], {signal}): Promise<readonly DirectoryEntry[]> =>
			location === undefined ? [] : (await archivematica.storage.browse(location.uuid, path ?? top, {signal})).entries,
	});

	override render() {
		return this.#locations.render({
			pending: () => html`<p role="status">Reading the transfer sources…</p>`,
			error: error => html`<p class="notice" role="alert">${(error as Error).message}</p>`,
			complete: () =>
				this.location === undefined ? html`<p class="notice">The Storage Service has no transfer source.</p>` : this.#folder(this.location),
		});
	}

	#folder(location: Location) {
		return html`
			<nav class="trail" aria-label="Folder of the transfer source">
				<ol>
					<li><a href="#/transfer" @click=${(event: Event) => this.#leave(event, 0)}>${location.description || location.uuid}</a></li>
					${this.path.map(
						({text}, index) =>
							html`<li><a href="#/transfer" @click=${(event: Event) => this.#leave(event, index + 1)}>${lastName(text)}</a></li>`,
					)}
				</ol>
			</nav>
			${this.#entries.render({
				pending: () => html`<p role="status">Reading the folder…</p>`,
				error: error => html`<p class="notice" role="alert">${(error as Error).message}</p>`,
				complete: entries =>
					html`<ul aria-label="What is in it">
						${entries.map(entry => this.#entry(entry))} ${entries.length === 0 ? html`<li>Nothing is in here.</li>` : nothing}
					</ul>`,
			})}
		`;
	}

	#entry({name, path, isDirectory, objectCount}: DirectoryEntry) {
		if (!isDirectory) return html`<li>${name.text}</li>`;
		return html`<li>
			<button type="button" @click=${() => this.#enter(path)}>
				<span>${name.text}</span>
				<span class="muted">${objectCount === undefined ? 'folder' : `${objectCount} ${objectCount === 1 ? 'object' : 'objects'}`}</span>
			</button>
		</li>`;
	}

	#enter(path: ServerPath): void {
		this.#go([...this.path, path]);
	}

	#leave(event: Event, depth: number): void {
		event.preventDefault();
		this.#go(this.path.slice(0, depth));
	}

	#go(path: readonly ServerPath[]): void {
		this.path = path;
		const folder = path.at(-1);
		const {location} = this;
		this.dispatchEvent(
			new SourceChangeEvent(location === undefined || folder === undefined ? undefined : {location: location.uuid, path: folder}),
		);
	}
}

function lastName(path: string): string {
	return path.replace(/\/+$/u, '').split('/').at(-1) ?? path;
}
