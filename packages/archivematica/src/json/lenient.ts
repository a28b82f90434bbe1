import * as z from 'zod/mini';

/** Text that may be null or missing. */
export const optionalText: z.ZodMiniType<string | null | undefined> = z.optional(z.nullable(z.string()));

/** A number that older servers write as text, and that may be null or missing (reference 1.10). */
export const optionalNumber: z.ZodMiniType<number | string | null | undefined> = z.optional(z.nullable(z.union([z.number(), z.string()])));

/** Something that may be null or missing and is then false. */
export const optionalFlag: z.ZodMiniType<boolean | null | undefined> = z.optional(z.nullable(z.boolean()));

/** The number behind {@link optionalNumber}; a text that is no whole number gives `undefined`. */
export function toNumber(value: number | string | null | undefined): number | undefined {
	if (typeof value === 'string') {
		return /^\d+$/.test(value) ? Number(value) : undefined;
	}
	return value ?? undefined;
}

/** The UUID in `/api/v2/<resource>/<uuid>/`. */
export function uuidOfUri(uri: string | null | undefined): string | undefined {
	return uri?.split('/').findLast(part => part !== '');
}
