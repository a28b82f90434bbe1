import {createHash, randomUUID} from 'node:crypto';

/** What Python's `uuid.UUID`, and so both servers, accept: 32 hexadecimal digits; hyphens, braces and `urn:uuid:` do not matter. */
export function parseUuid(text: string): string | undefined {
	const digits = text
		.replaceAll('urn:', '')
		.replaceAll('uuid:', '')
		.replaceAll(/^[{}]+|[{}]+$/gu, '')
		.replaceAll('-', '');
	return /^[0-9a-f]{32}$/iu.test(digits) ? hyphenated(digits.toLowerCase()) : undefined;
}

/** A new random UUID. */
export function newUuid(): string {
	return randomUUID();
}

/** The same UUID for the same parts, always: jobs and tasks are computed when asked for and must keep their names. */
export function derivedUuid(...parts: readonly (string | number)[]): string {
	const digits = createHash('sha1').update(parts.join('\0')).digest('hex').slice(0, 32).split('');
	digits[12] = '5';
	digits[16] = ((Number.parseInt(digits[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
	return hyphenated(digits.join(''));
}

/** The folders a package with this UUID is stored in: `9390/594f/84c2/…` (reference, 4.4). */
export function quads(uuid: string): string {
	return uuid.replaceAll('-', '').match(/.{4}/gu)?.join('/') ?? '';
}

function hyphenated(digits: string): string {
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
