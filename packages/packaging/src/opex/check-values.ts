import {ConfigurationError} from '@fonds/core';

/** Is this a `dateTime` of XML Schema (part 2, 3.2.7)? There is no year 0000, and 24:00:00 is the end of a day. */
export function isDateTime(text: string): boolean {
	const match = /^-?(\d{4,})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|[+-](\d\d):(\d\d))?$/.exec(text);
	if (match === null || (match[1]!.length > 4 && match[1]!.startsWith('0'))) {
		return false;
	}
	const [, year = 0, month = 0, day = 0, , zoneHour = 0, zoneMinute = 0] = match.map(part => Number(part ?? 0));
	const inTime = /^(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)$/.test(match[4]!);
	const inZone = zoneMinute < 60 && (zoneHour < 14 || (zoneHour === 14 && zoneMinute === 0));
	return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && inTime && inZone;
}

function daysOf(year: number, month: number): number {
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Gives a date as XML Schema's `dateTime`. @throws ConfigurationError */
export function formatDateTime(date: Date | string, what: string): string {
	if (typeof date !== 'string' && Number.isNaN(date.getTime())) {
		throw new ConfigurationError(`${what} has a date that is not a date.`);
	}
	const text = typeof date === 'string' ? date : date.toISOString();
	if (!isDateTime(text)) {
		throw new ConfigurationError(`${what} has the date ${JSON.stringify(text)}. Give it like 2024-01-31T10:15:00Z.`);
	}
	return text;
}
