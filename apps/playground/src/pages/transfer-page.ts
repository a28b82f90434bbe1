import {archivematicaJob} from '@fonds/web-components/sources';
import type {TransferJob} from '@fonds/web-components';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {shared} from '../styles/shared.ts';
import './aip-card.ts';
import './source-picker.ts';
import type {SourceChangeEvent, SourceFolder} from './source-picker.ts';

/** An Archivematica transfer, from a folder in a transfer source to its stored AIP. */
@customElement('transfer-page')
export class TransferPage extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: 1.75rem;
			}

			.head {
				display: grid;
				gap: 0.75rem;
			}

			select,
			input {
				min-inline-size: min(20rem, 100%);
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;

	@state() private source: SourceFolder | undefined;
	@state() private job: TransferJob | undefined;
	@state() private aip: string | undefined;
	@state() private starting = false;
	@state() private problem: string | undefined;

	override render() {
		return html`
			<div class="head">
				<h1>Transfer</h1>
				<p class="lede">
					Choose a folder of a transfer source. Archivematica takes it in, describes it and stores it as an AIP; every step is shown as it
					happens.
				</p>
			</div>
			<source-picker
				.connection=${this.connection}
				@source-change=${(event: SourceChangeEvent) => (this.source = event.folder)}
			></source-picker>
			${this.#form()} ${this.problem === undefined ? nothing : html`<p class="notice" role="alert">${this.problem}</p>`}
			${this.job === undefined ? nothing : html`<transfer-status .job=${this.job}></transfer-status>`}
			${this.aip === undefined ? nothing : html`<aip-card .connection=${this.connection} .aip=${this.aip}></aip-card>`}
		`;
	}

	#form() {
		const {source} = this;
		const title = source?.path.text.replace(/\/+$/u, '').split('/').at(-1) ?? '';
		return html`<form class="row" @submit=${this.#start}>
			<label>Name of the transfer <input name="name" required maxlength="100" autocomplete="off" .value=${title} /></label>
			<button data-main ?disabled=${this.starting || source === undefined}>Start transfer</button>
			${source === undefined ? html`<p class="lede">Open the folder to transfer.</p>` : nothing}
		</form>`;
	}

	async #start(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const form = new FormData(event.target as HTMLFormElement);
		const {source} = this;
		if (source === undefined) return;
		this.problem = undefined;
		this.job = undefined;
		this.aip = undefined;
		this.starting = true;
		try {
			const job = await this.connection.archivematica.transfers.start({
				name: form.get('name') as string,
				source,
				processingConfig: 'automated',
				steps: 'microservices',
			});
			this.job = archivematicaJob(job);
			this.aip = await job.done().then(
				({aip}) => aip,
				() => undefined,
			);
		} catch (error) {
			this.problem = (error as Error).message;
		} finally {
			this.starting = false;
		}
	}
}
