import {messages} from '../i18n/messages.ts';
import {visibleName} from './safe-name.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** A number of bytes as people write it: `1.2 MB`. Decimal units, as file managers and archives count. */
export function formatSize(bytes: number): string {
	// 999,999 bytes are 1 MB, not 1,000 kB: the unit is that of the rounded number.
	const power = Math.max(
		units.findLastIndex((_, index) => bytes >= 999.5 * 1000 ** (index - 1)),
		0,
	);
	const value = bytes / 1000 ** power;
	return new Intl.NumberFormat(messages().locale, {
		style: 'unit',
		unit: units[power] ?? 'byte',
		unitDisplay: power === 0 ? 'long' : 'short',
		maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
	}).format(value);
}

/** A share as people write it: `42%`. */
export function formatPercent(done: number, total: number | undefined): string {
	const share = total === undefined || total <= 0 ? 0 : Math.min(done / total, 1);
	return new Intl.NumberFormat(messages().locale, {style: 'percent'}).format(Math.floor(share * 100) / 100);
}

/** A factor as people write it: `150%`. */
export function formatFactor(factor: number): string {
	return new Intl.NumberFormat(messages().locale, {style: 'percent', maximumFractionDigits: 0}).format(factor);
}

/** What a system says it is doing. Words in capitals, as servers have them in their answers, are not shouted on. */
export function formatActivity(words: string): string {
	const quiet = /^[A-Z][A-Z_ ]+$/u.test(words) ? words.charAt(0) + words.slice(1).toLowerCase().replaceAll('_', ' ') : words;
	return visibleName(quiet);
}
