// Characters that change the direction or the look of a name without being seen: `photo[RLO]gpj.exe` reads as `photoexe.jpg`.
// eslint-disable-next-line no-control-regex
const deceptive = /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** A name as it is shown: characters that nobody sees become `�`. */
export function visibleName(name: string): string {
	return name.replaceAll(deceptive, '\uFFFD');
}

/** The last part of a path. */
export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** What comes after the last dot of a file's name, in lower case, or an empty string. */
export function extension(path: string): string {
	const name = baseName(path);
	const dot = name.lastIndexOf('.');
	return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** A name under which a file can be saved anywhere: no folders, no characters that a system refuses or hides. */
export function savedName(path: string): string {
	const name = baseName(path.replaceAll('\\', '/'))
		.replaceAll(deceptive, '_')
		.replaceAll(/[<>:"|?*]/gu, '_')
		.replace(/^[.\s]+|[.\s]+$/gu, '');
	return name === '' ? 'file' : name;
}
