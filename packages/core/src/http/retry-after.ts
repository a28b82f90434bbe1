/**
 * Milliseconds of `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3). A date is measured by the server's own clock where the answer has a
 * `Date`, for the clock of this machine may be wrong.
 */
export function readRetryAfter(headers: Headers): number | undefined {
	const value = headers.get('retry-after')?.trim() ?? '';
	if (/^\d+$/.test(value)) {
		return Number(value) * 1000;
	}

	const time = /^[a-z]{3,9},? /i.test(value) ? Date.parse(value) : Number.NaN;
	const now = Date.parse(headers.get('date') ?? '');
	return Number.isNaN(time) ? undefined : Math.max(0, time - (Number.isNaN(now) ? Date.now() : now));
}
