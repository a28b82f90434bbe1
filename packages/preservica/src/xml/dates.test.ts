import {ConfigurationError, DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {formatDate, parseDate} from './dates.ts';

it.each([
	['2023-06-26T08:14:08.441Z', '2023-06-26T08:14:08.441Z'],
	['2022-03-11T16:30:35.766-05:00', '2022-03-11T21:30:35.766Z'],
	['2025-04-30T19:45:29Z', '2025-04-30T19:45:29.000Z'],
	['2025-04-30T19:45:29.123456+00:00', '2025-04-30T19:45:29.123Z'],
	['2025-04-30T19:45:29.1+0130', '2025-04-30T18:15:29.100Z'],
	['2025-04-30T19:45:29.12+01', '2025-04-30T18:45:29.120Z'],
	[' 2025-04-30T19:45:29 ', '2025-04-30T19:45:29.000Z'],
	['2025-04-30T19:45', '2025-04-30T19:45:00.000Z'],
	['2025-04-30', '2025-04-30T00:00:00.000Z'],
])('%s is a moment', (text, iso) => {
	expect(parseDate(text).toISOString()).toBe(iso);
	expect(formatDate(text)).toBe(iso);
});

describe('what is no date', () => {
	it.each([
		'',
		'yesterday',
		'2025-13-01T00:00:00Z',
		'2025-02-30',
		'2023-02-29T12:00:00Z',
		'2025-04-31T00:00:00+02:00',
		'2025-04-30T25:00:00Z',
		'1682883929',
		'2025-04-30T19:45:29ZZ',
		'2025-04-30T19:45:29.1234567890Z',
	])('%o is refused, and is not sent', text => {
		expect(() => parseDate(text)).toThrow(DecodeError);
		expect(() => parseDate(text)).toThrow('is not a date such as');
		expect(() => formatDate(text)).toThrow(ConfigurationError);
		expect(() => formatDate(text)).toThrow('is not a date such as');
	});

	it('is not sent', () => {
		expect(() => formatDate(new Date(Number.NaN))).toThrow(new ConfigurationError('This is an invalid date.'));
	});
});

it.each(['2024-02-29', '2000-12-31T23:59:59.999-11:00'])('%s is in the calendar', text => {
	expect(parseDate(text).toISOString()).toBe(new Date(text).toISOString());
});
