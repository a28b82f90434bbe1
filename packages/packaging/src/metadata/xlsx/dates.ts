import type {NumberKind} from './styles.ts';

const msPerDay = 86_400_000;

/**
 * A number of a cell as text: a date as `2024-02-29`, a time as `13:45:00`, both as `2024-02-29T13:45:00`; undefined when it is no date.
 *
 * Excel counts days from 1900 as if that had been a leap year; day 60, which never was, is no date here. Some workbooks count from 1904.
 */
export function formatNumber(value: number, kind: NumberKind, from1904: boolean): string | undefined {
	if (kind === 'number') {
		return String(value);
	}
	// Times are exact to a second: fractions of a day are not exact.
	const moment = Math.round(value * 86_400) * 1000;
	const day = Math.floor(moment / msPerDay);
	if (value < 0 || value >= 2_958_466 || (kind !== 'time' && !from1904 && (day === 60 || day === 0))) {
		return undefined;
	}
	const origin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
	const [date = '', time = ''] = new Date(origin + moment).toISOString().slice(0, 19).split('T');
	if (kind === 'time') {
		return `${String(Math.floor(moment / 3_600_000)).padStart(2, '0')}${time.slice(2)}`;
	}
	return kind === 'date' && time === '00:00:00' ? date : `${date}T${time}`;
}
