import {deviceName} from '../entries/device-name.ts';
import {sameness} from '../entries/path-claims.ts';

const encoder = new TextEncoder();
const longest = 120;
/** Linux counts 255 bytes; a number and endings such as `.pax.zip.opex` come after the name. */
const mostBytes = 220;

/** A name for a file or folder made of a title, that every file system takes. */
export function nameFromTitle(title: string): string {
	const whole = title.replaceAll(/[\\/:*?"<>|\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, '_').trim();
	const plain = cut(whole).replace(/[. ]+$/, '');
	return plain === '' ? '_' : deviceName.test(plain) ? `_${plain}` : plain;
}

/** As many whole characters from the start as fit. Not with `encodeInto`, which stops one earlier in some runtimes. */
function cut(text: string): string {
	let name = '';
	let bytes = 0;
	for (const character of text) {
		bytes += encoder.encode(character).length;
		if (bytes > mostBytes || name.length + character.length > longest) break;
		name += character;
	}
	return name;
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
