import {consume} from '@lit/context';
import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {keyed} from 'lit/directives/keyed.js';

import type {SourceAsset, SourceFile, SourceRepresentation} from '../../context/asset-source.ts';
import {isAssetSource, type Source, sourceContext} from '../../context/source-context.ts';
import {MessagesController} from '../../i18n/messages.ts';
import {problemOf} from '../../internal/problem.ts';
import {baseName, visibleName} from '../../internal/safe-name.ts';
import type {ViewErrorEvent} from '../../internal/view-events.ts';
import {controls} from '../../styles/controls.ts';
import {tokens} from '../../styles/tokens.ts';
import {AssetReading} from './asset-reading.ts';
import {
	AssetErrorEvent,
	AssetLoadEvent,
	FileDownloadEndEvent,
	FileDownloadEvent,
	FileSelectEvent,
	FileShowEvent,
} from './asset-viewer-events.ts';
import {lists} from './asset-viewer-lists.styles.ts';
import {styles} from './asset-viewer.styles.ts';
import {FileDownload} from './file-download.ts';
import {type Notice, renderCaption} from './render-caption.ts';
import {renderDetails} from './render-details.ts';
import {renderFiles} from './render-files.ts';
import {renderProblem, renderStage, renderWaiting} from './render-stage.ts';

/**
 * Shows a preserved asset: images with deep zoom, PDF documents, audio, video and text, with its representations, files and metadata,
 * and lets people download files, verified.
 *
 * It reads from the nearest `<preservation-source>`, or from its `source` property. Whatever comes from there is taken for the work of
 * strangers: titles and metadata are text, files are what their bytes say they are, and nothing in them is opened as a document of the page.
 *
 * @tagname asset-viewer
 * @slot eyebrow - A line above the title.
 * @slot actions - Buttons beside the title.
 * @slot details - Sections below the metadata.
 * @slot empty - Shown instead of the text when no asset is asked for.
 * @csspart header - Title, description and actions.
 * @csspart title - The title.
 * @csspart files - The list of files.
 * @csspart stage - Where the file is shown.
 * @csspart caption - The line below it: name, format, size, verification, download.
 * @csspart details - The metadata.
 * @csspart metadata-group - One descriptive document.
 * @csspart problem - What is shown instead of something that cannot be shown.
 * @csspart view-controls - The bar of buttons on an image or a document.
 * @csspart download - The download button.
 * @cssprop [--fonds-viewer-height=clamp(20rem, min(68vh, 115cqi), 52rem)] - Height of the stage.
 * @cssprop --fonds-color-background - Background of the element; `transparent` on a page of the same colours.
 * @cssprop --fonds-color-paper - Background of what lies on it.
 * @cssprop --fonds-color-sheet - Background of panels.
 * @cssprop --fonds-color-stage - Background behind what is shown.
 * @cssprop --fonds-color-ink - Text.
 * @cssprop --fonds-color-muted - Secondary text.
 * @cssprop --fonds-color-rule - Lines between things.
 * @cssprop --fonds-color-edge - Borders of controls.
 * @cssprop --fonds-color-accent - Buttons and what is selected.
 * @cssprop --fonds-color-on-accent - Text on the accent.
 * @cssprop --fonds-color-success - What went well.
 * @cssprop --fonds-color-attention - What wants attention.
 * @cssprop --fonds-color-danger - What failed.
 * @cssprop --fonds-color-focus - The focus ring.
 * @cssprop --fonds-font-text - Font of text.
 * @cssprop --fonds-font-heading - Font of titles.
 * @cssprop --fonds-font-mono - Font of references, checksums and text files.
 * @cssprop --fonds-radius - Radius of corners.
 * @cssState loading - The asset or its file is being loaded.
 * @cssState ready - The file is shown.
 * @cssState problem - The asset or its file cannot be shown.
 * @event {AssetLoadEvent} asset-load - The asset was read.
 * @event {AssetErrorEvent} asset-error - The asset or a file could not be read.
 * @event {FileSelectEvent} file-select - Someone picked a file or a representation; cancelable.
 * @event {FileShowEvent} file-show - A file is shown.
 * @event {FileDownloadEvent} file-download - Someone asked for a file to keep; cancelable.
 * @event {FileDownloadEndEvent} file-download-end - A download ended, well or not.
 */
