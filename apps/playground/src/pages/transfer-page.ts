import type {TransferEndEvent} from '@fonds/web-components';
import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {transferHref} from '../routes.ts';
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
				max-inline-size: 62rem;
			}

			label {
				flex: 0 1 24rem;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;
	/** The transfer to follow; without one, the page starts one. */
	@property({attribute: false}) transfer: string | null = null;

	@state() private source: SourceFolder | undefined;
	@state() private aip: string | undefined;
	@state() private starting = false;
	@state() private problem: string | undefined;

	/** The name of a transfer that was started here: no server tells it. */
	#started: {readonly transfer: string; readonly name: string} | undefined;

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('transfer')) this.aip = this.problem = this.source = undefined;
	}

	override render() {
		return this.transfer === null ? this.#choice() : this.#progress(this.transfer);
	}

	#choice() {
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

	#progress(transfer: string) {
		const name = this.#started?.transfer === transfer ? this.#started.name : 'Transfer';
		return html`
			<div class="head">
				<h1>${name}</h1>
				<p class="lede">The transfer goes on in Archivematica, also when nobody looks. This address leads back to it.</p>
			</div>
			<transfer-status transfer=${transfer} @transfer-end=${this.#end}><h2 slot="heading">Progress</h2></transfer-status>
			${this.aip === undefined ? nothing : html`<aip-card .connection=${this.connection} .aip=${this.aip}></aip-card>`}
			<p><a class="button" href=${transferHref(null)}>Start another transfer</a></p>
		`;
	}

	async #start(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const name = new FormData(event.target as HTMLFormElement).get('name') as string;
		const {source} = this;
		if (source === undefined) return;
		this.problem = undefined;
		this.starting = true;
		try {
			const {id} = await this.connection.archivematica.transfers.start({name, source, processingConfig: 'automated'});
			this.#started = {transfer: id, name};
			location.hash = transferHref(id);
		} catch (error) {
			this.problem = (error as Error).message;
		} finally {
			this.starting = false;
		}
	}

	async #end({snapshot}: TransferEndEvent): Promise<void> {
		const {transfer} = this;
		if (transfer === null || snapshot.state !== 'succeeded') return;
		const {aip} = await this.connection.archivematica.transfers.follow(transfer).done();
		if (transfer === this.transfer) this.aip = aip;
	}
}
