import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';

import {MessagesController} from '../../i18n/messages.ts';
import {formatSize} from '../../internal/format.ts';
import {visibleName} from '../../internal/safe-name.ts';
import {ViewReadyEvent} from '../../internal/view-events.ts';
import {tokens} from '../../styles/tokens.ts';
import {styles} from './text-view.styles.ts';

/**
 * Shows text as text: markup in it stays characters.
 *
 * @tagname text-view
 * @csspart text - The text.
 * @csspart foot - What is said about it: encoding, and whether it is all of it.
 * @cssprop --fonds-color-paper - Background of the text.
 * @cssprop --fonds-color-sheet - Background of the line below it.
 * @cssprop --fonds-color-ink - The text.
 * @cssprop --fonds-color-muted - The line below it.
 * @cssprop --fonds-color-attention - The note that it is not all of the text.
 * @cssprop --fonds-color-rule - The line between them.
 * @cssprop --fonds-color-focus - The focus ring.
 * @event {ViewReadyEvent} view-ready - The text is shown.
 */
export class TextView extends LitElement {
	static override styles = [tokens, styles];

	/** The text. */
	@property({attribute: false}) text = '';

	/** Name of the file it came from. */
	@property() name = '';

	/** The encoding it was read in. */
	@property() encoding = '';

	/** Is this only the start of the file? */
	@property({type: Boolean}) partial = false;

	/** Bytes that are shown. */
	@property({type: Number}) shown = 0;

	/** Bytes of the whole file. */
	@property({attribute: false}) size: number | undefined;

	@state() private wrapped = true;

	@query('input') private wrapBox!: HTMLInputElement;

	readonly #texts = new MessagesController(this);

	protected override updated(changed: PropertyValues<this>): void {
		if (changed.has('text')) this.dispatchEvent(new ViewReadyEvent());
	}

	override render(): TemplateResult {
		const {text: texts} = this.#texts.texts;
		const total = this.size === undefined ? undefined : formatSize(this.size);
		return html`
			<pre part="text" class=${this.wrapped ? 'wrapped' : ''} tabindex="0" role="region" aria-label=${texts.label(visibleName(this.name))}>
${this.text}</pre>
			<div class="foot" part="foot">
				${this.partial ? html`<p class="partial">${texts.partial(formatSize(this.shown), total)}</p>` : nothing}
				<p>${this.text === '' ? texts.empty : texts.encoding(this.encoding)}</p>
				<label><input type="checkbox" .checked=${this.wrapped} @change=${this.#toggleWrap} />${texts.wrap}</label>
			</div>
		`;
	}

	#toggleWrap(): void {
		this.wrapped = this.wrapBox.checked;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'text-view': TextView;
	}
}
