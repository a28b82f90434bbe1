import {sameness} from '../entries/path-claims.ts';

const longest = 120;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name for a file or folder made of a title, that every file system takes. */
export function nameFromTitle(title: string): string {
	const plain = title
		.replaceAll(/[\\/:*?"<>|\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, '_')
		.trim()
		.slice(0, longest)
		.replace(/\p{Surrogate}$/u, '')
		.replace(/[. ]+$/, '');
	return plain === '' ? '_' : reserved.test(plain) ? `_${plain}` : plain;
}

/** Gives names that no file system takes for one given before: a second one gets a number. */
export function createNames(): (wanted: string) => string {
	const taken = new Set<string>();
	/** The number to begin with, for names that were wanted before. */
	const numbers = new Map<string, number>();
	return wanted => {
		const key = sameness(wanted);
		let number = numbers.get(key) ?? 1;
		let name: string;
		do {
			name = number === 1 ? wanted : `${wanted}-${number}`;
			number++;
		} while (taken.has(sameness(name)));
		numbers.set(key, number);
		taken.add(sameness(name));
		return name;
	};
}
