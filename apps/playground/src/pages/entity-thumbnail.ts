import type {EntityStub} from '@fonds/preservica';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';

/** The thumbnail of an entity, read when it comes into view. */
@customElement('entity-thumbnail')
export class EntityThumbnail extends LitElement {
	static override styles = css`
		:host {
			display: grid;
			grid-template: minmax(0, 1fr) / minmax(0, 1fr);
			padding: 0.5rem;
			aspect-ratio: 4 / 3;
			background: var(--sheet);
			border: 1px solid var(--rule);
			overflow: hidden;
		}

		img {
			inline-size: 100%;
			block-size: 100%;
			object-fit: scale-down;
		}
	`;

	@property({attribute: false}) connection!: Connection;
	@property({attribute: false}) entity!: EntityStub;

	@state() private url: string | undefined;

	#reading = new AbortController();
	readonly #seen = new IntersectionObserver(entries => {
		if (entries.some(({isIntersecting}) => isIntersecting)) {
			this.#seen.disconnect();
			void this.#read();
		}
	});

	override connectedCallback(): void {
		super.connectedCallback();
		this.#reading = new AbortController();
		this.#seen.observe(this);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#reading.abort();
		this.#seen.disconnect();
		this.#forget();
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('entity') && changed.get('entity') !== undefined) {
			this.#forget();
			this.#seen.observe(this);
		}
	}

	#forget(): void {
		if (this.url !== undefined) URL.revokeObjectURL(this.url);
		this.url = undefined;
	}

	async #read(): Promise<void> {
		const {signal} = this.#reading;
		const picture = await this.connection.preservica.entities.thumbnail(this.entity, {size: 'large', signal}).catch(() => undefined);
		if (picture !== undefined && !signal.aborted) this.url = URL.createObjectURL(picture);
	}

	override render() {
		return this.url === undefined ? nothing : html`<img src=${this.url} alt="" />`;
	}
}
