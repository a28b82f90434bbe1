import type {Finding} from '../findings/finding.ts';
import {statusOf} from '../findings/status.ts';
import {createTell} from '../opex/tell.ts';
import type {DigestFilesOptions} from '../tree/digest-files.ts';
import {Expectations, expectFromXip} from './check-digests.ts';
import type {Pax} from './pax.ts';

/** Options of {@link verifyPax}. */
export interface VerifyPaxOptions extends DigestFilesOptions {}

/** What was found out about a PAX. */
export interface PaxReport {
	/** `valid`: there are no errors. */
	readonly status: 'valid' | 'invalid';
	/** Those of reading, and those of the digests. */
	readonly findings: readonly Finding[];
}

/**
 * Compares the files of a PAX with the digests in its `.xip`; each is read once. A file without a digest is told as a warning.
 *
 * @throws the reason of the signal. What is wrong comes as findings.
 */
export async function verifyPax(pax: Pax, options: VerifyPaxOptions = {}): Promise<PaxReport> {
	// Those of the .xip that nothing proves a file are told below of all files.
	const findings = pax.findings.filter(({code}) => code !== 'no-fixity');
	const expectations = new Expectations();
	expectFromXip(pax, '', expectations);
	await expectations.check(options, createTell(findings, undefined));
	return {status: statusOf(findings), findings};
}
