/** A text as it is searched: its words, without case and accents, each with a space before and after it. */
export function normalise(text: string): string {
	const words = text
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.match(/[\p{L}\p{N}]+/gu);
	return words ? ` ${words.join(' ')} ` : ' ';
}

/** Several texts as they are searched: no phrase goes from one into the next. */
export function normaliseAll(texts: Iterable<string>): string {
	return [...texts].map(normalise).join('\n');
}

/** Makes a test for words that follow each other, where `*` and `%` stand for any characters of a word and `?` for one. */
export function phraseTest(phrase: string): (normalised: string) => boolean {
	if (!/[*%?]/u.test(phrase)) {
		const words = normalise(phrase);
		return normalised => normalised.includes(words);
	}
	const pattern = new RegExp(` ${wildcards(phrase, normalisePart, '[^ \\n]')} `, 'u');
	return normalised => pattern.test(normalised);
}

/** Makes a test for a whole value, where `*` and `%` stand for any characters. */
export function valueTest(value: string): (text: string) => boolean {
	if (!/[*%?]/u.test(value)) return text => text === value;
	const pattern = new RegExp(`^${wildcards(value, text => text, '.')}$`, 'su');
	return text => pattern.test(text);
}

function wildcards(text: string, normalisePlain: (plain: string) => string, character: string): string {
	return text
		.split(/([*%?])/u)
		.map(part => (part === '?' ? character : part === '*' || part === '%' ? `${character}*` : escape(normalisePlain(part))))
		.join('');
}

/** Part of a word or of words, which keeps the spaces at its ends. */
function normalisePart(text: string): string {
	if (text === '') return '';
	const words = normalise(text);
	return words.slice(/^[\p{L}\p{N}]/u.test(text) ? 1 : 0, /[\p{L}\p{N}]$/u.test(text) ? -1 : undefined);
}

function escape(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}
