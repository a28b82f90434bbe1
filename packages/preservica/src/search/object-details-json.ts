import {DecodeError} from '@fonds/core';
import * as z from 'zod/mini';
import type {EntityReference} from '../entities/entity.ts';
import {optionalText} from '../json/lenient.ts';
import type {DisplayGroup, DisplayItem, ObjectDetails} from './object-details.ts';

const property = z.object({name: z.string(), value: z.optional(z.nullable(z.union([z.string(), z.number(), z.boolean()])))});
const link = z.object({rel: z.string(), href: z.string(), type: optionalText});

/** The answer about one entity (CON-01). */
export const detailsSchema: z.ZodMiniType<DetailsAnswer> = z.object({
	name: optionalText,
	properties: z.optional(z.nullable(z.array(property))),
	metadata: z.optional(z.nullable(z.object({title: optionalText, description: optionalText, groupOrItem: z.optional(z.unknown())}))),
	links: z.optional(z.nullable(z.array(link))),
});

/** What CON-01 answers, as it comes. */
export interface DetailsAnswer {
	readonly name: string | undefined;
	readonly properties?:
		| readonly {readonly name: string; readonly value?: string | number | boolean | null | undefined}[]
		| null
		| undefined;
	readonly metadata?:
		| {readonly title: string | undefined; readonly description: string | undefined; readonly groupOrItem?: unknown}
		| null
		| undefined;
	readonly links?: readonly {readonly rel: string; readonly href: string; readonly type: string | undefined}[] | null | undefined;
}

/** Reads CON-01 for the entity that was asked for. */
export function decodeDetails({name, properties, metadata, links}: DetailsAnswer, {type, ref}: EntityReference): ObjectDetails {
	return {
		type,
		ref,
		title: name ?? metadata?.title ?? '',
		description: metadata?.description,
		properties: (properties ?? []).map(item => ({name: item.name, value: String(item.value ?? '')})),
		metadata: decodeNodes(metadata?.groupOrItem, 0),
		links: (links ?? []).map(({rel, href, type: kind}) => ({rel, url: href, type: kind})),
	};
}

/** No recorded answer has any of these: the shape is that of the CMIS schema (reference, CON-01), so unknown things are passed over. */
function decodeNodes(source: unknown, depth: number): readonly (DisplayGroup | DisplayItem)[] {
	if (depth > 100) {
		throw new DecodeError('The metadata to display is nested deeper than 100 levels.');
	}
	return (Array.isArray(source) ? source : []).flatMap((node: unknown): readonly (DisplayGroup | DisplayItem)[] => {
		if (typeof node !== 'object' || node === null) {
			return [];
		}
		if ('groupOrItem' in node) {
			return [{kind: 'group', title: textIn(node, 'title') ?? '', content: decodeNodes(node.groupOrItem, depth + 1)}];
		}
		const name = textIn(node, 'name');
		return name === undefined ? [] : [{kind: 'item', name, value: textIn(node, 'value') ?? '', type: textIn(node, 'type')}];
	});
}

function textIn(node: object, key: string): string | undefined {
	const value: unknown = Object.hasOwn(node, key) ? Object.getOwnPropertyDescriptor(node, key)?.value : undefined;
	return typeof value === 'string' ? value : undefined;
}
