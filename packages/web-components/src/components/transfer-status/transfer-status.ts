import {consume} from '@lit/context';
import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, state} from 'lit/decorators.js';

import {isTransferSource, type Source, sourceContext} from '../../context/source-context.ts';
import type {TransferJob, TransferSnapshot} from '../../context/transfer-source.ts';
import {MessagesController} from '../../i18n/messages.ts';
import * as icons from '../../internal/icons.ts';
import {problemOf} from '../../internal/problem.ts';
import {controls} from '../../styles/controls.ts';
import {tokens} from '../../styles/tokens.ts';
import {
	countProgress,
	renderFailure,
	renderProgress,
	renderResults,
	renderState,
	renderSteps,
	renderWaiting,
	renderWarnings,
} from './render-snapshot.ts';
import {TransferEndEvent, TransferLostEvent, TransferStateEvent} from './transfer-status-events.ts';
import {styles} from './transfer-status.styles.ts';
import {type FindJob, TransferWatch} from './transfer-watch.ts';

/**
 * Follows a transfer or an ingest to its end: its steps, what is being done, what a person has to decide and where, why it failed, what did not go well, what came out of it.
 *
 * It follows its `job`, or finds the one its `transfer` attribute names in the nearest `<preservation-source>`. It stops following when it
 * leaves the page and goes on when it comes back. What changes is said politely: each new state, and each quarter of the way.
 *
 * @tagname transfer-status
 * @slot heading - Instead of the heading.
 * @slot - Below everything, such as a link to what came out of it.
 * @csspart state - The state as a badge.
 * @csspart progress - The bar, with what is being done.
 * @csspart waiting - What a person has to decide.
 * @csspart waiting-link - The link to the page where it is decided.
 * @csspart failure - Why it failed.
 * @csspart warnings - What did not go well although it went on.
 * @csspart steps - The steps.
 * @csspart results - What came out of it.
 * @csspart problem - Shown when the transfer cannot be followed.
 * @cssprop --fonds-color-background - Background of the element; `transparent` on a page of the same colours.
 * @cssprop --fonds-color-paper - Background of what lies on it.
 * @cssprop --fonds-color-sheet - Background of panels.
 * @cssprop --fonds-color-ink - Text.
 * @cssprop --fonds-color-muted - Secondary text.
 * @cssprop --fonds-color-rule - Lines between things.
 * @cssprop --fonds-color-edge - Marks of steps that are to come.
 * @cssprop --fonds-color-accent - Progress.
 * @cssprop --fonds-color-success - What went well.
 * @cssprop --fonds-color-attention - What waits for a person.
 * @cssprop --fonds-color-danger - What failed.
 * @cssprop --fonds-color-focus - The focus ring.
 * @cssprop --fonds-font-text - Font of text.
 * @cssprop --fonds-font-heading - Font of headings.
 * @cssprop --fonds-font-mono - Font of identifiers.
 * @cssprop --fonds-radius - Radius of corners.
 * @cssState pending - Nothing has happened yet.
 * @cssState running - It is under way.
 * @cssState waiting - A person has to decide.
 * @cssState succeeded - It is preserved.
 * @cssState failed - It failed.
 * @cssState rejected - A person rejected it.
 * @cssState cancelled - It was cancelled.
 * @cssState unknown - Nobody can say how it stands.
 * @event {TransferStateEvent} transfer-state - It went from one state to another.
 * @event {TransferEndEvent} transfer-end - It came to its end.
 * @event {TransferLostEvent} transfer-lost - It can no longer be followed.
 */
export class TransferStatus extends LitElement {
	static override styles = [tokens, controls, styles];

	/** Identifier of the transfer to follow, when no `job` is set. */
	@property() transfer = '';

	/** The transfer to follow. */
	@property({attribute: false}) job: TransferJob | undefined;

	/** Where to find the transfer. Taken from the nearest provider unless set. */
	@consume({context: sourceContext, subscribe: true})
	@property({attribute: false})
	source: Source | undefined;

	/** Level of the heading among the headings of the page. */
	@property({type: Number, attribute: 'heading-level'}) headingLevel = 2;

	@state() private announcement = '';

