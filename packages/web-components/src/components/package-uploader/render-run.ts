import {html, nothing, type TemplateResult} from 'lit';

import type {PackageAsset, PackageResult} from '../../context/package-sink.ts';
import {messages} from '../../i18n/messages.ts';
import {formatActivity, formatSize} from '../../internal/format.ts';
import * as icons from '../../internal/icons.ts';
import {visibleName} from '../../internal/safe-name.ts';
import type {PhaseState} from './package-run.ts';

const marks: Readonly<Record<PhaseState['state'], TemplateResult | typeof nothing>> = {
	pending: nothing,
	running: nothing,
	done: icons.check,
	failed: icons.cross,
};

function amount({phase, done, total, activity, state}: PhaseState): string {
	if (phase === 'ingesting') return activity === undefined ? '' : formatActivity(activity);
	if (state === 'pending' || done === 0) return '';
	return messages().viewer.fileProgress(formatSize(done), total === undefined || state === 'done' ? undefined : formatSize(total));
}

function bar({phase, state, done, total}: PhaseState): TemplateResult | typeof nothing {
	if (state !== 'running') return nothing;
	const known = phase !== 'ingesting' && total !== undefined && total > 0;
	const label = messages().uploader.phase[phase];
	return html`<progress aria-label=${label} max=${known ? total : nothing} value=${known ? Math.min(done, total) : nothing}></progress>`;
}

/** The phases of a run, one below the other. */
export function renderPhases(phases: readonly PhaseState[]): TemplateResult {
	const {uploader: texts} = messages();
	return html`
		<ol class="phases" part="phases">
			${phases.map(
				phase => html`
					<li class=${phase.state} aria-current=${phase.state === 'running' ? 'step' : nothing}>
						<span class="mark" aria-hidden="true">${marks[phase.state]}</span>
						<span class="phase">
							${phase.state === 'done' ? texts.phaseDone[phase.phase] : texts.phase[phase.phase]}
							<span class="visually-hidden">(${texts.phaseState[phase.state]})</span>
						</span>
						<span class="amount">${amount(phase)}</span>
						${bar(phase)}
					</li>
				`,
			)}
		</ol>
	`;
}

/** Only addresses of the Web lead anywhere: a `javascript:` address is no link. */
function isWebAddress(href: string): boolean {
	const url = URL.parse(href, document.baseURI);
	return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}

function renderAsset({ref, title, href}: PackageAsset): TemplateResult {
	const {uploader: texts} = messages();
	const name = visibleName(title);
	return html`
		<li>
			<bdi class="asset-title">${name}</bdi>
			<span class="hint">${texts.reference} <bdi class="code">${ref}</bdi></span>
			${href === undefined || !isWebAddress(href) ? nothing : html`<a class="button" href=${href}>${texts.open(name)}</a>`}
		</li>
	`;
}

/** What came out of it. */
export function renderResult({assets}: PackageResult, again: () => void): TemplateResult {
	const {uploader: texts} = messages();
	return html`
		<div class="outcome" part="result">
			<div class="seal">${icons.shield}</div>
			<p class="outcome-title" tabindex="-1">${texts.done(assets.length)}</p>
			<ul class="assets">
				${assets.map(renderAsset)}
			</ul>
			<button class="button plain" type="button" @click=${again}>${texts.again}</button>
		</div>
	`;
}

/** Why it did not work, in the words of whoever failed. */
export function renderFailure(error: unknown, actions: unknown): TemplateResult {
	return html`
		<div class="failure" part="error" role="alert">
			${icons.warning}
			<div>
				<p class="failure-title">${messages().uploader.failed}</p>
				<p><bdi>${error instanceof Error ? error.message : String(error)}</bdi></p>
			</div>
			<div class="actions">${actions}</div>
		</div>
	`;
}
