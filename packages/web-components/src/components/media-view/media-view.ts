import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';

import {MessagesController} from '../../i18n/messages.ts';
import * as icons from '../../internal/icons.ts';
import {baseName, visibleName} from '../../internal/safe-name.ts';
import {ViewErrorEvent, ViewReadyEvent} from '../../internal/view-events.ts';
import {tokens} from '../../styles/tokens.ts';
import {styles} from './media-view.styles.ts';

/** Captions of a video or an audio file, in WebVTT. */
export interface MediaCaptions {
	readonly blob: Blob;
	/** Language tag, or an empty string. */
	readonly language: string;
	readonly label: string;
}

/**
 * Plays audio or video with the browser's own controls, and captions where there are some. Nothing plays by itself.
 *
 * @tagname media-view
 * @csspart media - The `<audio>` or `<video>`.
 * @cssprop --fonds-color-stage - Background behind the player of audio.
 * @cssprop --fonds-color-ink - The name.
 * @cssprop --fonds-color-muted - The picture of audio.
 * @cssprop --fonds-color-focus - The focus ring.
 * @event {ViewReadyEvent} view-ready - It can be played.
 * @event {ViewErrorEvent} view-error - The browser cannot play it.
 */
export class MediaView extends LitElement {
	static override styles = [tokens, styles];

	/** The recording. */
	@property({attribute: false}) blob: Blob | undefined;

	/** Its name. */
	@property() name = '';

	/** `audio` or `video`. */
	@property() kind: 'audio' | 'video' = 'video';

	/** Captions to choose from; the first is on from the start. */
	@property({attribute: false}) captions: readonly MediaCaptions[] = [];

	@state() private url: string | undefined;
	@state() private captionUrls: readonly string[] = [];

	@query('audio, video') private media!: HTMLMediaElement;

	readonly #texts = new MessagesController(this);

	override connectedCallback(): void {
		super.connectedCallback();
		if (this.hasUpdated) this.#openAll();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#revoke(this.url === undefined ? [] : [this.url]);
		this.#revoke(this.captionUrls);
		this.url = undefined;
		this.captionUrls = [];
	}

	protected override willUpdate(changed: PropertyValues<this>): void {
		if (!this.isConnected) return;
		if (changed.has('blob')) this.#openBlob();
		if (changed.has('captions')) this.#openCaptions();
	}

	override render(): TemplateResult | typeof nothing {
		if (this.url === undefined) return nothing;
		const {media: texts} = this.#texts.texts;
		const name = visibleName(baseName(this.name));
		const tracks = this.captions.map(
			({language, label}, index) => html`
				<track
					kind="captions"
					label=${label || texts.captions}
					srclang=${language || nothing}
					src=${this.captionUrls[index] ?? nothing}
					?default=${index === 0}
				/>
			`,
		);
		if (this.kind === 'audio') {
			return html`
				<figure>
					${icons.sound}
					<figcaption><bdi>${name}</bdi></figcaption>
					<audio
						part="media"
						controls
						preload="metadata"
						src=${this.url}
						aria-label=${texts.audio(name)}
						@loadedmetadata=${this.#ready}
						@error=${this.#failed}
					>
						${tracks}
					</audio>
				</figure>
			`;
		}
		return html`
			<video
				part="media"
				controls
				playsinline
				preload="metadata"
				src=${this.url}
				aria-label=${texts.video(name)}
				@loadedmetadata=${this.#ready}
				@error=${this.#failed}
			>
				${tracks}
			</video>
		`;
	}

	#openAll(): void {
		this.#openBlob();
		this.#openCaptions();
	}

	#openBlob(): void {
		this.#revoke(this.url === undefined ? [] : [this.url]);
		this.url = this.blob === undefined ? undefined : URL.createObjectURL(this.blob);
	}

	#openCaptions(): void {
		this.#revoke(this.captionUrls);
		this.captionUrls = this.captions.map(({blob}) => URL.createObjectURL(blob));
	}

	#revoke(urls: readonly string[]): void {
		for (const url of urls) URL.revokeObjectURL(url);
	}

	#ready(): void {
		this.dispatchEvent(new ViewReadyEvent());
	}

	#failed(): void {
		this.dispatchEvent(new ViewErrorEvent('unsupported', this.media.error));
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'media-view': MediaView;
	}
}
