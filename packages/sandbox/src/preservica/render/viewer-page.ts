import type {Blobs} from '../../store/blobs.ts';
import {guessFormat} from '../formats.ts';
import type {Bitstream, Entity} from '../model.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith, writeElement} from '../xml/write-xml.ts';

/** What is shown in the page itself, up to this many bytes. */
const largestShown = 2 * 1024 * 1024;

const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** The headers the page is served with: it loads nothing and runs nothing, whatever its texts say. */
export const viewerHeaders: Readonly<Record<string, string>> = {
	'content-type': 'text/html;charset=UTF-8',
	'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
	'x-content-type-options': 'nosniff',
};

/** A page that shows an asset and its files. All texts are escaped. */
export function viewerPage({title, description}: Entity, files: readonly Bitstream[], blobs: Blobs): string {
	const [first] = files;
	const head = tag(
		'head',
		tagWith('meta', {charset: 'utf-8'}),
		tag('title', title),
		tag('style', 'body{font-family:sans-serif}img{max-width:100%}'),
	);
	const list = files.map(({filename, size}) => tag('li', `${filename} (${guessFormat(filename).name}, ${size} bytes)`));
	const about = description === undefined ? undefined : tag('p', description);
	const body = tag('body', tag('h1', title), about, first && shown(first, title, blobs), tag('ul', ...list));
	return `<!doctype html>${writeElement(tagWith('html', {lang: 'en'}, head, body))}`;
}

function shown(file: Bitstream, title: string, blobs: Blobs): Tag | undefined {
	const {mediaType} = guessFormat(file.filename);
	if (file.size === 0 || file.size > largestShown) return undefined;
	const bytes = (): Buffer => Buffer.from(blobs.piece(file.blob, {start: file.start, end: file.start + file.size}));
	if (pictures.has(mediaType)) return tagWith('img', {alt: title, src: `data:${mediaType};base64,${bytes().toString('base64')}`});
	return mediaType.startsWith('text/') ? tag('pre', bytes().toString('utf8')) : undefined;
}
