import type {ResourceName, Shown} from './resources.ts';
import {resources} from './resources.ts';
import type {View} from './view.ts';

type FieldType = 'string' | 'integer' | 'boolean' | 'datetime' | 'dict' | 'list' | `${'one' | 'many'} ${ResourceName}`;

interface FieldOptions {
	readonly nullable?: boolean;
	readonly readonly?: boolean;
	readonly unique?: boolean;
	readonly default?: unknown;
}

type Fields = Readonly<Record<string, readonly [type: FieldType, options?: FieldOptions]>>;

const optional = {nullable: true} as const;
const derived = {readonly: true} as const;
const uri: Fields = {resource_uri: ['string', derived]};

/** The fields of each resource: those of its answers and, although no GET has them, those that are only written (reference, 3.1). */
const fieldsOf: Readonly<Record<ResourceName | 'async', Fields>> = {
	pipeline: {
		api_key: ['string', optional],
		api_username: ['string', optional],
		create_default_locations: ['boolean', {default: false}],
		description: ['string', optional],
		remote_name: ['string', optional],
		...uri,
		shared_path: ['string', optional],
		uuid: ['string', {unique: true}],
	},
	space: {
		access_protocol: ['string'],
		last_verified: ['datetime', optional],
		path: ['string', {default: ''}],
		...uri,
		size: ['integer', optional],
		staging_path: ['string'],
		used: ['integer', {default: 0}],
		uuid: ['string', {unique: true}],
		verified: ['boolean', {default: false}],
	},
	location: {
		description: ['string', optional],
		enabled: ['boolean', {default: true}],
		path: ['string', derived],
		pipeline: ['many pipeline'],
		purpose: ['string'],
		quota: ['integer', optional],
		relative_path: ['string', {default: ''}],
		...uri,
		space: ['one space'],
		used: ['integer', {default: 0}],
		uuid: ['string', {unique: true}],
	},
	file: {
		current_full_path: ['string', derived],
		current_location: ['one location'],
		current_path: ['string'],
		misc_attributes: ['dict', {default: {}}],
		origin_location: ['one location'],
		origin_path: ['string'],
		origin_pipeline: ['one pipeline'],
		package_type: ['string'],
		related_packages: ['many file', optional],
		replicas: ['many file', optional],
		replicated_package: ['one file', optional],
		...uri,
		size: ['integer', {default: 0}],
		status: ['string', {default: 'FAIL'}],
		stored_date: ['datetime', optional],
		uuid: ['string', {unique: true}],
	},
	async: {
		completed: ['boolean', {default: false}],
		completed_time: ['datetime', optional],
		created_time: ['datetime'],
		id: ['integer', {unique: true}],
		...uri,
		updated_time: ['datetime'],
		was_error: ['boolean', {default: false}],
	},
};

/** What the older releases do not have. */
const newFields = new Set(['staging_path', 'stored_date']);

const writing: Readonly<Record<ResourceName | 'async', {readonly list: readonly string[]; readonly detail: readonly string[]}>> = {
	pipeline: {list: ['get', 'post'], detail: ['get']},
	space: {list: ['get', 'post'], detail: ['get']},
	location: {list: ['get', 'post'], detail: ['get', 'post']},
	file: {list: ['get', 'post'], detail: ['get', 'put', 'patch']},
	async: {list: ['get', 'post', 'put', 'delete', 'patch'], detail: ['get']},
};

/** SS-02. Help texts are not known, and empty here. */
export function schemaOf(view: View, name: ResourceName | 'async'): Shown {
	const known = Object.entries(fieldsOf[name]).filter(([field]) => view.profile !== 'older' || !newFields.has(field));
	return {
		allowed_detail_http_methods: writing[name].detail,
		allowed_list_http_methods: writing[name].list,
		default_format: 'application/json',
		default_limit: 20,
		fields: Object.fromEntries(known.map(([field, [type, options = {}]]) => [field, describe(view, field, type, options)])),
		...(name !== 'async' && {filtering: filteringOf(view, name)}),
	};
}

function describe(
	view: View,
	field: string,
	type: FieldType,
	{nullable = false, readonly = false, unique = false, ...rest}: FieldOptions,
): Shown {
	const [amount, resource] = type.split(' ');
	return {
		blank: nullable,
		default: rest.default ?? 'No default provided.',
		help_text: '',
		nullable,
		primary_key: field === 'id',
		readonly,
		...(resource !== undefined && {related_schema: `/api/${view.version}/${resource}/schema/`, related_type: `to_${amount}`}),
		type: resource === undefined ? type : 'related',
		unique,
		verbose_name: field.replaceAll('_', ' '),
	};
}

/** `1`: all lookups; `2`: also through relations. That packages have a `path` to filter by is the real schema's mistake. */
function filteringOf({profile}: View, name: ResourceName): Shown {
	const filters = Object.entries(resources[name].fields).flatMap(([field, {kind}]): readonly (readonly [string, number])[] => {
		if (kind === 'refused' || (profile === 'older' && newFields.has(field))) return [];
		return [[field, kind === 'related' ? 2 : 1]];
	});
	const path = name === 'file' ? [['path', 1] as const] : [];
	return Object.fromEntries([...filters, ...path].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
