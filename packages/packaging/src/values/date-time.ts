import {ConfigurationError} from '@fonds/core';

const form = /^-?(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|[+-](\d\d):(\d\d))?$/;

/** Is this XML Schema's `dateTime` (Part 2, 3.2.7)? It has days that exist, no year 0, and hours up to 24:00:00. */
export function isDateTime(text: string): boolean {
	const [, digits = '', ...rest] = form.exec(text) ?? [];
	if (/^0+$/.test(digits) || (digits.length > 4 && digits.startsWith('0'))) {
		return false;
	}
	const [month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0, zoneHour = 0, zoneMinute = 0] = rest.map(part =>
		Number(part ?? 0),
	);
	const year = 2000 + (Number(digits.slice(-4)) % 400); // The calendar repeats every 400 years.
	const isDay = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
	const isTime = hour < 24 || (hour === 24 && minute + second + fraction === 0);
	const isZone = zoneHour * 60 + zoneMinute <= 14 * 60 && zoneMinute < 60;
	return digits !== '' && isDay && isTime && isZone && minute < 60 && second < 60;
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
