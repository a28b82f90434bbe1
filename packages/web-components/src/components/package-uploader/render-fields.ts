import {html, nothing, type TemplateResult} from 'lit';

import {messages} from '../../i18n/messages.ts';
import {visibleName} from '../../internal/safe-name.ts';

/** What the fields show and do. */
export interface FieldsView {
	readonly title: string;
	readonly titleMissing: boolean;
	readonly description: string;
	readonly securityTags: readonly string[];
	readonly securityTag: string;
	readonly onTitle: () => void;
	readonly onDescription: () => void;
	readonly onTag: () => void;
}

function tags({securityTags, securityTag, onTag}: FieldsView): TemplateResult | typeof nothing {
	if (securityTags.length === 0) return nothing;
	return html`
		<div class="field">
			<label for="tag">${messages().uploader.securityTag}</label>
			<select id="tag" @change=${onTag}>
				${securityTags.map(tag => html`<option value=${tag} .selected=${tag === securityTag}>${visibleName(tag)}</option>`)}
			</select>
		</div>
	`;
}

/** What has to be known about the files. */
export function renderFields(view: FieldsView): TemplateResult {
	const {title, titleMissing, description, onTitle, onDescription} = view;
	const {uploader: texts} = messages();
	return html`
		<div class="fields" part="fields">
			<div class="field">
				<label for="title">${texts.title}</label>
				<input
					id="title"
					autocomplete="off"
					required
					aria-invalid=${titleMissing}
					aria-describedby="title-hint"
					.value=${title}
					@input=${onTitle}
				/>
				<span id="title-hint" class=${titleMissing ? 'missing' : 'hint'}>${titleMissing ? texts.titleMissing : texts.titleHint}</span>
			</div>
			<div class="field">
				<label for="description">${texts.description} <span class="hint">(${texts.optional})</span></label>
				<textarea id="description" rows="3" .value=${description} @input=${onDescription}></textarea>
			</div>
			${tags(view)}
			<slot name="fields"></slot>
		</div>
	`;
}
