import {expect} from 'chai';

import {sample} from '../fixtures/page.ts';
import {detectFormat, guessKind} from './detect.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));
const label = (content: string, name = 'file', mediaType?: string): string => detectFormat(bytes(content), name, mediaType).label;

describe('detectFormat', () => {
	it('knows real files by their first bytes, whatever they are called', async () => {
		const expected = {
			'image.jpg': 'JPEG image',
			'document-three-pages.pdf': 'PDF document',
			'tone.mp3': 'MP3 audio',
			'clip.mp4': 'MPEG-4 video',
			'drawing.svg': 'SVG image',
			'image-three-pages-lzw.tif': 'TIFF image',
		};
		for (const [name, format] of Object.entries(expected)) {
			expect(detectFormat(await sample(name), 'nameless', undefined).label).to.equal(format);
		}
	});

	it('knows signatures that no sample has', () => {
		expect(label('\x89PNG\r\n\x1A\n')).to.equal('PNG image');
		expect(label('GIF89a')).to.equal('GIF image');
		expect(label('RIFF\0\0\0\0WEBP')).to.equal('WebP image');
		expect(label('RIFF\0\0\0\0WAVE')).to.equal('WAV audio');
		expect(label('\0\0\0\x20ftypavif')).to.equal('AVIF image');
		expect(label('\0\0\0\x20ftypheic')).to.equal('HEIC image');
		expect(label('\0\0\0\x20ftypM4A ')).to.equal('MPEG-4 audio');
		expect(label('\0\0\0\x0CjP  \r\n')).to.equal('JPEG 2000 image');
		expect(label('OggS\0\0\0\0')).to.equal('Ogg audio');
		expect(label('\x1A\x45\xDF\xA3....webm')).to.equal('WebM video');
		expect(label('PK\x03\x04', 'a.docx')).to.equal('Word document');
		expect(label('PK\x03\x04', 'a.txt')).to.equal('ZIP archive');
	});

	it('believes the bytes rather than the name or the system', () => {
		expect(detectFormat(bytes('<html><script>'), 'photo.jpg', 'image/jpeg')).to.include({kind: 'text', mediaType: 'text/plain'});
		expect(label('%PDF-1.7', 'photo.jpg', 'image/jpeg')).to.equal('PDF document');
		expect(detectFormat(bytes('\0\x01\x02'), 'photo.jpg', 'image/jpeg').kind).to.equal('other');
	});

	it('takes a drawing for a drawing only when neither its name nor its start says otherwise', () => {
		expect(label('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">', 'a.svg')).to.equal('SVG image');
		expect(label('<html><svg>', 'a.svg')).to.equal('text');
		expect(label('<svg>', 'a.xml')).to.equal('XML text');
	});

	it('never gives a type that a browser opens as a page', () => {
		for (const start of ['<html>', '<?xml version="1.0"?><x/>', '<!doctype html>', 'text', '\0\0']) {
			for (const type of ['text/html', 'application/xhtml+xml', 'text/xml', undefined]) {
				expect(detectFormat(bytes(start), 'a.html', type).mediaType).to.be.oneOf(['text/plain', 'application/octet-stream']);
			}
		}
	});

	it('takes what has a zero byte for binary, unless it starts as UTF-16 does', () => {
		expect(detectFormat(bytes('text\0'), 'a.txt', undefined).kind).to.equal('other');
		expect(detectFormat(bytes('\xFF\xFEa\0'), 'a.txt', undefined).kind).to.equal('text');
	});

	it('guesses from a name for lists', () => {
		expect(guessKind('a/b.JPG')).to.equal('image');
		expect(guessKind('.txt')).to.equal('other');
		expect(guessKind('a.constructor')).to.equal('other');
	});
});
