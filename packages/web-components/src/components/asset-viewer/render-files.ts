import {html, nothing, type TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';

import type {SourceFile} from '../../context/asset-source.ts';
import {messages} from '../../i18n/messages.ts';
import {type FileKind, guessKind} from '../../internal/detect.ts';
import {formatSize} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';
import type {FileList} from './file-list.ts';

/** What the list of files shows and does. */
export interface FilesView {
	readonly files: readonly SourceFile[];
	readonly state: FileList['state'];
	readonly selected: SourceFile | undefined;
	readonly select: (file: SourceFile) => void;
	readonly more: () => void;
	readonly retry: () => void;
}

const pictures: Readonly<Record<FileKind, TemplateResult>> = {
	image: icons.image,
	pdf: icons.sheet,
	audio: icons.sound,
	video: icons.film,
	text: icons.sheet,
	other: icons.box,
};

/** Where a key moves the focus to. */
function target(option: Element, key: string): Element | null | undefined {
	switch (key) {
		case 'ArrowDown':
			return option.nextElementSibling;
		case 'ArrowUp':
			return option.previousElementSibling;
		case 'Home':
			return option.parentElement?.firstElementChild;
		case 'End':
			return option.parentElement?.lastElementChild;
		default:
			return undefined;
	}
}

/** Keys move the focus inside the list, Enter and Space select: reading a file is too dear to do it for each that is passed. */
function onKey(event: KeyboardEvent, select: () => void): void {
	if (!(event.currentTarget instanceof Element)) return;
	const other = target(event.currentTarget, event.key);
	if (event.key === 'Enter' || event.key === ' ') select();
	else if (other === undefined) return;
	else if (other instanceof HTMLElement) other.focus();
	event.preventDefault();
}

const button = (label: string, action: () => void): TemplateResult =>
	html`<button class="button plain" type="button" @click=${action}>${label}</button>`;

/** The files of a representation as a list to choose from. */
export function renderFiles({files, state, selected, select, more, retry}: FilesView): TemplateResult {
	const {viewer: texts} = messages();
	const option = (file: SourceFile, index: number): TemplateResult => html`
		<li
			role="option"
			aria-selected=${file === selected}
			tabindex=${file === (selected ?? files[0]) ? 0 : -1}
			@click=${() => select(file)}
			@keydown=${(event: KeyboardEvent) => onKey(event, () => select(file))}
		>
			<span class="number">${index + 1}</span>
			${pictures[guessKind(file.name)]}
			<bdi class="name">${visibleName(file.name)}</bdi>
			${file.size === undefined ? nothing : html`<span class="size">${formatSize(file.size)}</span>`}
		</li>
	`;
	return html`
		<div class="files" part="files">
			<ol role="listbox" aria-label=${texts.files}>
				${repeat(files, ({id}) => id, option)}
			</ol>
			${state === 'loading' ? html`<progress aria-label=${texts.loading}></progress>` : nothing}
			${state === 'partial' ? button(texts.moreFiles, more) : nothing} ${state === 'failed' ? button(texts.retry, retry) : nothing}
		</div>
	`;
}
