import {ConfigurationError, type JsonValue} from '@fonds/core';
import * as z from 'zod/mini';
import {optionalFlag, optionalText, wholeObject} from '../json/lenient.ts';
import {identifier, jsonValue, type JsonObject} from '../json/open-json.ts';
import type {AuthorityField, AuthorityRecord, AuthorityTable, AuthorityValue, NewAuthorityRecord, NewAuthorityTable} from './authority.ts';

const field: z.ZodMiniType<AuthorityField> = wholeObject({
	name: z.string(),
	type: optionalText,
	displayName: optionalText,
	includeInSummary: optionalFlag,
});

/** A table (AUT-02). */
export const table: z.ZodMiniType<AuthorityTable> = z.pipe(
	wholeObject({
		ref: identifier,
		name: z.string(),
		securityDescriptor: optionalText,
		description: optionalText,
		displayField: optionalText,
		metadataConnections: z.optional(z.nullable(z.array(jsonValue))),
		fields: z.optional(z.nullable(z.array(field))),
	}),
	z.transform(({securityDescriptor, metadataConnections, fields, ...rest}) => ({
		...rest,
		securityTag: securityDescriptor,
		metadataConnections: metadataConnections ?? [],
		fields: fields ?? undefined,
	})),
);

/** The list of tables (AUT-01). */
export const tableList: z.ZodMiniType<{readonly tables: readonly AuthorityTable[]}> = z.object({tables: z.array(table)});

const values = z.pipe(
	z.optional(z.nullable(z.array(z.object({name: z.string(), value: z.optional(jsonValue)})))),
	z.transform((list): AuthorityValue[] => (list ?? []).map(({name, value}) => ({name, value: value ?? null}))),
);

/** A record (AUT-06). */
export const record: z.ZodMiniType<AuthorityRecord> = z.pipe(
	z.object({ref: identifier, securityDescriptor: optionalText, fieldValues: values}),
	z.transform(({ref, securityDescriptor, fieldValues}) => ({ref, securityTag: securityDescriptor, values: fieldValues})),
);

/** The records of a table (AUT-04). */
export const recordList: z.ZodMiniType<{readonly records: readonly AuthorityRecord[]}> = z.object({records: z.array(record)});

const added = z.object({ref: identifier});

/** The reference in the answer to something new, of which nothing is certain: JSON as a rule, or the bare reference (AUT-03, AUT-05). */
export function reference(answer: string): string | undefined {
	try {
		const value: unknown = JSON.parse(answer);
		return typeof value === 'string' ? bareRef(value) : added.safeParse(value).data?.ref;
	} catch {
		return bareRef(answer.trim());
	}
}

function bareRef(text: string): string | undefined {
	return /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i.test(text) ? text : undefined;
}

/** A record to be added, in one shape. */
export interface Sent {
	readonly securityTag: string;
	readonly values: readonly AuthorityValue[];
}

/** Brings the two ways to write a record into one shape. */
export function normalizeRecord({values: given, securityTag = 'open'}: NewAuthorityRecord): Sent {
	const list = isList(given) ? given : Object.entries(given).map(([name, value]) => ({name, value}));
	return {securityTag, values: list.map(({name, value}) => ({name, value}))};
}

function isList(given: NewAuthorityRecord['values']): given is readonly AuthorityValue[] {
	return Array.isArray(given);
}

/** Writes a record (AUT-05). */
export function encodeRecord({securityTag, values: fieldValues}: Sent): JsonObject {
	return {securityDescriptor: securityTag, fieldValues: fieldValues.map(({name, value}) => ({name, value}))};
}

/**
 * Writes a table (AUT-03).
 *
 * @throws ConfigurationError when names are missing or taken.
 */
export function encodeTable({
	name,
	fields,
	securityTag = 'open',
	...rest
}: NewAuthorityTable): Readonly<Record<string, JsonValue | undefined>> {
	const names = fields.map(item => item.name);
	const twice = names.find((own, index) => names.indexOf(own) !== index);
	if ([name, ...names].some(text => text.trim() === '') || twice !== undefined) {
		throw new ConfigurationError(
			twice === undefined ? 'A table and its fields need names.' : `The table has two fields named ${JSON.stringify(twice)}.`,
		);
	}
	return {
		name,
		securityDescriptor: securityTag,
		description: rest.description,
		displayField: rest.displayField,
		metadataConnections: rest.metadataConnections,
		fields: fields.map(({name: own, type = 'ShortText', displayName = own, includeInSummary = true}) => ({
			name: own,
			type,
			displayName,
			includeInSummary,
		})),
	};
}
