import type {JsonObject} from '../json/read-json.ts';
import {asObject, flag, list, optionalText, requiredText, wholeNumber} from '../json/read-json.ts';
import {Problem} from '../problem.ts';

/** A field of metadata. */
export interface MetadataField {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly minOccurs: number;
	/** -1: any number. */
	readonly maxOccurs: number;
	readonly visible: boolean;
	readonly editable: boolean;
	readonly values?: readonly string[] | undefined;
	readonly defaultValue: string;
	readonly indexed: boolean;
}

/** Fields that belong together, and the schema made of them. */
export interface MetadataGroup {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly schemaUri: string;
	readonly fields: readonly MetadataField[];
}

const fieldTypes = ['STRING', 'LONGSTRING', 'DATE', 'NUMBER'];

/** The schema URI a new group gets: `McD Metadata` gives `.../mcd_metadata` (2.11). */
export function schemaUriOf(name: string): string {
	const slug = name
		.toLowerCase()
		.replaceAll(/[^\p{Letter}\p{Number}]+/gu, '_')
		.replaceAll(/^_|_$/gu, '');
	return `http://www.preservica.com/metadata/group/${slug}`;
}

/** Reads what was sent of a group. Numbers and flags may be texts (2.11). @throws Problem 400 when it is none. */
export function readGroup(body: JsonObject): Pick<MetadataGroup, 'name' | 'description' | 'fields'> {
	const fields = list(body, 'fields').map(each => readField(asObject(each, 'Each field')));
	const repeated = fields.find(({id}, index) => fields.findIndex(field => field.id === id) < index);
	if (repeated) throw new Problem(400, `There are two fields ${repeated.id}.`);
	return {name: requiredText(body, 'name'), description: optionalText(body, 'description') ?? '', fields};
}

function readField(field: JsonObject): MetadataField {
	const type = requiredText(field, 'type');
	if (!fieldTypes.includes(type)) throw new Problem(400, `The type ${type} is none of ${fieldTypes.join(', ')}.`);
	return {
		id: requiredText(field, 'id'),
		name: requiredText(field, 'name'),
		type,
		minOccurs: wholeNumber(field, 'minOccurs', 0),
		maxOccurs: wholeNumber(field, 'maxOccurs', 1),
		visible: flag(field, 'visible', true),
		editable: flag(field, 'editable', true),
		values: field['values'] === undefined ? undefined : list(field, 'values').map(String),
		defaultValue: optionalText(field, 'defaultValue') ?? '',
		indexed: flag(field, 'indexed', true),
	};
}
