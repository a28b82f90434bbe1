/** Formats that are compressed already: deflating them again takes time and saves nothing. */
const extensions = new Set(
	(
		'7z aac ac3 apk avif bz2 cab docm docx dotx epub flac gif gz heic heif jar jfif jp2 jpe jpeg jpf jpg jpx j2k jxl jxr ' +
		'kmz lha lz lz4 lzma m4a m4b m4v mka mkv mov mp3 mp4 mpeg mpg mxf odg odp ods odt oga ogg ogv opus png potx ppsx pptm pptx ' +
		'rar tbz tbz2 tgz txz vsdx webm webp whl wma wmv woff woff2 xlsb xlsm xlsx xps xz z zip zst'
	).split(' '),
);

/** Does the name say that its file is compressed already? */
export function isCompressedName(path: string): boolean {
	const extension = /\.([^./]+)$/.exec(path)?.[1];
	return extension !== undefined && extensions.has(extension.toLowerCase());
}
