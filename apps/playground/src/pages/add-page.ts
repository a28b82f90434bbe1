import type {EntityStub, Folder} from '@fonds/preservica';
import {Task} from '@lit/task';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {folderSink} from '../folder-sink.ts';
import {folderHref, transferHref} from '../routes.ts';
import {shared} from '../styles/shared.ts';

const most = 200;

/** From a folder of files on this machine to a preserved asset. */
@customElement('add-page')
export class AddPage extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: 1.75rem;
				max-inline-size: 62rem;
			}

			label {
				max-inline-size: 44rem;
			}

			.pending {
				min-block-size: 4.5rem;
			}

			.next {
				display: none;
			}

			package-uploader:state(done) + .next {
				display: flex;
				justify-content: center;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;
	@property({attribute: false}) folder: string | null = null;

	@state() private chosen: string | null = null;

	readonly #folders = new Task(this, {
		args: () => [this.connection, this.folder] as const,
		task: async ([{preservica}, wanted], {signal}): Promise<readonly (EntityStub | Folder)[]> => {
			const folders: (EntityStub | Folder)[] = [];
			for await (const entity of preservica.entities.descendants(null, {signal})) {
				if (entity.type === 'folder') folders.push(entity);
				if (folders.length === most) break;
			}
			if (wanted !== null && !folders.some(({ref}) => ref === wanted)) folders.push(await preservica.entities.folder(wanted, {signal}));
			this.chosen = wanted ?? folders[0]?.ref ?? null;
			return folders;
		},
	});

	#sink: ReturnType<typeof folderSink> | undefined;

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('connection')) this.#sink = folderSink(this.connection.preservica, () => this.chosen);
	}

	override render() {
		return html`
			<div class="head">
				<h1>Add files</h1>
				<p class="lede">
					Drop a folder. Each file is read once: hashed, packaged and uploaded in the same pass, and checked again by the system that
					receives it.
				</p>
			</div>
			${this.#folders.render({
				pending: () => html`<p class="pending" role="status">Reading the folders…</p>`,
				error: error => html`<p class="notice" role="alert">${(error as Error).message}</p>`,
				complete: folders => this.#choice(folders),
			})}
			<package-uploader .sink=${this.#sink}><span slot="heading" hidden></span></package-uploader>
			<div class="next row">
				${this.chosen === null ? nothing : html`<a class="button" href=${folderHref(this.chosen)}>See the folder</a>`}
				<a class="button" href=${transferHref(null)}>Go on to a transfer</a>
			</div>
		`;
	}

	#choice(folders: readonly (EntityStub | Folder)[]) {
		if (folders.length === 0) return html`<p class="notice">Create a folder in the collection first.</p>`;
		const choose = (event: Event) => (this.chosen = (event.target as HTMLSelectElement).value);
		return html`<label>
			Into the folder
			<select name="folder" @change=${choose}>
				${folders.map(({ref, title}) => html`<option value=${ref} ?selected=${ref === this.chosen}>${title}</option>`)}
			</select>
			${folders.length === most ? html`<small>The first ${most} folders.</small>` : nothing}
		</label>`;
	}
}
