/** How many characters stand before and after what is highlighted. */
const around = 60;

/** A piece of a text with the first occurrence of each phrase in `<em>`, as HTML: the markup is assumed. */
export function highlight(texts: readonly string[], phrases: readonly string[]): readonly string[] {
	return phrases.flatMap(phrase => {
		const words = phrase.match(/[\p{L}\p{N}]+/gu);
		if (!words) return [];
		const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${words.join(String.raw`[^\p{L}\p{N}]+`)}(?![\p{L}\p{N}])`, 'iu');
		for (const text of texts) {
			const found = pattern.exec(text);
			if (found) return [snippet(text, found.index, found.index + found[0].length)];
		}
		return [];
	});
}

function snippet(text: string, start: number, end: number): string {
	return `${escape(text.slice(Math.max(0, start - around), start))}<em>${escape(text.slice(start, end))}</em>${escape(text.slice(end, end + around))}`;
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
