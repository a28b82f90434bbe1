/**
 * Keys that are twice in one object of a JSON text. `JSON.parse` keeps the last of them and says nothing.
 *
 * @param text - What `JSON.parse` takes.
 */
export function repeatedKeys(text: string): readonly string[] {
	const repeated: string[] = [];
	/** The keys of each object that is open; a list has none. */
	const open: (Set<string> | undefined)[] = [];
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '{' || character === '[') {
			open.push(character === '{' ? new Set() : undefined);
		} else if (character === '}' || character === ']') {
			open.pop();
		} else if (character === '"') {
			const end = endOfString(text, at);
			const keys = open.at(-1);
			if (keys !== undefined && text[skipSpace(text, end + 1)] === ':') {
				const key = String(JSON.parse(text.slice(at, end + 1)));
				if (keys.has(key)) {
					repeated.push(key);
				}
				keys.add(key);
			}
			at = end;
		}
	}
	return repeated;
}

function skipSpace(text: string, start: number): number {
	let at = start;
	while (at < text.length && /\s/.test(text.charAt(at))) {
		at++;
	}
	return at;
}

function endOfString(text: string, start: number): number {
	let end = start + 1;
	while (text[end] !== '"') {
		end += text[end] === '\\' ? 2 : 1;
	}
	return end;
}
