import {createHmac} from 'node:crypto';

/** The six digits of RFC 6238 (HMAC-SHA-1, steps of 30 s) for a Base32 secret at a time in milliseconds. */
export function totp(secret: string, time: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)));
	const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
	const offset = (mac.at(-1) ?? 0) & 0xf; // RFC 4226, section 5.3
	const code = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000;
	return String(code).padStart(6, '0');
}

/** Is this the code of now, of the step before or of the one after (RFC 6238, section 5.2)? */
export function isTotp(code: string, secret: string, time: number): boolean {
	return [0, -30_000, 30_000].some(drift => totp(secret, time + drift) === code);
}

function decodeBase32(text: string): Buffer {
	const bytes: number[] = [];
	let bits = 0;
	let value = 0;
	for (const character of text.replaceAll(/[\s=]/gu, '').toUpperCase()) {
		const digit = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character);
		if (digit < 0) throw new Error('A one-time password secret must be Base32.');
		value = ((value << 5) | digit) & 0xfff;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes.push((value >> bits) & 0xff);
	}
	return Buffer.from(bytes);
}
