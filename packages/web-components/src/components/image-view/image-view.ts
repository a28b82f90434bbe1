import type OpenSeadragon from 'openseadragon';
import {html, LitElement, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';

import {MessagesController} from '../../i18n/messages.ts';
import {formatFactor} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';
import {ViewErrorEvent, ViewReadyEvent} from '../../internal/view-events.ts';
import {tokens} from '../../styles/tokens.ts';
import {viewBar} from '../../styles/view-bar.ts';
import {styles} from './image-view.styles.ts';
import {allowEmptying, loadOpenSeadragon, type OpenSeadragonLibrary, withoutDocumentStyles} from './load-openseadragon.ts';

const zoomStep = 1.5;
const panStep = 0.1;

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Shows an image with deep zoom. OpenSeadragon is loaded when the first image is shown.
 *
 * The image becomes pixels and nothing else: an SVG is drawn as an image, never opened as a document.
 * A wheel or a finger that passes over it scrolls the page; Ctrl and wheel, or two fingers, zoom.
 *
 * @tagname image-view
 * @csspart controls - The bar of buttons.
 * @cssprop --fonds-color-paper - Background of the bar.
 * @cssprop --fonds-color-stage - Background behind the image.
 * @cssprop --fonds-color-ink - Buttons of the bar.
 * @cssprop --fonds-color-muted - The zoom.
 * @cssprop --fonds-color-rule - Border of the bar.
 * @cssprop --fonds-color-accent - The button under the pointer.
 * @cssprop --fonds-color-focus - The focus ring.
 * @event {ViewReadyEvent} view-ready - The image is shown.
 * @event {ViewErrorEvent} view-error - The browser cannot show it.
 */
export class ImageView extends LitElement {
	static override styles = [tokens, viewBar, styles];

	/** The image. */
	@property({attribute: false}) blob: Blob | undefined;

	/** Its name, for those who do not see it. */
	@property() name = '';

	@state() private zoom = 1;
	@state() private isFullscreen = false;

	@query('.surface') private surface!: HTMLElement;

	readonly #texts = new MessagesController(this);
	#viewer: OpenSeadragon.Viewer | undefined;
	#library: OpenSeadragonLibrary | undefined;
	/** Counts openings: what a superseded one brings is thrown away. */
	#opening = 0;

	override connectedCallback(): void {
		super.connectedCallback();
		this.addEventListener('fullscreenchange', this.#onFullscreenChange);
		if (this.hasUpdated) void this.#open();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.removeEventListener('fullscreenchange', this.#onFullscreenChange);
		this.#close();
	}

	protected override updated(changed: PropertyValues<this>): void {
		if (changed.has('blob')) void this.#open();
		if (changed.has('name')) this.#label();
	}

	override render(): TemplateResult {
		const {image: texts} = this.#texts.texts;
		const fullscreen = this.isFullscreen ? texts.leaveFullscreen : texts.fullscreen;
		return html`
			<div class="surface" @keydown=${this.#onKey}></div>
			<div class="bar" part="controls" role="group" aria-label=${texts.controls}>
				${this.#button(texts.zoomOut, icons.minus, () => this.zoomBy(1 / zoomStep))}
				<output aria-label=${texts.zoomLevel}>${formatFactor(this.zoom)}</output>
				${this.#button(texts.zoomIn, icons.plus, () => this.zoomBy(zoomStep))}
				<span class="divider"></span>
				${this.#button(texts.home, icons.home, () => this.home())} ${this.#button(texts.rotate, icons.rotate, () => this.rotate())}
				${document.fullscreenEnabled ? this.#button(fullscreen, icons.fullscreen, () => void this.toggleFullscreen()) : ''}
			</div>
		`;
	}

	#button(label: string, icon: unknown, action: () => void) {
		return html`<button type="button" aria-label=${label} title=${label} @click=${action}>${icon}</button>`;
	}

	/** Zooms by a factor around the middle. */
	zoomBy(factor: number): void {
		this.#viewer?.viewport?.zoomBy(factor).applyConstraints();
	}

	/** Shows the whole image, upright. */
	home(): void {
		this.#viewer?.viewport?.setRotation(0);
		this.#viewer?.viewport?.goHome();
	}

	/** Turns the image clockwise by 90 degrees. */
	rotate(): void {
		const viewport = this.#viewer?.viewport;
		viewport?.setRotation(viewport.getRotation() + 90);
	}

	/** Fills the screen with the image, or leaves it. */
	async toggleFullscreen(): Promise<void> {
		await (this.isFullscreen ? document.exitFullscreen() : this.requestFullscreen());
	}

	/** Moves what is seen by a part of its size. */
	panBy(x: number, y: number): void {
		const viewport = this.#viewer?.viewport;
		if (viewport === undefined || this.#library === undefined) return;
		const {width, height} = viewport.getBounds();
		viewport.panBy(new this.#library.Point(x * width, y * height)).applyConstraints();
	}

	#onKey(event: KeyboardEvent): void {
		const actions: Readonly<Record<string, () => void>> = {
			ArrowLeft: () => this.panBy(-panStep, 0),
			ArrowRight: () => this.panBy(panStep, 0),
			ArrowUp: () => this.panBy(0, -panStep),
			ArrowDown: () => this.panBy(0, panStep),
			'+': () => this.zoomBy(zoomStep),
			'=': () => this.zoomBy(zoomStep),
			'-': () => this.zoomBy(1 / zoomStep),
			'0': () => this.home(),
			r: () => this.rotate(),
		};
		const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
		if (action === undefined) return;
		event.preventDefault();
		action();
	}

	readonly #onFullscreenChange = (): void => {
		this.isFullscreen = this.matches(':fullscreen');
		this.#viewer?.setCooperativeGestures(!this.isFullscreen);
	};

	async #open(): Promise<void> {
		this.#close();
		const {blob} = this;
		if (blob === undefined) return;
		const opening = this.#opening;
		try {
			const library = await loadOpenSeadragon();
			if (opening === this.#opening) this.#show(library, blob);
		} catch (error) {
			if (opening === this.#opening) this.dispatchEvent(new ViewErrorEvent('failed', error));
		}
	}

	#show(library: OpenSeadragonLibrary, blob: Blob): void {
		const url = URL.createObjectURL(blob);
		const viewer = withoutDocumentStyles(() => library(this.#options()));
		this.#viewer = viewer;
		this.#library = library;
		allowEmptying(viewer.overlaysContainer);
		// The pixels are all that is needed from here on; nobody can open the address as a document.
		const forget = () => URL.revokeObjectURL(url);
		viewer.addOnceHandler('open', () => {
			forget();
			this.zoom = 1;
			this.dispatchEvent(new ViewReadyEvent());
		});
		viewer.addOnceHandler('open-failed', ({message}) => {
			forget();
			this.dispatchEvent(new ViewErrorEvent('unsupported', new Error(message)));
		});
		viewer.addOnceHandler('destroy', forget);
		viewer.addHandler('zoom', ({zoom}) => {
			this.zoom = (zoom ?? 1) / (viewer.viewport?.getHomeZoom() ?? 1);
		});
		viewer.addHandler('canvas-cooperative-gesture', event => {
			const {scrollHint, touchHint} = this.#texts.texts.image;
			event.message = event.gesture === 'scroll' ? scrollHint : touchHint;
		});
		this.#label();
		viewer.open({tileSource: {type: 'image', url, buildPyramid: true}});
	}

	#options(): OpenSeadragon.Options {
		return {
			element: this.surface,
			drawer: 'canvas', // the WebGL drawer refuses where the page has used up its contexts, the HTML drawer writes markup
			showNavigationControl: false,
			showNavigator: false,
			cooperativeGestures: true,
			keyboardNavEnabled: false, // it goes by the place of a key, not by what is written on it
			gestureSettingsMouse: {clickToZoom: false, dblClickToZoom: true},
			animationTime: still() ? 0 : 0.6,
			visibilityRatio: 0.5,
			minZoomImageRatio: 0.8,
			maxZoomPixelRatio: 4,
			crossOriginPolicy: false,
		};
	}

	/** The surface takes the keyboard, so it needs a name and a role that passes keys on. */
	#label(): void {
		const {canvas} = this.#viewer ?? {};
		canvas?.setAttribute('role', 'application');
		canvas?.setAttribute('aria-label', this.#texts.texts.image.keys(visibleName(this.name)));
	}

	#close(): void {
		this.#opening += 1;
		this.#viewer?.destroy();
		this.#viewer = undefined;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'image-view': ImageView;
	}
}
