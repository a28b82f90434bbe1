/**
 * Does a name fit a pattern of a profile? `*` is any number of characters, slashes too (`*` alone allows everything, as the specification says), `?` is one,
 * and `[…]` one of a set. Takes no longer than the length of one times that of the other, whatever they are.
 */
export function fitsPattern(pattern: string, name: string): boolean {
	const parts = partsOf(pattern);
	const characters = Array.from(name);
	let part = 0;
	let at = 0;
	let star: {readonly part: number; at: number} | undefined;
	while (at < characters.length) {
		const wanted = parts[part];
		if (wanted === 'any') {
			star = {part, at};
			part++;
		} else if (wanted?.(characters[at] ?? '') === true) {
			part++;
			at++;
		} else if (star === undefined) {
			return false;
		} else {
			star.at++;
			part = star.part + 1;
			({at} = star);
		}
	}
	return parts.slice(part).every(each => each === 'any');
}

/** What one character has to be, or any number of them. */
type Part = 'any' | ((character: string) => boolean);

function partsOf(pattern: string): readonly Part[] {
	return Array.from(pattern.matchAll(/\[!?\]?[^\]]*\]|[^]/gu), ([part]) => {
		if (part === '*') {
			return 'any';
		}
		if (part === '?') {
			return () => true;
		}
		return part.length > 2 && part.startsWith('[') ? setOf(part.slice(1, -1)) : (character: string) => character === part;
	});
}

function setOf(inside: string): (character: string) => boolean {
	const isOther = inside.startsWith('!');
	const ranges = Array.from((isOther ? inside.slice(1) : inside).matchAll(/([^])-([^])|([^])/gu), ([one, from = one, to = one]) => ({
		from,
		to,
	}));
	return character => ranges.some(({from, to}) => from <= character && character <= to) !== isOther;
}
