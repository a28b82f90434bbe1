import type {Blobs} from '../../store/blobs.ts';
import {guessFormat} from '../formats.ts';
import type {Bitstream} from '../model.ts';
import type {Repository} from '../repository.ts';

/** How much of a file is read for the index, in bytes. */
const largestText = 256 * 1024;

/** The text in the files of an asset, as far as they are small files of text; `undefined` when there is none. A real server knows many more formats. */
export function readText(asset: string, repository: Repository, blobs: Blobs): string | undefined {
	const files = repository.contentObjectsOf(asset).flatMap(({ref}) => repository.activeBitstreams(ref));
	const texts = files.flatMap(file => textOf(file, blobs) ?? []);
	return texts.length > 0 ? texts.join('\n') : undefined;
}

function textOf({filename, size, blob, start}: Bitstream, blobs: Blobs): string | undefined {
	const {mediaType} = guessFormat(filename);
	const markup = /^(?:text\/html|application\/xml)$/u.test(mediaType);
	if (!markup && !/^(?:text\/|application\/json$|message\/)/u.test(mediaType)) return undefined;
	const text = new TextDecoder().decode(blobs.piece(blob, {start, end: start + Math.min(size, largestText)}));
	return (markup ? text.replaceAll(/<[^>]*>/gu, ' ') : text).trim() || undefined;
}
