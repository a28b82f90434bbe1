import {html, nothing, type TemplateResult} from 'lit';

import type {MetadataGroup, MetadataNode, SourceField} from '../../context/asset-source.ts';
import {messages} from '../../i18n/messages.ts';

/** Metadata is written by strangers: beyond this many values per document, the rest is counted, not shown. */
const maxValues = 400;
/** Deeper levels are shown, but not indented further. */
const maxDepth = 6;

type Budget = {left: number; omitted: number};

const count = ({children}: MetadataNode): number => children.reduce((sum, child) => sum + count(child), 1);
const isEmpty = ({value, children}: MetadataNode): boolean => (value === undefined || value === '') && children.every(isEmpty);

function renderNode(node: MetadataNode, depth: number, budget: Budget): TemplateResult | typeof nothing {
	if (budget.left <= 0) {
		budget.omitted += count(node);
		return nothing;
	}
	budget.left -= 1;
	const {label, value, children} = node;
	const parts = children.filter(child => !isEmpty(child));
	return html`
		<div class="entry">
			<dt><bdi>${label}</bdi></dt>
			${value === undefined || value === '' ? nothing : html`<dd><bdi>${value}</bdi></dd>`}
			${parts.length === 0 ? nothing : html`<dd class=${depth < maxDepth ? 'nested' : ''}>${list(parts, depth + 1, budget)}</dd>`}
		</div>
	`;
}

const list = (nodes: readonly MetadataNode[], depth: number, budget: Budget): TemplateResult =>
	html`<dl>${nodes.map(child => renderNode(child, depth, budget))}</dl>`;

/** One descriptive document, folded until someone opens it unless it is the first. */
export function renderGroup({title, schema, nodes}: MetadataGroup, open: boolean): TemplateResult {
	const budget: Budget = {left: maxValues, omitted: 0};
	const shown = nodes.filter(child => !isEmpty(child));
	const tree = list(shown, 0, budget);
	return html`
		<details ?open=${open} part="metadata-group">
			<summary title=${schema}><bdi>${title}</bdi></summary>
			${shown.length === 0 ? html`<p class="hint">${messages().viewer.noMetadata}</p>` : tree}
			${budget.omitted > 0 ? html`<p class="hint">${messages().viewer.moreMetadata(budget.omitted)}</p>` : nothing}
		</details>
	`;
}

/** Facts as a list of labels and values. */
export function renderFields(fields: readonly SourceField[]): TemplateResult {
	return html`
		<dl>
			${fields.map(
				({label, value}) =>
					html`<div class="entry">
						<dt><bdi>${label}</bdi></dt>
						<dd><bdi>${value}</bdi></dd>
					</div>`,
			)}
		</dl>
	`;
}
