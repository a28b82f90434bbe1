import {createHash} from 'node:crypto';
import {choiceNamed} from '../workflow/decisions.ts';
import type {PackedFile} from './bag.ts';
import {formatOf} from './formats.ts';
import type {DescribedFile} from './mets.ts';

/** A grey picture of 8 by 8 pixels, which stands for all that would be small pictures. */
const icon = Buffer.from(
	'/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z',
	'base64',
);
const sha256 = createHash('sha256').update(icon).digest('hex');

/** The thumbnails of originals, as the mode chosen wants them: of all files, of pictures, or none. */
export function thumbnails(files: readonly DescribedFile[], chosen: ReadonlyMap<string, string>, modified: number): readonly PackedFile[] {
	const mode = chosen.get('normalize_thumbnail_mode');
	if (mode === undefined || mode === choiceNamed('normalize_thumbnail_mode', 'No')) return [];
	const all = mode === choiceNamed('normalize_thumbnail_mode', 'Yes');
	return files
		.filter(({use, path}) => (use === 'original' || use === 'access') && (all || isPicture(path)))
		.map(({uuid}) => ({
			path: `thumbnails/${uuid}.jpg`,
			size: icon.length,
			sha256,
			modified,
			async *open() {
				yield icon;
			},
		}));
}

function isPicture(path: string): boolean {
	return ['fmt/13', 'fmt/43', 'fmt/4', 'fmt/353', 'fmt/92'].includes(formatOf(path).puid ?? '');
}
