import {Problem} from './problem.ts';

/** A date that was sent, in milliseconds since 1970: with any fraction, and `Z`, `+hh:mm` or `+hhmm` (1.7). @throws Problem 400 for anything else. */
export function readDate(text: string): number {
	const time = Date.parse(
		text
			.trim()
			.replace(/[ +](\d{2}):?(\d{2})$/u, '+$1:$2')
			.replace(/-(\d{2})(\d{2})$/u, '-$1:$2'),
	);
	if (Number.isNaN(time)) throw new Problem(400, `${text} is not a date.`);
	return time;
}
