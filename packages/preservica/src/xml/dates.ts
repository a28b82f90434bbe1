import {ConfigurationError, DecodeError} from '@fonds/core';

/**
 * The moment behind a date the server wrote: ISO 8601 with 0 to 9 fraction digits and `Z`, `+hh:mm`, `+hhmm` or, read as UTC, no zone
 * (reference 1.7). Results keep the server's own text, which may be finer than a `Date`.
 *
 * @throws DecodeError for anything else.
 */
export function parseDate(text: string): Date {
	const date = momentOf(text);
	if (date === undefined) {
		throw new DecodeError(noDate(text));
	}
	return date;
}

/**
 * A moment as servers take it: UTC with milliseconds.
 *
 * @throws ConfigurationError when it is no moment.
 */
export function formatDate(moment: Date | string): string {
	const date = typeof moment === 'string' ? momentOf(moment) : moment;
	if (date === undefined || Number.isNaN(date.getTime())) {
		throw new ConfigurationError(typeof moment === 'string' ? noDate(moment) : 'This is an invalid date.');
	}
	return date.toISOString();
}

function momentOf(text: string): Date | undefined {
	const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?(Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(text.trim());
	const [, day = '', time = '00:00:00', fraction = '', zone = 'Z'] = found ?? [];
	const offset = zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`);
	const date = new Date(`${day}T${time.length === 5 ? `${time}:00` : time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
	return Number.isNaN(date.getTime()) || !isInCalendar(day) ? undefined : date;
}

/** Some runtimes take 31 February for 3 March. */
function isInCalendar(day: string): boolean {
	const [, month, date] = day.split('-').map(Number);
	const midnight = new Date(`${day}T00:00:00Z`);
	return midnight.getUTCMonth() + 1 === month && midnight.getUTCDate() === date;
}

const noDate = (text: string): string => `${JSON.stringify(text.slice(0, 60))} is not a date such as 2023-06-26T08:14:08.441Z.`;
