import {html, nothing, type TemplateResult} from 'lit';

import type {TransferSnapshot, TransferState, TransferStep, TransferStepState} from '../../context/transfer-source.ts';
import {messages} from '../../i18n/messages.ts';
import {formatActivity} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';

/** Counted progress of a transfer. */
export interface Counted {
	readonly done: number;
	readonly total: number;
}

/** Progress as the system counts it, else by steps. */
export function countProgress({progress, steps}: TransferSnapshot): Counted | undefined {
	if (progress?.total !== undefined && progress.total > 0) return {done: Math.min(progress.done, progress.total), total: progress.total};
	const counted = steps.filter(({state}) => state !== 'skipped');
	return counted.length < 2 ? undefined : {done: counted.filter(({state}) => state === 'succeeded').length, total: counted.length};
}

const stateIcons: Readonly<Record<TransferState, TemplateResult>> = {
	pending: icons.box,
	running: icons.box,
	waiting: icons.person,
	succeeded: icons.shield,
	failed: icons.warning,
	rejected: icons.cross,
	cancelled: icons.cross,
	unknown: icons.search,
};

const stepMarks: Readonly<Record<TransferStepState, TemplateResult | typeof nothing>> = {
	pending: nothing,
	running: nothing,
	waiting: icons.person,
	succeeded: icons.check,
	failed: icons.cross,
	skipped: icons.minus,
};

/** States in which something is still to come. */
const live: ReadonlySet<TransferState> = new Set(['pending', 'running', 'waiting']);

/** The state as a badge. */
export function renderState({state}: TransferSnapshot): TemplateResult {
	return html`<p class="badge ${state}" part="state">${stateIcons[state]}${messages().transfer.state[state]}</p>`;
}

function renderStep({name, state}: TransferStep): TemplateResult {
	return html`
		<li class=${state} aria-current=${state === 'running' || state === 'waiting' ? 'step' : nothing}>
			<span class="mark" aria-hidden="true">${stepMarks[state]}</span>
			<span class="step"><bdi>${visibleName(name)}</bdi> <span class="visually-hidden">(${messages().transfer.step[state]})</span></span>
		</li>
	`;
}

/** The bar, with what is being done. */
export function renderProgress(snapshot: TransferSnapshot): TemplateResult | typeof nothing {
	if (!live.has(snapshot.state)) return nothing;
	const {transfer: texts} = messages();
	const counted = countProgress(snapshot);
	const {activity, progress} = snapshot;
	const text = counted === undefined || progress?.total !== undefined ? nothing : texts.progress(counted.done, counted.total);
	return html`
		<div class="progress" part="progress">
			<progress aria-label=${texts.progressLabel} max=${counted?.total ?? nothing} value=${counted?.done ?? nothing}></progress>
			<p class="activity">
				<span><bdi>${activity === undefined ? nothing : formatActivity(activity)}</bdi></span>
				<span class="count">${text}</span>
			</p>
		</div>
	`;
}

/** What a person has to decide. */
export function renderWaiting({state, waitingFor, waitingAt}: TransferSnapshot): TemplateResult | typeof nothing {
	if (state !== 'waiting') return nothing;
	const {transfer: texts} = messages();
	return html`
		<div class="panel attention" part="waiting">
			${icons.person}
			<div>
				<p class="panel-title">${texts.waitingFor}</p>
				<p><bdi>${waitingFor ?? texts.waitingUnknown}</bdi></p>
			</div>
			${
				waitingAt === undefined || !isPage(waitingAt)
					? nothing
					: html`<a class="button" part="waiting-link" href=${waitingAt} target="_blank" rel="noopener noreferrer">${texts.waitingAt}</a>`
			}
		</div>
	`;
}

/** What the system names must not become a script. */
function isPage(address: string): boolean {
	return ['http:', 'https:'].includes(URL.parse(address)?.protocol ?? '');
}

/** What did not go well although it went on. */
export function renderWarnings({warnings = []}: TransferSnapshot): TemplateResult | typeof nothing {
	if (warnings.length === 0) return nothing;
	return html`
		<div class="panel attention" part="warnings">
			${icons.warning}
			<div>
				<p class="panel-title">${messages().transfer.warnings}</p>
				<ul>
					${warnings.slice(0, 200).map(warning => html`<li><bdi>${warning}</bdi></li>`)}
				</ul>
			</div>
		</div>
	`;
}

/** Why it failed, with what the system said. */
export function renderFailure({failure}: TransferSnapshot): TemplateResult | typeof nothing {
	if (failure === undefined) return nothing;
	const {transfer: texts} = messages();
	const {reason, details} = failure;
	return html`
		<div class="panel danger" part="failure">
			${icons.warning}
			<div>
				<p class="panel-title">${texts.failure}</p>
				<p><bdi>${reason}</bdi></p>
				${
					details.length === 0
						? nothing
						: html`
								<details>
									<summary>${texts.details}</summary>
									<ul class="said" tabindex="0" aria-label=${texts.details}>
										${details.slice(0, 200).map(line => html`<li><bdi>${line}</bdi></li>`)}
									</ul>
								</details>
							`
				}
			</div>
		</div>
	`;
}

/** The steps, in order. */
export function renderSteps({steps}: TransferSnapshot): TemplateResult | typeof nothing {
	if (steps.length === 0) return nothing;
	return html`
		<ol class="steps ${steps.length > 6 ? 'many' : ''}" part="steps" aria-label=${messages().transfer.steps}>
			${steps.map(renderStep)}
		</ol>
	`;
}

/** What came out of it. */
export function renderResults({results, state}: TransferSnapshot): TemplateResult | typeof nothing {
	if (results.length === 0) return nothing;
	return html`
		<dl class=${state} part="results" aria-label=${messages().transfer.results}>
			${results.map(
				({label, value}) => html`
					<div>
						<dt><bdi>${label}</bdi></dt>
						<dd><bdi>${value}</bdi></dd>
					</div>
				`,
			)}
		</dl>
	`;
}
