import {html, nothing, type TemplateResult} from 'lit';

import type {SourceFile} from '../../context/asset-source.ts';
import {messages} from '../../i18n/messages.ts';
import {formatSize} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import type {ProblemKind} from '../../internal/problem.ts';
import {baseName, visibleName} from '../../internal/safe-name.ts';
import type {AssetReading} from './asset-reading.ts';
import {renderView} from './render-view.ts';

/** What can be done about a problem. */
export interface StageActions {
	readonly retry: () => void;
	readonly loadLarge: () => void;
}

const pictures: Readonly<Record<ProblemKind, TemplateResult>> = {
	forbidden: icons.lock,
	locked: icons.lock,
	'not-found': icons.search,
	fixity: icons.warning,
	failed: icons.warning,
	unsupported: icons.box,
	large: icons.box,
};

/** Kinds that interrupt whoever listens; the others are a state of things. */
const urgent: ReadonlySet<ProblemKind> = new Set(['forbidden', 'not-found', 'fixity', 'failed']);

const button = (label: string, action: () => void): TemplateResult =>
	html`<button class="button" type="button" @click=${action}>${label}</button>`;

/** What a problem is about: a file, its format, or its size. */
function subject(kind: ProblemKind, {file, loaded}: AssetReading): string {
	if (kind === 'unsupported') return loaded?.format.label ?? '';
	if (kind === 'large') return formatSize(file?.size ?? 0);
	return file === undefined ? '' : visibleName(baseName(file.name));
}

/** Title and hint of a problem, with what can be done about it. */
export function renderProblem(kind: ProblemKind, reading: AssetReading, {retry, loadLarge}: StageActions): TemplateResult {
	const {viewer: texts, problem} = messages();
	const [title, hint] = problem[kind](subject(kind, reading));
	return html`
		<div class="problem ${kind}" part="problem" role=${urgent.has(kind) ? 'alert' : nothing}>
			${pictures[kind]}
			<p class="problem-title"><bdi>${title}</bdi></p>
			<p class="hint">${hint}</p>
			<div class="actions">
				${urgent.has(kind) ? button(texts.retry, retry) : nothing} ${kind === 'large' ? button(texts.showAnyway, loadLarge) : nothing}
			</div>
		</div>
	`;
}

/** A bar that moves, with what is being waited for. */
export function renderWaiting(label: string, done = 0, total?: number): TemplateResult {
	const known = total !== undefined && done > 0;
	const text = messages().viewer.fileProgress(formatSize(done), total === undefined ? undefined : formatSize(total));
	return html`
		<div class="waiting">
			<progress aria-label=${label} max=${known ? total : nothing} value=${known ? Math.min(done, total) : nothing}></progress>
			<p><bdi>${label}</bdi></p>
			<p class="hint">${done > 0 ? text : nothing}</p>
		</div>
	`;
}

function waitingLabel(file: SourceFile | undefined): string {
	const {viewer: texts} = messages();
	return file === undefined ? texts.loading : texts.loadingFile(visibleName(baseName(file.name)));
}

/** What stands on the stage: the file, or why not. */
export function renderStage(reading: AssetReading, actions: StageActions): unknown {
	const {problem, file, loaded, list, captions, done} = reading;
	if (problem !== undefined) return renderProblem(problem, reading, actions);
	if (loaded !== undefined) return renderView(loaded, captions);
	if (file !== undefined || list.state !== 'complete') return renderWaiting(waitingLabel(file), done, file?.size);
	const {viewer: texts} = messages();
	return html`
		<div class="problem" part="problem">
			${icons.box}
			<p class="problem-title">${texts.noFiles}</p>
			<p class="hint">${texts.noFilesHint}</p>
		</div>
	`;
}
