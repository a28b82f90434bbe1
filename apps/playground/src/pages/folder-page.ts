import type {EntityStub, Folder} from '@fonds/preservica';
import {Task} from '@lit/task';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {addHref, assetHref, folderHref} from '../routes.ts';
import {shared} from '../styles/shared.ts';
import {folderTrail} from './folder-trail.ts';
import './entity-thumbnail.ts';

const pageSize = 60;

/** A list says no more than titles; descriptions are asked for one by one, up to so many. */
const mostDescribed = 12;

interface Content {
	readonly folder: Folder | undefined;
	readonly trail: readonly Folder[];
	readonly folders: readonly (EntityStub | Folder)[];
	readonly assets: readonly EntityStub[];
	readonly more: boolean;
}

/** A folder of the collection, or its top: the folders and assets in it. */
@customElement('folder-page')
export class FolderPage extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: clamp(1.5rem, 3vw, 2.25rem);
			}

			ul {
				list-style: none;
				margin: 0;
				padding: 0;
				display: grid;
				gap: 1.75rem 1.5rem;
				grid-template-columns: repeat(auto-fill, minmax(min(45%, 13.5rem), 1fr));
			}

			.folders {
				gap: 0 2rem;
				grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr));
			}

			.folders li {
				border-block-start: 1px solid var(--rule);
				padding-block: 0.9rem 1.4rem;
			}

			.folders a {
				display: flex;
				align-items: baseline;
				gap: 0.75rem;
				color: var(--ink);
				text-decoration: none;
			}

			.folders .title {
				font-size: 1.25rem;
			}

			.folders p {
				margin: 0.3rem 0 0 calc(18px + 0.75rem);
				color: var(--muted);
			}

			a:hover .title {
				text-decoration: underline;
			}

			.folders svg {
				flex: none;
				align-self: center;
				color: var(--accent);
			}

			.assets a {
				display: grid;
				gap: 0.7rem;
				color: var(--ink);
				text-decoration: none;
			}

			.title {
				font: 400 1.05rem/1.3 var(--heading);
				overflow-wrap: anywhere;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;
	@property({attribute: false}) ref: string | null = null;

	@state() private shown = pageSize;
	@state() private naming = false;
	@state() private problem: string | undefined;

	readonly #content = new Task(this, {
		args: () => [this.connection, this.ref, this.shown] as const,
		task: async ([{preservica}, ref, shown], {signal}): Promise<Content> => {
			const {entities} = preservica;
			const folder = ref === null ? undefined : await entities.folder(ref, {signal});
			const [trail, children] = await Promise.all([
				folder === undefined ? [] : entities.ancestors(folder, {signal}),
				entities.children(ref, {signal, pageSize}).toArray(shown + 1),
			]);
			const stubs = children.slice(0, shown).filter(({type}) => type === 'folder');
			const folders = stubs.length > mostDescribed ? stubs : await Promise.all(stubs.map(({ref: each}) => entities.folder(each, {signal})));
			return {
				folder,
				trail,
				folders,
				assets: children.slice(0, shown).filter(({type}) => type !== 'folder'),
				more: children.length > shown,
			};
		},
	});

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('ref')) {
			this.shown = pageSize;
			this.naming = false;
		}
	}

	override render() {
		return this.#content.render({
			pending: () => html`<p role="status">Reading the collection…</p>`,
			error: error => html`<p class="notice" role="alert">${(error as Error).message}</p>`,
			complete: content => this.#page(content),
		});
	}

	#page({folder, trail, folders, assets, more}: Content) {
		const summary = folder === undefined ? 'Everything that is preserved in this archive, folder by folder.' : folder.description;
		return html`
			${folderTrail(trail, folder?.title)}
			<div class="head">
				<h1>${folder?.title ?? 'The collection'}</h1>
				${summary === undefined ? nothing : html`<p class="lede">${summary}</p>`}
			</div>
			${folders.length === 0 ? nothing : this.#folders(folders)} ${assets.length === 0 ? nothing : this.#assets(assets)}
			${folders.length + assets.length === 0 ? html`<p class="lede">Nothing is in here yet.</p>` : nothing}
			${more ? html`<p><button @click=${() => (this.shown += pageSize)}>Show more</button></p>` : nothing} ${this.#actions()}
		`;
	}

	#folders(folders: Content['folders']) {
		return html`<ul class="folders" aria-label="Folders">
			${folders.map(
				folder =>
					html`<li>
						<a href=${folderHref(folder.ref)}>
							<svg width="18" height="15" viewBox="0 0 18 15" fill="none" stroke="currentColor" aria-hidden="true">
								<path d="M1 2.5A1.5 1.5 0 0 1 2.5 1h4l2 2h7A1.5 1.5 0 0 1 17 4.5v8A1.5 1.5 0 0 1 15.5 14h-13A1.5 1.5 0 0 1 1 12.5z" />
							</svg>
							<span class="title">${folder.title}</span>
						</a>
						${'description' in folder && folder.description !== undefined ? html`<p>${folder.description}</p>` : nothing}
					</li>`,
			)}
		</ul>`;
	}

	#assets(assets: readonly EntityStub[]) {
		return html`<ul class="assets" aria-label="Assets">
			${assets.map(
				entity =>
					html`<li>
						<a href=${assetHref(entity.ref)}>
							<entity-thumbnail .connection=${this.connection} .entity=${entity}></entity-thumbnail>
							<span class="title">${entity.title}</span>
						</a>
					</li>`,
			)}
		</ul>`;
	}

	#actions() {
		return html`
			<div class="stack">
				<div class="row">
					${this.ref === null ? nothing : html`<a class="button" href=${addHref(this.ref)}>Add files to this folder</a>`}
					<button aria-expanded=${this.naming ? 'true' : 'false'} @click=${() => (this.naming = !this.naming)}>New folder</button>
				</div>
				${
					this.naming
						? html`<form class="row" @submit=${this.#create}>
								<label>Title of the folder <input name="title" required maxlength="200" autocomplete="off" /></label>
								<button data-main>Create</button>
							</form>`
						: nothing
				}
				${this.problem === undefined ? nothing : html`<p class="notice" role="alert">${this.problem}</p>`}
			</div>
		`;
	}

	async #create(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const title = new FormData(event.target as HTMLFormElement).get('title') as string;
		try {
			const {ref} = await this.connection.preservica.entities.createFolder({title, parent: this.ref});
			location.hash = folderHref(ref);
		} catch (error) {
			this.problem = (error as Error).message;
		}
	}
}
