import type {Format} from './model.ts';

type Known = readonly [puid: string, name: string, group: string, mediaType: string, version?: string];

/** PRONOM identifiers of common formats, by extension. A real server looks into the file. */
const formats: Readonly<Record<string, Known>> = {
	csv: ['x-fmt/18', 'Comma Separated Values', 'text', 'text/csv'],
	docx: [
		'fmt/412',
		'Microsoft Word for Windows',
		'word',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		'2007 onwards',
	],
	eml: ['fmt/278', 'Internet Message Format', 'email', 'message/rfc822'],
	flac: ['fmt/279', 'FLAC (Free Lossless Audio Codec)', 'audio', 'audio/flac', '1.2.1'],
	gif: ['fmt/4', 'Graphics Interchange Format', 'gif', 'image/gif', '89a'],
	html: ['fmt/471', 'Hypertext Markup Language', 'html', 'text/html', '5'],
	jp2: ['x-fmt/392', 'JP2 (JPEG 2000 part 1)', 'jpeg2000', 'image/jp2'],
	jpeg: ['fmt/43', 'JPEG File Interchange Format', 'jpeg', 'image/jpeg', '1.01'],
	jpg: ['fmt/43', 'JPEG File Interchange Format', 'jpeg', 'image/jpeg', '1.01'],
	json: ['fmt/817', 'JSON Data Interchange Format', 'text', 'application/json'],
	md: ['fmt/1149', 'Markdown', 'text', 'text/markdown'],
	mp3: ['fmt/134', 'MPEG 1/2 Audio Layer 3', 'audio', 'audio/mpeg'],
	mp4: ['fmt/199', 'MPEG-4 Media File', 'video', 'video/mp4'],
	pdf: ['fmt/18', 'Acrobat PDF 1.4 - Portable Document Format', 'pdf', 'application/pdf', '1.4'],
	png: ['fmt/12', 'Portable Network Graphics', 'png', 'image/png', '1.1'],
	svg: ['fmt/92', 'Scalable Vector Graphics', 'svg', 'image/svg+xml', '1.1'],
	tif: ['fmt/353', 'Tagged Image File Format', 'tiff', 'image/tiff'],
	tiff: ['fmt/353', 'Tagged Image File Format', 'tiff', 'image/tiff'],
	txt: ['x-fmt/111', 'Plain Text File', 'text', 'text/plain'],
	vtt: ['fmt/1937', 'Web Video Text Tracks Format', 'text', 'text/vtt'],
	warc: ['fmt/289', 'WARC', 'web', 'application/warc', '1.0'],
	wav: ['fmt/141', 'Waveform Audio (PCMWAVEFORMAT)', 'audio', 'audio/wav'],
	xml: ['fmt/101', 'Extensible Markup Language', 'xml', 'application/xml', '1.0'],
	zip: ['x-fmt/263', 'ZIP Format', 'archive', 'application/zip'],
};

/** Guesses a file's format from its name, and says that it did. */
export function guessFormat(filename: string): Format {
	const extension = /\.([^.]+)$/u.exec(filename)?.[1]?.toLowerCase() ?? '';
	const known = Object.hasOwn(formats, extension) ? formats[extension] : undefined;
	if (!known) return {puid: 'UNKNOWN', name: 'Unidentified', group: 'unknown', mediaType: 'application/octet-stream', method: 'Unknown'};
	const [puid, name, group, mediaType, version] = known;
	return {puid, name, group, mediaType, version, method: 'Extension'};
}
