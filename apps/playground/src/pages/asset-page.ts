import {Task} from '@lit/task';
import {css, html, LitElement} from 'lit';
import {customElement, property} from 'lit/decorators.js';

import type {Connection} from '../connection.ts';
import {shared} from '../styles/shared.ts';
import {folderTrail} from './folder-trail.ts';

/** One asset: where it is, and the viewer. */
@customElement('asset-page')
export class AssetPage extends LitElement {
	static override styles = [
		shared,
		css`
			:host {
				display: grid;
				gap: 1.25rem;
			}
		`,
	];

	@property({attribute: false}) connection!: Connection;
	@property({attribute: false}) ref = '';

	readonly #place = new Task(this, {
		args: () => [this.connection, this.ref] as const,
		task: async ([{preservica}, ref], {signal}) => {
			const asset = await preservica.entities.asset(ref, {signal});
			return {asset, folders: await preservica.entities.ancestors(asset, {signal})};
		},
	});

	override render() {
		return html`
			${this.#place.render({
				pending: () => folderTrail([], '…'),
				error: () => folderTrail([], 'Not shown'),
				complete: ({asset, folders}) => folderTrail(folders, asset.title),
			})}
			<asset-viewer heading-level="1" asset=${this.ref}></asset-viewer>
		`;
	}
}
