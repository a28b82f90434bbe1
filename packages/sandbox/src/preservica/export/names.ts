/** Gives a thing its name, with what is put behind it. */
export type Namer = (title: string, suffix?: string) => string;

/** How long a name is at most, in bytes of UTF-8, so that file systems take it with what is put behind it. */
const longest = 180;

/**
 * Gives things names that are good in a file system and different from each other, ignoring case and Unicode form.
 *
 * @param taken Names that are given already.
 */
export function createNamer(taken: readonly string[] = []): Namer {
	const known = new Set(taken.map(nameKey));
	return (title, suffix = '') => {
		const base = suffix === '' ? folderName(fileName(title)) : fileName(title);
		for (let number = 1; ; number++) {
			const name = `${base}${number === 1 ? '' : `_${number}`}${suffix}`;
			if (known.has(nameKey(name))) continue;
			known.add(nameKey(name));
			return name;
		}
	};
}

/** The name for a folder: one that ends like a PAX or like a file of metadata would be taken for such. */
function folderName(name: string): string {
	return /\.(?:pax|opex|metadata)$/iu.test(name) ? `${name}_` : name;
}

/** What file systems take for the same name. */
export function nameKey(name: string): string {
	return name.toLowerCase().normalize('NFC');
}

/** A title as the name of a file: spaces become underscores, as exports were seen to do, and so does what file systems forbid. */
function fileName(title: string): string {
	const name = shorten(title)
		// oxlint-disable-next-line no-control-regex -- file systems forbid them
		.replaceAll(/[\u0000-\u001F\u007F<>:"/\\|?*\s]/gu, '_')
		.replace(/^\.+/u, '_')
		.replace(/\.+$/u, '_');
	return name === '' ? '_' : name;
}

function shorten(title: string): string {
	let bytes = 0;
	let name = '';
	for (const character of title) {
		bytes += Buffer.byteLength(character);
		if (bytes > longest) break;
		name += character;
	}
	return name;
}
