import * as z from 'zod/mini';

/** Text that may be null or missing; both are `undefined`. */
export const optionalText: z.ZodMiniType<string | undefined> = z.pipe(
	z.optional(z.nullable(z.string())),
	z.transform(value => value ?? undefined),
);

/** A flag that clients also write as the text `"true"` or `"False"` (reference 2.11); null and missing are `undefined`. */
export const optionalFlag: z.ZodMiniType<boolean | undefined> = z.pipe(
	z.optional(z.nullable(z.union([z.boolean(), z.string()]))),
	z.transform(value => (typeof value === 'string' ? /^\s*true\s*$/i.test(value) : (value ?? undefined))),
);

/**
 * An object with every key of the shape: zod leaves out the keys of lenient fields that are missing in the answer, where results have them as
 * `undefined`.
 */
export function wholeObject<T extends Readonly<Record<string, z.ZodMiniType>>>(shape: T): z.ZodMiniType<{[K in keyof T]: z.output<T[K]>}> {
	const keys = Object.keys(shape).map(key => [key, undefined] as const);
	return z.pipe(
		z.object(shape),
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what zod leaves out is `undefined`
		z.transform(found => ({...Object.fromEntries(keys), ...found}) as {[K in keyof T]: z.output<T[K]>}),
	);
}

/** A number that is also written as text; null, missing and other texts are `undefined`. */
export const optionalNumber: z.ZodMiniType<number | undefined> = z.pipe(
	z.optional(z.nullable(z.union([z.number(), z.string()]))),
	z.transform(value => {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
	}),
);
