import {createHash, timingSafeEqual} from 'node:crypto';

/** Whether two secrets are the same, in a time that does not tell how far they are. */
export function same(a: string, b: string): boolean {
	return timingSafeEqual(digest(a), digest(b));
}

function digest(value: string): Buffer {
	return createHash('sha256').update(value).digest();
}
