import {saveAsDownload} from '@fonds/packaging';
import {Task} from '@lit/task';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {shared} from '../styles/shared.ts';

const inBytes = new Intl.NumberFormat('en', {style: 'unit', unit: 'byte', unitDisplay: 'long'});

/** A stored AIP: what the Storage Service says of it, and its download. */
@customElement('aip-card')
export class AipCard extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: 1rem;
				justify-items: start;
				padding: clamp(1.25rem, 2.6vw, 2rem);
				border: 1px solid var(--rule);
				border-radius: 8px;
			}

			dl {
				display: grid;
				grid-template-columns: auto minmax(0, 1fr);
				gap: 0.35rem 1.25rem;
				margin: 0;
			}

			dt {
				color: var(--muted);
			}

			dd {
				margin: 0;
				overflow-wrap: anywhere;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;
	@property({attribute: false}) aip = '';

	@state() private outcome: {readonly good: boolean; readonly text: string} | undefined;
	@state() private busy = false;

	readonly #package = new Task(this, {
		args: () => [this.connection, this.aip] as const,
		task: ([{archivematica}, aip], {signal}) => archivematica.storage.package(aip, {signal}),
	});

	override render() {
		return this.#package.render({
			error: error => html`<p class="notice" role="alert">${(error as Error).message}</p>`,
			complete: ({uuid, size, status, path}) => html`
				<h2>The AIP</h2>
				<dl>
					<dt>UUID</dt>
					<dd><code>${uuid}</code></dd>
					<dt>Status</dt>
					<dd>${status}</dd>
					<dt>Size</dt>
					<dd>${inBytes.format(size ?? 0)}</dd>
					<dt>Path</dt>
					<dd><code>${path}</code></dd>
				</dl>
				<button data-main ?disabled=${this.busy} @click=${() => this.#download(path)}>Download, verified</button>
				${
					this.outcome === undefined
						? nothing
						: html`<p class="notice ${this.outcome.good ? 'good' : ''}" role=${this.outcome.good ? 'status' : 'alert'}>
								${this.outcome.text}
							</p>`
				}
			`,
		});
	}

	async #download(path: string): Promise<void> {
		this.busy = true;
		this.outcome = undefined;
		try {
			const bytes = await this.connection.archivematica.storage.download(this.aip);
			await saveAsDownload({bytes, name: path.slice(path.lastIndexOf('/') + 1)});
			this.outcome = {good: true, text: 'Downloaded. Every byte agrees with the digest the Storage Service keeps.'};
		} catch (error) {
			this.outcome = {good: false, text: (error as Error).message};
		} finally {
			this.busy = false;
		}
	}
}
