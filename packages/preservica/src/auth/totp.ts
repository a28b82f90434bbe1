import {ConfigurationError, type Secret} from '@fonds/core';
import {createGuardrails, generate} from 'otplib';

/** Seconds for which one code is shown (RFC 6238, and reference 1.5). */
const period = 30;

/** A one-time password and the moment its successor is shown. */
export interface OneTimePassword {
	readonly code: string;
	/** Epoch milliseconds. */
	readonly endsAt: number;
}

/**
 * The six-digit code of a moment: HMAC-SHA-1, 30 s steps (RFC 6238). People copy seeds with spaces, hyphens, padding and in lower case.
 *
 * @throws ConfigurationError when the seed is not Base32.
 */
export async function oneTimePassword(seed: Secret, now: number): Promise<OneTimePassword> {
	const secret = seed
		.reveal()
		.replaceAll(/[\s=-]+/g, '')
		.toUpperCase();
	if (!/^[A-Z2-7]{2,}$/.test(secret)) {
		throw new ConfigurationError(
			'The two-factor secret is not Base32 (letters A to Z and digits 2 to 7). Give the seed shown at enrolment, not a six-digit code.',
		);
	}
	const epoch = Math.floor(now / 1000);
	// Many issuers give seeds of 10 bytes, which otplib refuses unless told otherwise.
	const code = await generate({secret, epoch, period, guardrails: createGuardrails({MIN_SECRET_BYTES: 1})});
	return {code, endsAt: (Math.floor(epoch / period) + 1) * period * 1000};
}
