const types: Readonly<Record<string, string>> = {
	'7z': 'application/x-7z-compressed',
	tar: 'application/x-tar',
	zip: 'application/zip',
	xml: 'application/xml',
	txt: 'text/plain',
	html: 'text/html',
	csv: 'text/csv',
	json: 'application/json',
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	tif: 'image/tiff',
	svg: 'image/svg+xml',
	wav: 'audio/x-wav',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
};

/** Bytes to be sent. */
export interface Sending {
	readonly name: string;
	readonly size: number;
	readonly open: () => ReadableStream<Uint8Array>;
}

/** Sends a file as the Storage Service does: whole, whatever range was asked for (reference, SS-27). A HEAD answer has no body. */
export function sendFile({name, size, open}: Sending, method: string): Response {
	const headers = {
		'content-type': typeOf(name),
		'content-length': String(size),
		'content-disposition': disposition(name),
	};
	return new Response(method === 'HEAD' ? null : open(), {status: 200, headers});
}

/** Guessed from the name; of a compressed tar the inner type; the text `None` for a name that says nothing (reference, SS-27). */
function typeOf(name: string): string {
	const inner = name.replace(/\.(?:gz|bz2)$/u, '').replace(/\.tgz$/u, '.tar');
	return types[inner.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'None';
}

/** The name is not quoted. Beyond Latin-1 the whole value becomes an RFC 2047 word (reference, SS-27). */
function disposition(name: string): string {
	const value = `attachment; filename="${name}"`;
	return value.split('').every(character => character <= '\u00FF') ? value : `=?utf-8?b?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}
