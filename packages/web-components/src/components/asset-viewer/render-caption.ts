import {html, nothing, type TemplateResult} from 'lit';

import type {SourceFile} from '../../context/asset-source.ts';
import {messages} from '../../i18n/messages.ts';
import {formatPercent, formatSize} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {baseName, visibleName} from '../../internal/safe-name.ts';
import {algorithmName} from './algorithm-name.ts';
import type {LoadedFile} from './load-file.ts';

/** Something that happened to a download. */
export interface Notice {
	readonly text: string;
	readonly good: boolean;
}

/** What the line below the stage shows and does. */
export interface CaptionView {
	readonly file: SourceFile;
	readonly loaded: LoadedFile | undefined;
	readonly index: number;
	readonly count: number;
	/** Are there files that were not listed yet? */
	readonly more: boolean;
	readonly step: (offset: number) => void;
	readonly saving: {readonly file: SourceFile; readonly done: number} | undefined;
	readonly notice: Notice | undefined;
	readonly download: () => void;
	readonly cancel: () => void;
}

/** Says what is known about the bytes that are shown. */
function verification({file, loaded}: CaptionView): TemplateResult | typeof nothing {
	const {viewer: texts} = messages();
	const {content} = loaded ?? {};
	if (content?.type !== 'blob' && content?.type !== 'text') return nothing;
	if (content.type === 'text' && !content.complete) return html`<span class="fact">${texts.partly}</span>`;
	if (file.fixities.length === 0) return html`<span class="fact">${texts.notVerified}</span>`;
	const algorithms = file.fixities.map(({algorithm}) => algorithmName(algorithm)).join(', ');
	return html`<span class="fact verified">${icons.shield}${texts.verified(algorithms)}</span>`;
}

function stepper({index, count, more, step}: CaptionView): TemplateResult | typeof nothing {
	if (count < 2) return nothing;
	const {viewer: texts} = messages();
	const button = (label: string, icon: TemplateResult, offset: number): TemplateResult => {
		const unavailable = index + offset < 0 || index + offset >= count;
		return html`
			<button
				class="button plain icon-only"
				type="button"
				aria-label=${label}
				title=${label}
				aria-disabled=${unavailable}
				@click=${() => unavailable || step(offset)}
			>
				${icon}
			</button>
		`;
	};
	return html`
		<div class="stepper">
			${button(texts.previousFile, icons.previous, -1)}
			<span>${texts.position(index + 1, count, more)}</span>
			${button(texts.nextFile, icons.next, 1)}
		</div>
	`;
}

function downloadButton({file, saving, download, cancel}: CaptionView): TemplateResult {
	const {viewer: texts} = messages();
	if (saving === undefined) {
		return html`
			<button
				class="button primary"
				part="download"
				type="button"
				aria-label=${texts.downloadFile(visibleName(baseName(file.name)))}
				@click=${download}
			>
				${icons.download}${texts.download}
			</button>
		`;
	}
	return html`
		<button class="button" part="download" type="button" @click=${cancel}>
			<span>${texts.downloading(formatPercent(saving.done, saving.file.size))}</span>
			${icons.cross}<span class="visually-hidden">${texts.cancelDownload}</span>
		</button>
	`;
}

/** The line below the stage, as the label below an exhibit. */
export function renderCaption(view: CaptionView): TemplateResult {
	const {file, loaded, notice} = view;
	return html`
		<figcaption class="caption" part="caption">
			<div class="what">
				<bdi class="name">${visibleName(baseName(file.name))}</bdi>
				<span class="facts">
					${loaded === undefined ? nothing : html`<span class="fact">${loaded.format.label}</span>`}
					${file.size === undefined ? nothing : html`<span class="fact">${formatSize(file.size)}</span>`} ${verification(view)}
				</span>
			</div>
			${stepper(view)} ${downloadButton(view)}
			<p class="notice ${notice?.good === false ? 'bad' : ''}" role="status">${notice?.text}</p>
		</figcaption>
	`;
}
