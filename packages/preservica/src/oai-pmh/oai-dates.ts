import {ConfigurationError} from '@fonds/core';
import {formatDate} from '../xml/dates.ts';

/**
 * The span of a selective harvest as OAI-PMH 2.0 wants it (2.5.1, 3.3): both ends of one granularity, days or seconds of UTC.
 *
 * @throws ConfigurationError when one end is a day and the other a moment.
 */
export function encodeSpan(from: Date | string | undefined, until: Date | string | undefined): {from?: string; until?: string} {
	const span = {...(from !== undefined && {from: stamp(from)}), ...(until !== undefined && {until: stamp(until)})};
	if (span.from !== undefined && span.until !== undefined && span.from.length !== span.until.length) {
		throw new ConfigurationError('from and until must both be days, such as 2024-05-01, or both be moments.');
	}
	return span;
}

function stamp(moment: Date | string): string {
	const isDay = typeof moment === 'string' && /^\s*\d{4}-\d\d-\d\d\s*$/.test(moment);
	const text = formatDate(moment);
	return isDay ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}
