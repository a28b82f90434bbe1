import * as z from 'zod/mini';

/** A page of a Storage Service list (reference 1.8). */
export interface ListAnswer<T> {
	readonly meta: {readonly next?: string | null | undefined; readonly total_count?: number | undefined};
	readonly objects: readonly T[];
}

/** The page schema for objects of one kind. */
export function listOf<T>(object: z.ZodMiniType<T>): z.ZodMiniType<ListAnswer<T>> {
	return z.object({
		meta: z.object({next: z.optional(z.nullable(z.string())), total_count: z.optional(z.number())}),
		objects: z.array(object),
	});
}
