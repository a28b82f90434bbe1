import {html, nothing, type TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';

import type {PackageFile} from '../../context/package-sink.ts';
import {messages} from '../../i18n/messages.ts';
import {formatSize} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {baseName, visibleName} from '../../internal/safe-name.ts';
import {totalSize} from './file-selection.ts';

/** More rows than this help nobody and slow the page; the rest is counted. */
const shownFiles = 200;

/** What the list of files shows and does. */
export interface SelectionView {
	readonly files: readonly PackageFile[];
	/** Bytes of a file that are packaged; undefined before the work has begun. */
	readonly done: ((file: PackageFile) => number) | undefined;
	readonly remove: ((file: PackageFile) => void) | undefined;
	readonly clear: (() => void) | undefined;
}

function name(path: string): TemplateResult {
	const folder = path.slice(0, path.length - baseName(path).length);
	return html`<bdi class="path"><span class="folder">${visibleName(folder)}</span>${visibleName(baseName(path))}</bdi>`;
}

function state(file: PackageFile, {done}: SelectionView): TemplateResult | typeof nothing {
	const bytes = done?.(file);
	const {size} = file.file;
	if (bytes === undefined || (bytes === 0 && size > 0)) return nothing;
	if (bytes >= size)
		return html`<span class="done">${icons.check}<span class="visually-hidden">${messages().uploader.fileDone}</span></span>`;
	return html`<progress max=${size} value=${bytes} aria-label=${visibleName(file.path)}></progress>`;
}

function removal(file: PackageFile, {remove}: SelectionView): TemplateResult | typeof nothing {
	if (remove === undefined) return nothing;
	const label = messages().uploader.remove(visibleName(file.path));
	return html`
		<button class="button plain icon-only" type="button" aria-label=${label} title=${label} @click=${() => remove(file)}>
			${icons.cross}
		</button>
	`;
}

/** The files that are to be preserved. */
export function renderSelection(view: SelectionView): TemplateResult {
	const {files, remove, clear} = view;
	const {uploader: texts} = messages();
	const hidden = files.length - shownFiles;
	return html`
		<div class="selection" part="files">
			<div class="selection-head">
				<p class="label">${texts.files(files.length, formatSize(totalSize(files)))}</p>
				${clear === undefined ? nothing : html`<button class="button plain" type="button" @click=${clear}>${texts.clear}</button>`}
			</div>
			<ul tabindex=${remove === undefined ? 0 : nothing} aria-label=${texts.list}>
				${repeat(
					files.slice(0, shownFiles),
					({path}) => path,
					file => html`
						<li>
							${name(file.path)} <span class="state">${state(file, view)}</span>
							<span class="size">${formatSize(file.file.size)}</span>
							${removal(file, view)}
						</li>
					`,
				)}
			</ul>
			${hidden > 0 ? html`<p class="hint">${texts.more(hidden)}</p>` : nothing}
		</div>
	`;
}