	readonly #texts = new MessagesController(this);
	readonly #internals = this.attachInternals();
	readonly #watch = new TransferWatch(this, {
		onSnapshot: (snapshot, before) => this.#onSnapshot(snapshot, before),
		onEnd: snapshot => this.dispatchEvent(new TransferEndEvent(snapshot)),
		onLost: error => this.dispatchEvent(new TransferLostEvent(error)),
	});
	/** What is followed: the job, or source and identifier. */
	#followed: readonly unknown[] = [undefined, '', undefined];

	/** How the transfer stands. */
	get snapshot(): TransferSnapshot | undefined {
		return this.#watch.snapshot;
	}

	protected override willUpdate(changed: PropertyValues): void {
		if (!changed.has('job') && !changed.has('transfer') && !changed.has('source')) return;
		// A job of its own is followed on, whatever the provider does.
		const wanted = this.job === undefined ? [undefined, this.transfer, this.source] : [this.job, '', undefined];
		if (wanted.every((value, index) => value === this.#followed[index])) return;
		this.#followed = wanted;
		this.announcement = '';
		this.#watch.follow(this.#find());
	}

	protected override updated(): void {
		this.#internals.states.clear();
		const {snapshot} = this.#watch;
		if (snapshot !== undefined) this.#internals.states.add(snapshot.state);
	}

	override render(): TemplateResult {
		const {snapshot, lost} = this.#watch;
		return html`
			<section class="transfer">
				<div class="head">
					<slot name="heading">
						<div class="heading" role="heading" aria-level=${this.headingLevel}>${this.#texts.texts.transfer.heading}</div>
					</slot>
					${snapshot === undefined ? nothing : renderState(snapshot)}
				</div>
				${lost === undefined ? nothing : this.#renderLost(lost.error)}
				${snapshot === undefined ? this.#renderNothing() : this.#renderSnapshot(snapshot)}
				<slot></slot>
				<div class="visually-hidden" role="status">${this.announcement}</div>
			</section>
		`;
	}

	#renderSnapshot(snapshot: TransferSnapshot) {
		return html`
			${this.#watch.lost === undefined ? renderProgress(snapshot) : nothing} ${renderWaiting(snapshot)} ${renderFailure(snapshot)}
			${renderWarnings(snapshot)} ${renderSteps(snapshot)} ${renderResults(snapshot)}
		`;
	}

	#renderNothing() {
		const {transfer: texts} = this.#texts.texts;
		if (this.#watch.lost !== undefined) return nothing;
		if (this.#watch.idle) return html`<p class="hint">${texts.idle}</p>`;
		return html`<div class="progress">
			<progress aria-label=${texts.connecting}></progress>
			<p class="hint">${texts.connecting}</p>
		</div>`;
	}

	#renderLost(error: unknown) {
		const {transfer: texts} = this.#texts.texts;
		const hints = {forbidden: texts.forbidden, 'not-found': texts.notFound, fixity: texts.lostHint, failed: texts.lostHint};
		return html`
			<div class="panel danger" part="problem" role="alert">
				${icons.warning}
				<div>
					<p class="panel-title">${texts.lost}</p>
					<p>${hints[problemOf(error)]}</p>
				</div>
				<button class="button" type="button" @click=${() => this.retry()}>${texts.retry}</button>
			</div>
		`;
	}

	/** Tries again to follow a transfer that could not be followed. */
	retry(): void {
		this.#watch.retry();
	}

	#find(): FindJob | undefined {
		const {job, source, transfer} = this;
		if (job !== undefined) return () => job;
		return isTransferSource(source) && transfer !== '' ? signal => source.transfer(transfer, {signal}) : undefined;
	}

	#onSnapshot(snapshot: TransferSnapshot, before: TransferSnapshot | undefined): void {
		const {transfer: texts} = this.#texts.texts;
		const {state: now, failure, waitingFor} = snapshot;
		if (now !== before?.state) {
			this.announcement = texts.announce(texts.state[now], failure?.reason ?? waitingFor);
			this.dispatchEvent(new TransferStateEvent(snapshot));
			return;
		}
		const counted = countProgress(snapshot);
		if (counted === undefined || quarter(snapshot) <= quarter(before)) return;
		this.announcement = texts.announce(texts.state[now], texts.progress(counted.done, counted.total));
	}
}

/** How many quarters of the way are behind it. */
function quarter(snapshot: TransferSnapshot): number {
	const counted = countProgress(snapshot);
	return counted === undefined ? 0 : Math.floor((counted.done / counted.total) * 4);
}

declare global {
	interface HTMLElementTagNameMap {
		'transfer-status': TransferStatus;
	}
}
