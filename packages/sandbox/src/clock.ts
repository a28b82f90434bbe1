/** An ISO 8601 date with milliseconds and `Z`, as both systems write them. */
export function isoDate(time: number): string {
	return new Date(time).toISOString();
}