export class AssetViewer extends LitElement {
	static override styles = [tokens, controls, lists, styles];

	/** Reference of the asset to show. */
	@property() asset = '';

	/** Identifier of the representation to show; the first access representation, else the first, unless set. */
	@property() representation = '';

	/** Identifier of the file to show; the first unless set. */
	@property() file = '';

	/** Files of more bytes than this are loaded only when someone asks for it. */
	@property({type: Number, attribute: 'load-limit'}) loadLimit = 200_000_000;

	/** Level of the title among the headings of the page. */
	@property({type: Number, attribute: 'heading-level'}) headingLevel = 2;

	/** Where to read from. Taken from the nearest provider unless set. */
	@consume({context: sourceContext, subscribe: true})
	@property({attribute: false})
	source: Source | undefined;

	@state() private announcement = '';
	@state() private notice: Notice | undefined;
	@state() private shown: SourceFile | undefined;

	@query('.stage') private stage!: HTMLElement | null;
	@query('select') private select!: HTMLSelectElement;

	readonly #texts = new MessagesController(this);
	readonly #internals = this.attachInternals();
	readonly #download = new FileDownload(this);
	readonly #reading: AssetReading = new AssetReading(this, {
		onAsset: asset => {
			this.#announce(this.#texts.texts.viewer.shown(visibleName(asset.title)));
			this.dispatchEvent(new AssetLoadEvent(asset));
		},
		onLoading: file => {
			this.notice = this.shown = undefined;
			this.#announce(this.#texts.texts.viewer.loadingFile(visibleName(baseName(file.name))));
		},
		onError: (error, file) => this.dispatchEvent(new AssetErrorEvent(error, file)),
	});

	protected override willUpdate(changed: PropertyValues): void {
		if (!changed.has('asset') || !this.hasUpdated) return;
		if (!changed.has('representation')) this.representation = '';
		if (!changed.has('file')) this.file = '';
	}

	protected override updated(): void {
		const {problem, idle, file} = this.#reading;
		const ready = problem === undefined && file !== undefined && this.shown === file;
		const states = {problem: problem !== undefined, ready, loading: !idle && !ready && problem === undefined};
		for (const [name, on] of Object.entries(states)) {
			if (on) this.#internals.states.add(name);
			else this.#internals.states.delete(name);
		}
	}

	override render(): TemplateResult {
		return html`
			<div class="viewer">
				${this.#renderContent()}
				<div class="visually-hidden" role="status">${this.announcement}</div>
			</div>
		`;
	}

	#renderContent() {
		const {viewer: texts} = this.#texts.texts;
		const {asset, assetProblem, idle} = this.#reading;
		if (assetProblem !== undefined) return renderProblem(assetProblem, this.#reading, this.#actions);
		if (asset !== undefined) return this.#renderAsset(asset);
		return idle ? html`<slot name="empty"><p class="idle">${texts.idle}</p></slot>` : renderWaiting(texts.loading);
	}

	#renderAsset(asset: SourceAsset) {
		const {list, file, loaded, metadata, problem} = this.#reading;
		const several = list.files.length > 1;
		const compact = problem !== undefined || (file === undefined && list.state === 'complete') || loaded?.format.kind === 'audio';
		return html`
			<div class="header" part="header">
				<div class="heading">
					<slot name="eyebrow"></slot>
					<div class="title" part="title" role="heading" aria-level=${this.headingLevel}><bdi>${asset.title}</bdi></div>
					${asset.description ? html`<p class="description"><bdi>${asset.description}</bdi></p>` : nothing}
				</div>
				<div class="tools">${this.#renderRepresentations(asset.representations)}<slot name="actions"></slot></div>
			</div>
			<div class="body ${several ? 'several' : ''}">
				<figure class="plate">
					<div
						class="stage ${compact ? 'compact' : ''}"
						part="stage"
						tabindex="-1"
						@view-error=${this.#onViewError}
						@view-ready=${this.#onViewReady}
					>
						${keyed(loaded, html`<div class="view">${renderStage(this.#reading, this.#actions)}</div>`)}
					</div>
					${this.#renderCaption()}
				</figure>
				${several ? this.#renderFiles() : nothing}
				<section class="details" part="details" aria-label=${this.#texts.texts.viewer.details}>
					${renderDetails(asset, file, metadata)}
					<slot name="details"></slot>
				</section>
			</div>
		`;
	}

	#renderRepresentations(representations: readonly SourceRepresentation[]) {
		if (representations.length < 2) return nothing;
		const {representation} = this.#reading;
		return html`
			<label class="representation">
				<span class="hint">${this.#texts.texts.viewer.representation}</span>
				<select @change=${this.#onRepresentation}>
					${representations.map(
						each => html`<option value=${each.id} .selected=${each === representation}>${visibleName(each.name)}</option>`,
					)}
				</select>
			</label>
		`;
	}

	#renderFiles() {
		const {list, file} = this.#reading;
		return renderFiles({
			files: list.files,
			state: list.state,
			selected: file,
			select: picked => this.#select(picked),
			more: () => void list.more(),
			retry: () => this.retry(),
		});
	}

	#renderCaption() {
		const {file, loaded, list} = this.#reading;
		if (file === undefined) return nothing;
		return renderCaption({
			file,
			loaded,
			index: list.files.indexOf(file),
			count: list.files.length,
			more: list.state !== 'complete',
			step: offset => this.#step(offset),
			notice: this.notice,
			saving: this.#download.file === undefined ? undefined : {file: this.#download.file, done: this.#download.done},
			download: () => void this.download(),
			cancel: () => this.#download.cancel(),
		});
	}

	readonly #actions = {
		retry: (): void => this.retry(),
		// The button goes away; the focus stays where the file will be.
		loadLarge: (): void => {
			this.#reading.loadLarge();
			this.stage?.focus();
		},
	};

	/** Tries again to read what could not be read. */
	retry(): void {
		this.#reading.retry();
		this.stage?.focus();
	}

	/** Downloads the file that is shown, verified. */
	async download(): Promise<void> {
		const {source} = this;
		const {asset, file} = this.#reading;
		if (!isAssetSource(source) || asset === undefined || file === undefined) return;
		if (!this.dispatchEvent(new FileDownloadEvent(asset, file))) return;
		const {viewer: texts} = this.#texts.texts;
		this.notice = undefined;
		try {
			if (!(await this.#download.start(source, file))) return;
			this.notice = {text: texts.downloaded(visibleName(baseName(file.name))), good: true};
			this.dispatchEvent(new FileDownloadEndEvent(file));
		} catch (error) {
			this.notice = {text: texts.downloadFailed(problemOf(error)), good: false};
			this.dispatchEvent(new FileDownloadEndEvent(file, error));
		}
	}

	#select(file: SourceFile): void {
		const {representation, file: before} = this.#reading;
		if (file === before || representation === undefined) return;
		if (this.dispatchEvent(new FileSelectEvent(representation, file))) this.file = file.id;
	}

	#step(offset: number): void {
		const {list, file} = this.#reading;
		const target = file === undefined ? undefined : list.files[list.files.indexOf(file) + offset];
		if (target !== undefined) this.#select(target);
	}

	#onRepresentation(): void {
		const {asset, representation} = this.#reading;
		const picked = asset?.representations.find(({id}) => id === this.select.value);
		if (picked === undefined) return;
		if (this.dispatchEvent(new FileSelectEvent(picked))) {
			this.representation = picked.id;
			this.file = '';
		} else {
			this.select.value = representation?.id ?? '';
		}
	}

	#onViewError({kind, error}: ViewErrorEvent): void {
		this.#reading.refuse(kind);
		this.dispatchEvent(new AssetErrorEvent(error, this.#reading.file));
	}

	#onViewReady(): void {
		const {file} = this.#reading;
		if (file === undefined) return;
		this.shown = file;
		this.#announce(this.#texts.texts.viewer.fileShown(visibleName(baseName(file.name))));
		this.dispatchEvent(new FileShowEvent(file));
	}

	#announce(text: string): void {
		this.announcement = text;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'asset-viewer': AssetViewer;
	}
}
