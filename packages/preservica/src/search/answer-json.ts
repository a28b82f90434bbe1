import {DecodeError} from '@fonds/core';
import * as z from 'zod/mini';
import {entityTypeOf} from '../entities/entity-type.ts';
import type {EntityReference} from '../entities/entity.ts';
import {optionalFlag, optionalNumber, optionalText, wholeObject} from '../json/lenient.ts';
import type {Facet, FacetTerm, FieldValue, IndexField, SearchHit} from './hit.ts';

const one = z.union([z.string(), z.number(), z.boolean()]);
const value = z.optional(z.nullable(z.union([one, z.array(z.nullable(one))])));
const fieldsOfHit = z.nullable(z.array(z.object({name: z.string(), value})));

const facet = z.object({
	name: optionalText,
	fieldName: optionalText,
	displayName: optionalText,
	terms: z.optional(z.nullable(z.array(z.object({name: z.string(), displayName: optionalText, count: z.number()})))),
});

/** The answer to a search (CON-05). */
export const answerSchema: z.ZodMiniType<SearchAnswer> = z.object({
	objectIds: z.array(z.string()),
	totalHits: optionalNumber,
	metadata: z.optional(z.nullable(z.array(fieldsOfHit))),
	facets: z.optional(z.nullable(z.array(facet))),
	highlighting: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
});

/** What a search answers, as it comes. */
export interface SearchAnswer {
	readonly objectIds: readonly string[];
	readonly totalHits: number | undefined;
	readonly metadata?: readonly (readonly AnswerField[] | null)[] | null | undefined;
	readonly facets?: readonly AnswerFacet[] | null | undefined;
	readonly highlighting?: Readonly<Record<string, unknown>> | null | undefined;
}

interface AnswerFacet {
	readonly name: string | undefined;
	readonly fieldName: string | undefined;
	readonly displayName: string | undefined;
	readonly terms?: readonly AnswerTerm[] | null | undefined;
}

interface AnswerTerm {
	readonly name: string;
	readonly displayName: string | undefined;
	readonly count: number;
}

interface AnswerField {
	readonly name: string;
	readonly value?: string | number | boolean | readonly (string | number | boolean | null)[] | null | undefined;
}

const field = wholeObject({
	shortName: z.string(),
	index: z.string(),
	shortKey: optionalText,
	uri: optionalText,
	displayName: optionalText,
	type: optionalText,
	facetable: optionalFlag,
});

/** The answer with the indexes (CON-04); before 6.2.2 it has no short keys. */
export const fieldsSchema: z.ZodMiniType<IndexField[]> = z.pipe(
	z.array(field),
	z.transform(fields => fields.map(({shortKey, ...rest}) => ({name: shortKey ?? `${rest.shortName}.${rest.index}`, ...rest}))),
);

/**
 * The hits of an answer, with the values of the indexes that were asked for.
 *
 * @throws DecodeError when there are values for another number of hits than there are: they would go to the wrong ones.
 */
export function decodeHits<F extends string>({objectIds, metadata, highlighting}: SearchAnswer, fields: readonly F[]): SearchHit<F>[] {
	const rows = metadata ?? [];
	if (rows.length !== objectIds.length && rows.length > 0) {
		throw new DecodeError(`The server found ${objectIds.length} entities, but tells the values of ${rows.length}.`);
	}
	return objectIds.map((id, index) => {
		const entity = referenceOf(id);
		return {...entity, values: valuesOf(rows[index] ?? [], fields, entity.ref), highlights: passages(highlighting?.[id])};
	});
}

/** The reference comes from the id where the server gives no index of that name. */
function valuesOf<F extends string>(row: readonly AnswerField[], fields: readonly F[], ref: string): SearchHit<F>['values'] {
	const values = new Map<string, FieldValue | undefined>([['xip.reference', ref]]);
	for (const name of fields) {
		const found = row.filter(item => item.name === name).flatMap(item => item.value ?? []);
		const list = found.filter(item => item !== null);
		const isList = found.length > 1 || row.some(item => item.name === name && Array.isArray(item.value));
		if (list.length > 0) {
			values.set(name, isList ? list : list[0]);
		}
	}
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has one key for each name that was asked for
	return Object.fromEntries(fields.map(name => [name, values.get(name)])) as SearchHit<F>['values'];
}

function passages(found: unknown): readonly string[] {
	return (Array.isArray(found) ? found : [found]).filter(passage => typeof passage === 'string');
}

/**
 * The entity behind an id of the Content API: `sdb:IO|…`.
 *
 * @throws DecodeError when it is none.
 */
export function referenceOf(id: string): EntityReference {
	const [, code = '', ref = ''] = /^sdb:([a-z]+)\|(.+)$/i.exec(id.trim()) ?? [];
	const type = entityTypeOf(code);
	if (type === undefined) {
		throw new DecodeError(`${JSON.stringify(id.slice(0, 100))} is not the id of an asset, folder or content object.`);
	}
	return {type, ref};
}

/** The counts of one index; undefined when the server gives none. */
export function decodeFacet({facets}: SearchAnswer, wanted: string): Facet | undefined {
	const found = facets?.find(({name, fieldName}) => fieldName === wanted || name === wanted);
	return found && {displayName: found.displayName, terms: (found.terms ?? []).map(term => decodeTerm(term))};
}

/** Ranges are called `_interval_0 Before 2015`. */
function decodeTerm({name, displayName = name, count}: AnswerTerm): FacetTerm {
	const [, number] = /^_interval_(\d+)\b/.exec(name) ?? [];
	return {name, displayName: displayName.replace(/^_interval_\d+ ?/, ''), count, range: number === undefined ? undefined : Number(number)};
}
