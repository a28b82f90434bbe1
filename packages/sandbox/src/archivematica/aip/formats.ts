/** A file format as PRONOM names it. */
export interface FileFormat {
	readonly name: string;
	readonly version: string;
	/** The PRONOM identifier; `undefined` for a format nobody identified. */
	readonly puid: string | undefined;
}

const formats: Readonly<Record<string, FileFormat>> = {
	txt: {name: 'Plain Text File', version: '', puid: 'x-fmt/111'},
	csv: {name: 'Comma Separated Values', version: '', puid: 'x-fmt/18'},
	xml: {name: 'Extensible Markup Language', version: '1.0', puid: 'fmt/101'},
	html: {name: 'Hypertext Markup Language', version: '', puid: 'fmt/96'},
	json: {name: 'JSON Data Interchange Format', version: '', puid: 'fmt/817'},
	pdf: {name: 'Acrobat PDF 1.4 - Portable Document Format', version: '1.4', puid: 'fmt/18'},
	png: {name: 'Portable Network Graphics', version: '1.2', puid: 'fmt/13'},
	jpg: {name: 'JPEG File Interchange Format', version: '1.01', puid: 'fmt/43'},
	gif: {name: 'Graphics Interchange Format', version: '89a', puid: 'fmt/4'},
	tif: {name: 'Tagged Image File Format', version: '', puid: 'fmt/353'},
	svg: {name: 'Scalable Vector Graphics', version: '1.1', puid: 'fmt/92'},
	wav: {name: 'Waveform Audio (PCMWAVEFORMAT)', version: '', puid: 'fmt/141'},
	mp3: {name: 'MPEG 1/2 Audio Layer 3', version: '', puid: 'fmt/134'},
	mp4: {name: 'MPEG-4 Media File', version: '', puid: 'fmt/199'},
	zip: {name: 'ZIP Format', version: '', puid: 'x-fmt/263'},
	gz: {name: 'GZIP Format', version: '', puid: 'x-fmt/266'},
	bz2: {name: 'BZIP2 Compressed Archive', version: '', puid: 'x-fmt/268'},
	'7z': {name: '7Zip format', version: '', puid: 'fmt/484'},
};

const spellings: Readonly<Record<string, string>> = {htm: 'html', jpeg: 'jpg', tiff: 'tif', tgz: 'gz', md: 'txt', log: 'txt'};

/** The format a file's name promises. The sandbox looks no further: it is not a format identification tool. */
export function formatOf(path: string): FileFormat {
	const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
	return formats[spellings[extension] ?? extension] ?? {name: 'Unknown', version: '', puid: undefined};
}

/** Whether a file is something "Extract packages" would open. */
export function isPackage(path: string): boolean {
	return /\.(?:zip|7z|rar|tar|tgz|tar\.gz|tar\.bz2)$/iu.test(path);
}
