import type {AssetSource, SourceFile, SourceOptions} from '../../context/asset-source.ts';
import {baseName, extension} from '../../internal/safe-name.ts';
import type {MediaCaptions} from '../media-view/media-view.ts';
import {loadWhole} from './load-file.ts';

const stem = (name: string): string => {
	const base = baseName(name);
	const dot = base.lastIndexOf('.');
	return dot > 0 ? base.slice(0, dot) : base;
};

/** The language in `clip.fr.vtt` beside `clip.mp4`; an empty string in `clip.vtt`; undefined for other files. */
function captionLanguage(media: SourceFile, candidate: SourceFile): string | undefined {
	if (extension(candidate.name) !== 'vtt') return undefined;
	const [mediaStem, captionStem] = [stem(media.name), stem(candidate.name)];
	if (captionStem === mediaStem) return '';
	const language = captionStem.startsWith(`${mediaStem}.`) ? captionStem.slice(mediaStem.length + 1) : '';
	return /^[a-z]{2,3}(?:-[\da-z]{2,8})*$/iu.test(language) ? language : undefined;
}

/** Loads the WebVTT files that lie beside a recording under its name. One that cannot be read is left out: the recording plays without it. */
export async function loadCaptions(
	source: AssetSource,
	media: SourceFile,
	files: readonly SourceFile[],
	options: SourceOptions,
): Promise<MediaCaptions[]> {
	const found = files.flatMap(file => {
		const language = captionLanguage(media, file);
		return language === undefined ? [] : [{file, language}];
	});
	const loaded = await Promise.allSettled(
		found.map(async ({file, language}) => {
			const blob = await loadWhole(source, file, options);
			return {blob: blob.slice(0, blob.size, 'text/vtt'), language, label: language};
		}),
	);
	options.signal?.throwIfAborted();
	return loaded.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
}
