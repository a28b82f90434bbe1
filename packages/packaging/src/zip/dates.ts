/** A date as ZIP holds it. */
export interface ZipDate {
	/** MS-DOS time and date: local time in steps of two seconds (APPNOTE 4.4.6). */
	readonly time: number;
	readonly date: number;
	/** Seconds since 1970 for the extended timestamp, if there is one. */
	readonly seconds: number | undefined;
}

/** The earliest date MS-DOS knows, 1 January 1980: what stands in files that must not tell when they were made. */
export const fixedDate: ZipDate = {time: 0, date: (1 << 5) | 1, seconds: undefined};

const maxSeconds = 0x7fff_ffff;

/** Turns a date into what ZIP holds; a year MS-DOS does not know becomes the nearest it does. */
export function encodeDate(modified: Date): ZipDate {
	if (Number.isNaN(modified.getTime())) {
		return fixedDate;
	}
	const seconds = Math.floor(modified.getTime() / 1000);
	const fits = seconds >= 0 && seconds <= maxSeconds;
	return {...toDos(modified), seconds: fits ? seconds : undefined};
}

function toDos(date: Date): {time: number; date: number} {
	const year = date.getFullYear();
	if (year < 1980) {
		return fixedDate;
	}
	if (year > 2107) {
		return {time: (23 << 11) | (59 << 5) | 29, date: (127 << 9) | (12 << 5) | 31};
	}
	return {
		time: (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
		date: ((year - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate(),
	};
}

/** Turns what ZIP holds into a date. */
export function decodeDate({time, date, seconds}: ZipDate): Date {
	if (seconds !== undefined) {
		return new Date(seconds * 1000);
	}
	return new Date(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}
