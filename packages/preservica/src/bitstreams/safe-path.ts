/** Longest name in UTF-8 bytes: file systems take 255, and temporary names and numbers need room. */
const longest = 200;

/** What no file system, shell or reader of a list should meet: separators, wildcards, control and direction characters, lone surrogates. */
const unsafe = /[/\\:*?"<>|\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\p{Cs}]/gu;

/** Names Windows keeps for devices, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)/i;

/** A name that is safe in a path on any system, and as close to the given one as that allows. */
export function safeName(name: string): string {
	const cleaned = name
		.replaceAll(unsafe, '_')
		.replace(/^\s+/, '')
		.replace(/[\s.]+$/, '')
		.replace(reserved, '_$&');
	return shorten(cleaned === '' || cleaned.startsWith('..') ? `_${cleaned}` : cleaned, longest);
}

/** Cuts a long name before its extension. */
function shorten(name: string, limit: number): string {
	if (byteLength(name) <= limit) {
		return name;
	}
	const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
	const room = limit - byteLength(extension);
	let stem = '';
	let length = 0;
	for (const character of name.slice(0, name.length - extension.length)) {
		length += byteLength(character);
		if (length > room) {
			break;
		}
		stem += character;
	}
	return stem.trimEnd() + extension;
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** Hands out each path once. Paths that differ only in case or Unicode form are the same, as they are to many file systems. */
export function createPathClaims(): (folder: string, name: string) => string {
	const taken = new Set<string>();
	const claim = (path: string): boolean => {
		const key = path.normalize('NFC').toLowerCase();
		return !taken.has(key) && Boolean(taken.add(key));
	};
	return (folder, name) => {
		const safe = safeName(name);
		const [, stem = safe, extension = ''] = /^(.+?)(\.[^.]{1,16})?$/.exec(safe) ?? [];
		for (let count = 1; ; count++) {
			const path = `${folder}/${count === 1 ? safe : `${stem} (${count})${extension}`}`;
			if (claim(path)) {
				return path;
			}
		}
	};
}
