import {describe, expect, it} from 'vitest';
import {collect, entry, toHex} from '../fixtures/entries.ts';
import {hostileZip} from '../fixtures/hostile-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import {readZipStream} from '../unzip/read-zip-stream.ts';
import {decodeDosDate, encodeDate} from './dates.ts';
import {predictZipLength} from './predict-length.ts';
import {zip} from './zip.ts';

/** The date both readers find. */
async function readDate(blob: Blob): Promise<Date | undefined> {
	const [anywhere] = (await openZip(blob)).entries();
	for await (const {modified} of readZipStream(blob.stream())) {
		expect(modified).toEqual(anywhere?.modified);
	}
	return anywhere?.modified;
}

describe('a date in a ZIP file', () => {
	it.each([
		'1601-01-01T00:00:01Z',
		'1904-01-01T00:00:00Z',
		'1969-12-31T23:59:59Z',
		'1970-01-01T00:00:00Z',
		'1980-01-01T00:00:00Z',
		'2024-02-29T12:34:57Z',
		'2038-01-19T03:14:07Z',
		'2038-01-19T03:14:08Z',
		'2107-12-31T23:59:59Z',
		'9999-12-31T23:59:59Z',
	])('comes out as it went in, to the second, whatever the time zone: %s', async text => {
		const entries = [entry('a', 'x', {modified: new Date(text)})];
		const bytes = await collect(zip(entries));
		expect((await readDate(new Blob([bytes])))?.toISOString()).toBe(text.replace('Z', '.000Z'));
		expect(bytes.length).toBe(predictZipLength(entries));
	});

	it.each([undefined, new Date(Number.NaN), new Date('1600-12-31T23:59:59Z'), new Date('+010000-01-01T00:00:00Z')])(
		'is none when it was none, or one that no reader knows: %s',
		async modified => {
			expect(await readDate(new Blob([await collect(zip([entry('a', 'x', {modified})]))]))).toBeUndefined();
		},
	);

	it('is written to the letter, in the field that others know for it', () => {
		expect(toHex(encodeDate(new Date(1.7e12)).extra)).toBe('555405000100f15365');
		expect(toHex(encodeDate(new Date(-1000)).extra)).toBe(
			['0a002000 00000000 01001800', '80e9a5d4deb19d01', '80e9a5d4deb19d01', '80e9a5d4deb19d01'].join('').replaceAll(' ', ''),
		);
	});

	it.each<[string, Uint8Array<ArrayBuffer>, string | undefined]>([
		[
			'of NTFS, with its fractions',
			Uint8Array.of(10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0, 0x10, 0x27, ...new Uint8Array(22)),
			'1601-01-01T00:00:00.001Z',
		],
		[
			'of NTFS behind another attribute',
			Uint8Array.of(10, 0, 22, 0, 0, 0, 0, 0, 9, 0, 2, 0, 1, 1, 1, 0, 8, 0, 0x10, 0x27, 0, 0, 0, 0, 0, 0),
			'1601-01-01T00:00:00.001Z',
		],
		['of NTFS that is none', Uint8Array.of(10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0, ...new Uint8Array(24)), undefined],
		['of NTFS that is cut off', Uint8Array.of(10, 0, 10, 0, 0, 0, 0, 0, 1, 0, 24, 0, 1, 1), undefined],
		['of Info-ZIP before 1970', Uint8Array.of(0x55, 0x54, 5, 0, 1, 0xff, 0xff, 0xff, 0xff), '1969-12-31T23:59:59.000Z'],
		['of Info-ZIP for access only', Uint8Array.of(0x55, 0x54, 5, 0, 2, 1, 1, 1, 1), undefined],
	])('is read as others write it: one %s', async (_, extra, expected) => {
		expect((await readDate(hostileZip([{name: 'a', extra}])))?.toISOString()).toBe(expected);
	});
});

describe('the date of MS-DOS', () => {
	const dos = (year: number, month: number, day: number): number => ((year - 1980) << 9) | (month << 5) | day;
	it('is local time', () => {
		expect(decodeDosDate((23 << 11) | (59 << 5) | 29, dos(2099, 12, 31))).toEqual(new Date(2099, 11, 31, 23, 59, 58));
		expect(decodeDosDate(1, dos(1980, 1, 1))).toEqual(new Date(1980, 0, 1, 0, 0, 2));
		expect(decodeDosDate(0, dos(1980, 1, 2))).toEqual(new Date(1980, 0, 2));
	});

	it.each([
		['nothing', 0, 0],
		['the first that there is, which stands for none', 0, dos(1980, 1, 1)],
		['month 0', 0, dos(2000, 0, 5)],
		['month 13', 0, dos(2000, 13, 5)],
		['day 0', 0, dos(2000, 5, 0)],
		['30 February', 0, dos(2000, 2, 30)],
		['hour 24', 24 << 11, dos(2000, 2, 3)],
		['minute 60', 60 << 5, dos(2000, 2, 3)],
		['second 60', 30, dos(2000, 2, 3)],
	])('is none, and not another, for %s', (_, time, date) => {
		expect(decodeDosDate(time, date)).toBeUndefined();
	});
});
