import {expect, it} from 'vitest';
import {formatDateTime, isDateTime} from './date-time.ts';

it.each<[string, boolean]>([
	['2024-02-29T23:59:59Z', true],
	['2024-02-29T23:59:59.123456789', true],
	['2024-02-29T00:00:00+14:00', true],
	['2024-02-29T24:00:00-00:30', true],
	['-0044-03-15T12:00:00', true],
	['12024-12-31T00:00:00Z', true],
	['2000-02-29T00:00:00', true],
	['1900-02-29T00:00:00', false],
	['2023-02-29T00:00:00Z', false],
	['2024-04-31T00:00:00Z', false],
	['2024-13-01T00:00:00Z', false],
	['2024-00-01T00:00:00Z', false],
	['2024-01-00T00:00:00Z', false],
	['2024-01-01T24:00:00.1', false],
	['2024-01-01T25:00:00', false],
	['2024-01-01T00:60:00', false],
	['2024-01-01T00:00:60', false],
	['2024-01-01T00:00:00+14:01', false],
	['2024-01-01T00:00:00+01:60', false],
	['0000-01-01T00:00:00', false],
	['02024-01-01T00:00:00', false],
	['+275760-09-13T00:00:00.000Z', false],
	['2024-01-01', false],
	['2024-01-01 00:00:00', false],
	['99999999999999999999-02-29T00:00:00Z', false],
	['', false],
])('%s is a date and time of XML Schema: %s', (text, isOne) => {
	expect(isDateTime(text)).toBe(isOne);
});

it('dates are written as one, and what is none is refused with what it belongs to', () => {
	expect(formatDateTime(new Date('2024-01-31T10:15:00Z'), 'An event')).toBe('2024-01-31T10:15:00.000Z');
	expect(formatDateTime('2024-01-31T10:15:00', 'An event')).toBe('2024-01-31T10:15:00');
	expect(() => formatDateTime(new Date(Number.NaN), 'An event')).toThrow('An event has a date that is not a date.');
	expect(() => formatDateTime('yesterday', 'An event')).toThrow('An event has the date "yesterday". Give it like 2024-01-31T10:15:00Z.');
});
