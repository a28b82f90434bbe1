import {consume} from '@lit/context';
import {html, LitElement, nothing, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';

import type {PackageFile, PackageRequest} from '../../context/package-sink.ts';
import {isPackageSink, type Source, sourceContext} from '../../context/source-context.ts';
import {MessagesController} from '../../i18n/messages.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';
import {controls} from '../../styles/controls.ts';
import {tokens} from '../../styles/tokens.ts';
import {readChosen} from './dropped-files.ts';
import {FileDrop} from './file-drop.ts';
import {addFiles, suggestTitle} from './file-selection.ts';
import {PackageDoneEvent, PackageErrorEvent, PackageSubmitEvent} from './package-uploader-events.ts';
import {styles} from './package-uploader.styles.ts';
import {PackageRun} from './package-run.ts';
import {renderFields} from './render-fields.ts';
import {renderSelection} from './render-files.ts';
import {renderFailure, renderPhases, renderResult} from './render-run.ts';

/** Where the focus goes when what had it is gone: the outcome, the way on from a failure, the work under way, the list, the start. */
const nextFocus = '.outcome-title, .failure button, .subject, .selection .icon-only, .choose button';

/**
 * Takes files and folders, by drop or by choice, and has them preserved: hashed, packaged, uploaded and ingested.
 *
 * The work is done by the `ingest` of the nearest `<preservation-source>`, or of the `sink` property. Folders keep their structure.
 * Work under way is cancelled when the element leaves the page.
 *
 * @tagname package-uploader
 * @slot heading - Instead of the heading.
 * @slot fields - Fields of the page's own, below title and description.
 * @csspart drop-zone - Where files are dropped.
 * @csspart files - The list of files.
 * @csspart fields - Title, description and security tag.
 * @csspart submit - The button that starts.
 * @csspart phases - The phases of the work.
 * @csspart result - What came out of it.
 * @csspart error - Why it did not work.
 * @cssprop --fonds-color-background - Background of the element; `transparent` on a page of the same colours.
 * @cssprop --fonds-color-paper - Background of what lies on it.
 * @cssprop --fonds-color-sheet - Background of panels.
 * @cssprop --fonds-color-ink - Text.
 * @cssprop --fonds-color-muted - Secondary text.
 * @cssprop --fonds-color-rule - Lines between things.
 * @cssprop --fonds-color-edge - Borders of controls.
 * @cssprop --fonds-color-accent - Buttons, progress, and the drop zone under a file.
 * @cssprop --fonds-color-on-accent - Text on the accent.
 * @cssprop --fonds-color-success - What went well.
 * @cssprop --fonds-color-danger - What failed.
 * @cssprop --fonds-color-focus - The focus ring.
 * @cssprop --fonds-font-text - Font of text.
 * @cssprop --fonds-font-heading - Font of headings.
 * @cssprop --fonds-font-mono - Font of references.
 * @cssprop --fonds-radius - Radius of corners.
 * @cssState working - Files are being preserved.
 * @cssState done - They are preserved.
 * @cssState failed - They were not.
 * @event {PackageSubmitEvent} package-submit - Someone asked for files to be preserved; cancelable.
 * @event {PackageDoneEvent} package-done - They are preserved.
 * @event {PackageErrorEvent} package-error - They were not preserved.
 */
export class PackageUploader extends LitElement {
	static override styles = [tokens, controls, styles];

	/** Who preserves the files. Taken from the nearest provider unless set. */
	@consume({context: sourceContext, subscribe: true})
	@property({attribute: false})
	sink: Source | undefined;

	/** Title of the asset. Suggested from the first folder or file unless set. */
	@property({attribute: 'asset-title'}) assetTitle = '';

	/** Description of the asset. */
	@property() description = '';

	/** Security tags to choose from. Without any, none is asked for and the sink decides. */
	@property({attribute: false}) securityTags: readonly string[] = [];

	/** The security tag that is chosen. */
	@property({attribute: 'security-tag'}) securityTag = '';

	@state() private selection: readonly PackageFile[] = [];
	@state() private announcement = '';
	@state() private titleMissing = false;

	@query('#title') private titleField!: HTMLInputElement;
	@query('#description') private descriptionField!: HTMLTextAreaElement;
	@query('#files') private filesInput!: HTMLInputElement;
	@query('#folder') private folderInput!: HTMLInputElement;
	@query('select') private tagField!: HTMLSelectElement;

	readonly #texts = new MessagesController(this);
	readonly #internals = this.attachInternals();
	readonly #run = new PackageRun(this, phase => this.#announce(`${this.#texts.texts.uploader.phase[phase]}…`));
	readonly #drop = new FileDrop(this, {accepts: () => !this.#run.busy, take: files => this.addFiles(files)});
	#focused = false;
	/** A title that nobody typed follows the files. */
	#suggested = '';

	/** The files that are to be preserved. */
	get files(): readonly PackageFile[] {
		return this.selection;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		addEventListener('beforeunload', this.#onUnload);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		removeEventListener('beforeunload', this.#onUnload);
	}

	protected override willUpdate(): void {
		this.#focused = this.matches(':focus-within');
	}

	protected override updated(): void {
		// Whoever was here stays here, although what had the focus went away.
		if (this.#focused && !this.matches(':focus-within')) this.shadowRoot?.querySelector<HTMLElement>(nextFocus)?.focus();
		const {state: running} = this.#run;
		const states = {working: this.#run.busy, done: running === 'done', failed: running === 'failed'};
		for (const [name, on] of Object.entries(states)) {
			if (on) this.#internals.states.add(name);
			else this.#internals.states.delete(name);
		}
	}

	override render(): TemplateResult {
		return html`
			<section class="uploader" @dragover=${this.#drop.onDragOver} @dragleave=${this.#drop.onDragLeave} @drop=${this.#drop.onDrop}>
				<slot name="heading"><h2>${this.#texts.texts.uploader.heading}</h2></slot>
				${this.#renderContent()}
				<div class="visually-hidden" role="status">${this.announcement}</div>
			</section>
		`;
	}

	#renderContent() {
		const {result, busy, request, phases} = this.#run;
		if (result !== undefined) return renderResult(result, () => this.clear());
		if (!busy || request === undefined) return this.#renderForm();
		const done = ({path, file}: PackageFile): number => this.#run.fileDone(path, file.size);
		return html`
			<p class="subject" tabindex="-1"><bdi>${request.title}</bdi></p>
			${renderPhases(phases)} ${this.#renderCancel()} ${renderSelection({files: request.files, done, remove: undefined, clear: undefined})}
		`;
	}

	#renderCancel() {
		const {uploader: texts} = this.#texts.texts;
		const {cancellable, state: running} = this.#run;
		if (running === 'cancelling') return html`<p class="hint">${texts.cancelling}</p>`;
		if (!cancellable) return nothing;
		return html`<div><button class="button" type="button" @click=${() => this.cancel()}>${texts.cancel}</button></div>`;
	}

	#renderForm() {
		const {uploader: texts} = this.#texts.texts;
		const files = this.selection;
		const {state: running, error} = this.#run;
		const retry = html`<button class="button" type="submit">${texts.retry}</button>`;
		return html`
			<form novalidate @submit=${this.#onSubmit}>
				${running === 'failed' ? renderFailure(error, retry) : nothing}
				${running === 'cancelled' ? html`<p class="notice">${texts.cancelled}</p>` : nothing} ${this.#renderDropZone()}
				${this.#renderUnreadable()}
				${
					files.length === 0
						? nothing
						: html`
								${renderSelection({
									files,
									done: undefined,
									remove: file => this.#remove(file),
									clear: () => this.clear(),
								})}
								${this.#renderFields()}
								<div class="submit">
									<button class="button primary" part="submit" type="submit" ?disabled=${!isPackageSink(this.sink)}>${texts.start}</button>
									${isPackageSink(this.sink) ? nothing : html`<p class="hint">${texts.noSink}</p>`}
								</div>
							`
				}
			</form>
		`;
	}

	#renderDropZone() {
		const {uploader: texts} = this.#texts.texts;
		const classes = `drop-zone ${this.#drop.over ? 'over' : ''} ${this.selection.length > 0 ? 'small' : ''}`;
		return html`
			<div class=${classes} part="drop-zone">
				${icons.box}
				<p class="drop-title">${this.#drop.reading ? texts.reading : texts.drop}</p>
				<p class="hint">${texts.dropHint}</p>
				<div class="choose">
					<button class="button" type="button" @click=${() => this.filesInput.click()}>${texts.chooseFiles}</button>
					<button class="button" type="button" @click=${() => this.folderInput.click()}>${texts.chooseFolder}</button>
				</div>
				<input id="files" type="file" multiple hidden @change=${() => this.#onChosen(this.filesInput)} />
				<input id="folder" type="file" webkitdirectory hidden @change=${() => this.#onChosen(this.folderInput)} />
			</div>
		`;
	}

	// Nothing is left out in silence: what could not be read stays in sight until the files are sent or forgotten.
	#renderUnreadable() {
		const {unreadable} = this.#drop;
		if (unreadable.length === 0) return nothing;
		return html`
			<ul class="unreadable" role="alert">
				${unreadable.map(path => html`<li><bdi>${this.#texts.texts.uploader.readFailed(visibleName(path))}</bdi></li>`)}
			</ul>
		`;
	}

	#renderFields() {
		return renderFields({
			title: this.assetTitle,
			titleMissing: this.titleMissing,
			description: this.description,
			securityTags: this.securityTags,
			securityTag: this.securityTag,
			onTitle: () => {
				this.assetTitle = this.titleField.value;
				this.titleMissing &&= this.assetTitle.trim() === '';
			},
			onDescription: () => {
				this.description = this.descriptionField.value;
			},
			onTag: () => {
				this.securityTag = this.tagField.value;
			},
		});
	}

	/** Adds files to what is to be preserved. One with a path that is in the list already takes its place. */
	addFiles(added: readonly PackageFile[]): void {
		if (this.#run.busy || added.length === 0) return;
		const {uploader: texts} = this.#texts.texts;
		const {files, replaced} = addFiles(this.selection, added);
		this.selection = files;
		this.#suggest();
		this.#announce(replaced === 0 ? texts.added(added.length) : `${texts.added(added.length)} ${texts.sameFiles(replaced)}`);
	}

	/** Starts, as the button does. Resolves when it is over, however it ended. */
	async submit(): Promise<void> {
		const {sink, selection: files} = this;
		if (!isPackageSink(sink) || this.#run.busy || files.length === 0) return;
		const title = this.assetTitle.trim();
		this.titleMissing = title === '';
		if (this.titleMissing) {
			this.titleField.focus();
			return;
		}
		const request: PackageRequest = {
			title,
			description: this.description.trim() || undefined,
			securityTag: this.securityTag || this.securityTags[0],
			files,
		};
		if (!this.dispatchEvent(new PackageSubmitEvent(request))) return;
		await this.#run.start(sink, request);
		await this.#conclude();
	}

	/** Cancels the work under way. Once everything is uploaded, the system goes on by itself. */
	cancel(): void {
		if (this.#run.cancellable) this.#run.cancel();
	}

	/** Forgets the files, and what came of the last ones. */
	clear(): void {
		if (this.#run.busy) return;
		this.#run.clear();
		this.selection = [];
		this.assetTitle = this.description = this.#suggested = '';
		this.titleMissing = false;
		this.#drop.clear();
		this.#announce('');
	}

	async #conclude(): Promise<void> {
		const {uploader: texts} = this.#texts.texts;
		const {state: running, result, error} = this.#run;
		if (running === 'cancelled') this.#announce(texts.cancelled);
		if (result !== undefined) this.#announce(texts.done(result.assets.length));
		await this.updateComplete;
		if (result !== undefined) this.dispatchEvent(new PackageDoneEvent(result));
		if (running === 'failed') this.dispatchEvent(new PackageErrorEvent(error));
	}

	#suggest(): void {
		if (this.assetTitle !== this.#suggested) return;
		this.#suggested = suggestTitle(this.selection);
		this.assetTitle = this.#suggested;
	}

	#remove({path}: PackageFile): void {
		this.selection = this.selection.filter(each => each.path !== path);
		this.#suggest();
		this.#announce(this.#texts.texts.uploader.removed(visibleName(path)));
	}

	#onChosen(input: HTMLInputElement): void {
		this.addFiles(readChosen(input.files));
		input.value = ''; // the same files can be chosen again
	}

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		void this.submit();
	}

	readonly #onUnload = (event: BeforeUnloadEvent): void => {
		if (this.#run.busy) event.preventDefault();
	};

	#announce(text: string): void {
		this.announcement = text;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'package-uploader': PackageUploader;
	}
}
