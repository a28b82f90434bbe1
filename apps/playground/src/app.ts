import {archivematicaSource, preservicaSource} from '@fonds/web-components/sources';
import {Task} from '@lit/task';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, state} from 'lit/decorators.js';

import './pages/add-page.ts';
import './pages/asset-page.ts';
import './pages/folder-page.ts';
import './pages/transfer-page.ts';
import {findSandbox, type Connection, type Person, type Sandbox} from './connection.ts';
import {addHref, folderHref, readRoute, transferHref, type Route} from './routes.ts';
import {shared} from './styles/shared.ts';

/** The frame of the playground: who is signed in, where one is, and the page that belongs there. */
@customElement('playground-app')
export class PlaygroundApp extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: block;
			}

			header {
				border-block-end: 1px solid var(--rule);
				background: var(--sheet);
			}

			.bar,
			main,
			footer p {
				max-inline-size: var(--measure);
				margin-inline: auto;
				padding-inline: clamp(1rem, 4vw, 2.5rem);
			}

			.bar {
				display: flex;
				flex-wrap: wrap;
				align-items: center;
				gap: 0.75rem 2rem;
				padding-block: 0.85rem;
			}

			.brand {
				font: 400 1.5rem/1 var(--heading);
				color: var(--ink);
				text-decoration: none;
			}

			.bar nav {
				display: flex;
				flex-wrap: wrap;
				gap: 0.25rem 1.5rem;
				flex: 1;
			}

			.bar nav a {
				color: var(--muted);
				text-decoration: none;
				padding-block: 0.6rem;
				border-block: 2px solid transparent;
			}

			.bar nav a:hover {
				color: var(--ink);
			}

			.bar nav a[aria-current] {
				color: var(--ink);
				border-block-end-color: var(--accent);
			}

			.bar label {
				display: flex;
				align-items: center;
				gap: 0.6rem;
				color: var(--muted);
				min-inline-size: 0;
				white-space: nowrap;
			}

			.bar select {
				flex: 1;
				min-inline-size: 0;
				text-overflow: ellipsis;
			}

			main {
				/* The footer begins below the window, so that nothing jumps when a page gets its content. */
				min-block-size: calc(100dvh - 4.5rem);
				padding-block: clamp(1.5rem, 4vw, 3rem);
			}

			main:focus-visible {
				outline: none;
			}

			footer {
				border-block-start: 1px solid var(--rule);
				padding-block: 1.25rem 2rem;
				color: var(--muted);
				font-size: 0.875rem;
			}

			.skip {
				position: absolute;
				inset-block-start: -4rem;
			}

			.skip:focus {
				inset-block-start: 0.5rem;
				inset-inline-start: 0.5rem;
				background: var(--paper);
				padding: 0.5rem 1rem;
			}
		`,
	];

	@state() private route: Route = readRoute(location.hash);
	@state() private person: Person | undefined;

	readonly #sandbox = new Task(this, {args: () => [], task: findSandbox});

	#connection: Connection | undefined;
	#source: object | undefined;

	override connectedCallback(): void {
		super.connectedCallback();
		addEventListener('hashchange', this.#move);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		removeEventListener('hashchange', this.#move);
	}

	readonly #move = (): void => {
		this.route = readRoute(location.hash);
		scrollTo(0, 0);
		void this.updateComplete.then(() => this.renderRoot.querySelector('main')?.focus());
	};

	#connect(sandbox: Sandbox): Connection | undefined {
		const person = this.person ?? sandbox.people[0];
		if (person !== undefined && person !== this.#connection?.person) {
			const connection = sandbox.signIn(person);
			this.#connection = connection;
			this.#source = {...archivematicaSource(connection.archivematica), ...preservicaSource(connection.preservica)};
		}
		return this.#connection;
	}

	#skip(event: Event): void {
		event.preventDefault();
		this.renderRoot.querySelector('main')?.focus();
	}

	override render() {
		return html`
			${this.#sandbox.render({
				pending: () => html`<main tabindex="-1"><p role="status">Looking for the sandbox…</p></main>`,
				error: error => html`<main tabindex="-1"><p class="notice" role="alert">${(error as Error).message}</p></main>`,
				complete: sandbox => {
					const connection = this.#connect(sandbox);
					return connection === undefined ? nothing : this.#frame(sandbox, connection);
				},
			})}
		`;
	}

	#frame(sandbox: Sandbox, connection: Connection) {
		const {page} = this.route;
		const current = (...pages: Route['page'][]) => (pages.includes(page) ? 'page' : nothing);
		const choose = (event: Event) => (this.person = sandbox.people[(event.target as HTMLSelectElement).selectedIndex]);
		return html`
			<header>
				<a class="skip" href="#" @click=${this.#skip}>Skip to content</a>
				<div class="bar">
					<a class="brand" href=${folderHref(null)}>Fonds</a>
					<nav aria-label="Main">
						<a href=${folderHref(null)} aria-current=${current('folder', 'asset')}>Collection</a>
						<a href=${addHref(null)} aria-current=${current('add')}>Add files</a>
						<a href=${transferHref(null)} aria-current=${current('transfer')}>Transfer</a>
					</nav>
					<label>
						Signed in as
						<select @change=${choose}>
							${sandbox.people.map(person => html`<option ?selected=${person === connection.person}>${person.name}</option>`)}
						</select>
					</label>
				</div>
			</header>
			<preservation-source .source=${this.#source}>
				<main tabindex="-1">${this.#page(connection)}</main>
			</preservation-source>
			<footer><p>A sandbox of Preservica ${sandbox.version} and Archivematica on this machine. Nothing here leaves it.</p></footer>
		`;
	}

	#page(connection: Connection) {
		const {route} = this;
		switch (route.page) {
			case 'asset':
				return html`<asset-page .connection=${connection} .ref=${route.ref}></asset-page>`;
			case 'add':
				return html`<add-page .connection=${connection} .folder=${route.folder}></add-page>`;
			case 'transfer':
				return html`<transfer-page .connection=${connection} .transfer=${route.transfer}></transfer-page>`;
			default:
				return html`<folder-page .connection=${connection} .ref=${route.ref}></folder-page>`;
		}
	}
}
