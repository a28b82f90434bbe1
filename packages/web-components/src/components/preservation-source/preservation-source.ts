import {provide} from '@lit/context';
import {css, html, LitElement, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';

import {type Source, sourceContext} from '../../context/source-context.ts';

/**
 * Gives the elements inside it the source they read from. It shows nothing of its own and keeps no credentials:
 * the page makes the source and sets it as a property.
 *
 * @tagname preservation-source
 * @slot - The elements that read from the source, at any depth.
 */
export class PreservationSource extends LitElement {
	static override styles = css`
		:host {
			display: contents;
		}
	`;

	/** Where the elements inside read from. Setting another one makes them read again. */
	@provide({context: sourceContext})
	@property({attribute: false})
	source: Source | undefined;

	override render(): TemplateResult {
		return html`<slot></slot>`;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'preservation-source': PreservationSource;
	}
}
