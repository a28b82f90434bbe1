const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** S3 takes no smaller part but the last. */
export const smallestPart: number = 5 * mebibyte;

/** What is known to work (reference 2.4.1): above so many bytes, parts of so many MiB. */
const steps: readonly (readonly [above: number, mebibytes: number])[] = [
	[48 * gibibyte, 64],
	[24 * gibibyte, 48],
	[8 * gibibyte, 32],
	[gibibyte, 16],
	[-1, 8],
];

/**
 * The size of the next part. S3 takes at most 10,000 parts: a package of known size is divided into fewer, one of unknown size gets
 * growing parts, so that 5 TiB, the most S3 takes, fit.
 *
 * @param sent - Bytes in the parts before.
 * @param size - Bytes of the whole package, or an upper bound of them.
 * @param chosen - The caller's choice, which stands as long as it suffices.
 */
export function partSizeAt(sent: number, size: number | undefined, chosen?: number): number {
	const isWithin = size !== undefined && sent < size;
	const expected = isWithin ? size : sent;
	const [, mebibytes = 8] = steps.find(([above]) => expected > above) ?? [];
	const needed = isWithin ? size / 9000 : sent / 1100;
	return Math.max(chosen ?? mebibytes * mebibyte, Math.ceil(needed / mebibyte) * mebibyte);
}
