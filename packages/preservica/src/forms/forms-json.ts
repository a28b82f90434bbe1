import {ConfigurationError, DecodeError, type JsonValue} from '@fonds/core';
import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, wholeObject} from '../json/lenient.ts';
import {identifier, jsonObject, type JsonObject} from '../json/open-json.ts';
import type {MetadataForm} from './metadata-form.ts';
import type {GroupField, GroupFieldChange, MetadataGroup, MetadataGroupChange, NewGroupField, NewMetadataGroup} from './metadata-group.ts';

const choice = z.pipe(
	z.union([z.string(), z.number(), z.boolean()]),
	z.transform(value => String(value)),
);

const field: z.ZodMiniType<GroupField> = z.pipe(
	wholeObject({
		id: identifier,
		name: z.string(),
		type: optionalText,
		minOccurs: optionalNumber,
		maxOccurs: optionalNumber,
		visible: optionalFlag,
		editable: optionalFlag,
		indexed: optionalFlag,
		defaultValue: z.optional(z.nullable(choice)),
		values: z.optional(z.nullable(z.array(choice))),
	}),
	z.transform(({defaultValue, values, ...rest}) => ({...rest, defaultValue: defaultValue ?? undefined, values: values ?? undefined})),
);

/** A group (MDG-02). */
export const group: z.ZodMiniType<MetadataGroup> = z.pipe(
	wholeObject({
		id: identifier,
		name: z.string(),
		description: optionalText,
		schemaUri: optionalText,
		fields: z.optional(z.nullable(z.array(field))),
	}),
	z.transform(({fields, ...rest}) => ({...rest, fields: fields ?? undefined})),
);

/** The list of groups (MDG-01). */
export const groupList: z.ZodMiniType<{readonly groups: readonly MetadataGroup[]}> = z.object({groups: z.array(group)});

/** A group as it is, to be changed and sent back. */
export const wholeGroup: z.ZodMiniType<JsonObject> = jsonObject;

/** A form (MDG-07). */
export const form: z.ZodMiniType<MetadataForm> = z.custom<MetadataForm>(isForm, 'form with an id expected');

/** The list of forms (MDG-06). */
export const formList: z.ZodMiniType<{readonly metadataForms: readonly MetadataForm[]}> = z.object({metadataForms: z.array(form)});

function isForm(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string' || value.id === '') {
		return false;
	}
	const texts = Object.entries(value).filter(([key]) => key === 'title' || key === 'schemaUri');
	return texts.every(([, text]) => text === null || typeof text === 'string');
}

/** Writes a group with proper numbers and flags (MDG-03). */
export function encodeGroup({fields, ...rest}: NewMetadataGroup): object {
	checkIds(fields);
	return {...rest, fields: fields.map(encodeField)};
}

function encodeField({type, minOccurs, maxOccurs, visible, editable, indexed, defaultValue, ...rest}: NewGroupField): object {
	return {
		...rest,
		type: type ?? 'STRING',
		minOccurs: minOccurs ?? 0,
		maxOccurs: maxOccurs ?? 1,
		visible: visible ?? true,
		editable: editable ?? true,
		indexed: indexed ?? true,
		defaultValue: defaultValue ?? '',
	};
}

/**
 * A group with fields after those it has.
 *
 * @throws ConfigurationError when it has one of them; DecodeError when the server does not tell the fields it has, which would be lost.
 */
export function withFields(whole: JsonObject, added: readonly NewGroupField[]): object {
	const fields = fieldsOf(whole);
	checkIds([...fields.map(item => ({id: idOf(item)})), ...added]);
	return {...whole, fields: [...fields, ...added.map(encodeField)]};
}

/** A group with what changes; properties that no public source knows stay, those of fields too. */
export function withChange(whole: JsonObject, {fields, ...change}: MetadataGroupChange): object {
	if (fields === undefined) {
		return {...whole, ...defined(change)};
	}
	checkIds(fields);
	const known = new Map(fieldsOf(whole).map(item => [idOf(item), item]));
	return {...whole, ...defined(change), fields: fields.map(item => changedField(item, known.get(item.id)))};
}

function changedField(change: GroupFieldChange, old: JsonObject | undefined): object {
	if (old !== undefined) {
		return {...old, ...defined(change)};
	}
	const {id, name} = change;
	if (name === undefined) {
		throw new ConfigurationError(`The group has no field ${JSON.stringify(id)} yet: a new one needs a name.`);
	}
	return encodeField({...change, id, name});
}

function fieldsOf({id, fields}: JsonObject): readonly JsonObject[] {
	const found = z.array(jsonObject).safeParse(fields).data;
	if (found === undefined) {
		throw new DecodeError(
			`The server does not tell the fields of the metadata group ${JSON.stringify(id)}; changing them could lose some.`,
		);
	}
	return found;
}

function idOf({id}: JsonObject): string {
	return typeof id === 'string' ? id : JSON.stringify(id ?? '');
}

function checkIds(fields: readonly {readonly id: string}[]): void {
	const ids = fields.map(({id}) => id);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) {
		throw new ConfigurationError(`The group would have two fields with the id ${JSON.stringify(twice)}.`);
	}
	if (ids.includes('')) {
		throw new ConfigurationError('A field of a metadata group needs an id.');
	}
}

function defined(change: object): Readonly<Record<string, JsonValue>> {
	return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
