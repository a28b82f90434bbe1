import {html, nothing, type TemplateResult} from 'lit';

import type {FileKind} from '../../internal/detect.ts';
import type {MediaCaptions} from '../media-view/media-view.ts';
import type {LoadedFile} from './load-file.ts';

const views: Readonly<Record<Exclude<FileKind, 'other'>, () => Promise<unknown>>> = {
	image: () => import('../../define/image-view.ts'),
	pdf: () => import('../../define/pdf-view.ts'),
	audio: () => import('../../define/media-view.ts'),
	video: () => import('../../define/media-view.ts'),
	text: () => import('../../define/text-view.ts'),
};

/** Loads and registers the element that shows such files, when the first of them is to be shown. */
export async function loadView(kind: FileKind): Promise<void> {
	if (kind !== 'other') await views[kind]();
}

/** The view that fits a file. */
export function renderView(
	{file: {name, size}, format: {kind}, content}: LoadedFile,
	captions: readonly MediaCaptions[],
): TemplateResult | typeof nothing {
	if (content.type === 'text') {
		return html`
			<text-view
				.text=${content.text}
				.encoding=${content.encoding}
				.name=${name}
				.partial=${!content.complete}
				.shown=${content.shown}
				.size=${size}
			></text-view>
		`;
	}
	if (content.type !== 'blob') return nothing;
	switch (kind) {
		case 'image':
			return html`<image-view exportparts="controls:view-controls" .blob=${content.blob} .name=${name}></image-view>`;
		case 'pdf':
			return html`<pdf-view exportparts="controls:view-controls" .blob=${content.blob} .name=${name}></pdf-view>`;
		default:
			return html`<media-view
				.kind=${kind === 'audio' ? 'audio' : 'video'}
				.blob=${content.blob}
				.name=${name}
				.captions=${captions}
			></media-view>`;
	}
}
