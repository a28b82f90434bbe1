const storageZone = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'America/Los_Angeles',
	hourCycle: 'h23',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
});

/** A dashboard time: seconds, in UTC, without a zone (reference, 1.10). */
export function dashboardTime(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19);
}

/**
 * A Storage Service time: microseconds and no offset, in the server's own zone, which is Los Angeles unless someone changed it
 * (reference, 1.10). Python leaves the fraction out when it is zero.
 */
export function storageTime(milliseconds: number): string {
	const parts = Object.fromEntries(storageZone.formatToParts(milliseconds).map(({type, value}) => [type, value]));
	const fraction = ((milliseconds % 1000) + 1000) % 1000;
	const seconds = `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
	return fraction === 0 ? seconds : `${seconds}.${String(Math.trunc(fraction)).padStart(3, '0')}000`;
}
