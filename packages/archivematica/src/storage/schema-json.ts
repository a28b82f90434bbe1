import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, toNumber} from '../json/lenient.ts';
import type {Resource, ResourceSchema, SchemaField} from './schema.ts';

/** SS-01. */
export const resourcesSchema: z.ZodMiniType<readonly Resource[]> = z.pipe(
	z.record(z.string(), z.object({list_endpoint: z.string(), schema: z.unknown()})),
	z.transform((wire): readonly Resource[] =>
		Object.entries(wire).map(([name, {list_endpoint: list, schema}]) => ({
			name,
			list,
			schema: typeof schema === 'string' ? schema : `${list}schema/`,
		})),
	),
);

const wireField = z.object({
	type: z.string(),
	help_text: optionalText,
	nullable: optionalFlag,
	blank: optionalFlag,
	readonly: optionalFlag,
	unique: optionalFlag,
	primary_key: optionalFlag,
	default: z.optional(z.unknown()),
	related_type: optionalText,
	related_schema: optionalText,
});

const wireFiltering = z.union([z.number(), z.string(), z.array(z.string())]);

const wireSchema = z.object({
	allowed_list_http_methods: z.optional(z.array(z.string())),
	allowed_detail_http_methods: z.optional(z.array(z.string())),
	default_limit: optionalNumber,
	fields: z.record(z.string(), wireField),
	filtering: z.optional(z.nullable(z.record(z.string(), wireFiltering))),
});

/** SS-02. */
export const resourceSchema: z.ZodMiniType<ResourceSchema> = z.pipe(
	wireSchema,
	z.transform((wire): ResourceSchema => ({
		listMethods: wire.allowed_list_http_methods ?? [],
		detailMethods: wire.allowed_detail_http_methods ?? [],
		defaultLimit: toNumber(wire.default_limit),
		fields: mapValues(wire.fields, fieldOf),
		filtering: mapValues(wire.filtering ?? {}, filteringOf),
	})),
);

function fieldOf(wire: z.infer<typeof wireField>): SchemaField {
	return {
		type: wire.type,
		helpText: wire.help_text ?? undefined,
		nullable: wire.nullable ?? false,
		blank: wire.blank ?? false,
		readonly: wire.readonly ?? false,
		unique: wire.unique ?? false,
		primaryKey: wire.primary_key ?? false,
		default: wire.default === 'No default provided.' ? undefined : (wire.default ?? undefined),
		relatedType: wire.related_type ?? undefined,
		relatedSchema: wire.related_schema ?? undefined,
	};
}

function filteringOf(wire: z.infer<typeof wireFiltering>): 'all' | 'related' | readonly string[] {
	return Array.isArray(wire) ? wire : Number(wire) === 2 ? 'related' : 'all';
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, f: (value: T) => U): Readonly<Record<string, U>> {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));
}
