/** Gives things names that are good in a file system and different from each other, ignoring case. */
export function createNamer(): (title: string, suffix?: string) => string {
	const taken = new Set<string>();
	return (title, suffix = '') => {
		const base = fileName(title);
		for (let number = 1; ; number++) {
			const name = `${base}${number === 1 ? '' : `_${number}`}${suffix}`;
			if (taken.has(name.toLowerCase())) continue;
			taken.add(name.toLowerCase());
			return name;
		}
	};
}

/** A title as the name of a file: spaces become underscores, as exports were seen to do, and so does what file systems forbid. */
function fileName(title: string): string {
	const name = title
		// oxlint-disable-next-line no-control-regex -- file systems forbid them
		.replaceAll(/[\u0000-\u001F\u007F<>:"/\\|?*\s]/gu, '_')
		.replace(/^\.+/u, '_')
		.replace(/\.+$/u, '_')
		.slice(0, 100);
	return name === '' ? '_' : name;
}
