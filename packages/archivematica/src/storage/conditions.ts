import type {LocationPurpose} from './location.ts';
import type {PackageStatus, PackageType} from './package.ts';

/** Words that every field can be compared by, and that lead to a value of the field's own kind. */
type Comparison = '' | '__exact' | '__gt' | '__gte' | '__lt' | '__lte';

/** Words that compare text, `i…` whatever its case. */
type TextComparison =
	| '__iexact'
	| '__contains'
	| '__icontains'
	| '__startswith'
	| '__istartswith'
	| '__endswith'
	| '__iendswith'
	| '__regex'
	| '__iregex';

/** Parts of a date, each a number. */
type DatePart = '__year' | '__month' | '__day' | '__week' | '__week_day' | '__quarter' | '__hour' | '__minute' | '__second';

type TextNames<Fields> = {readonly [Name in keyof Fields]: Fields[Name] extends string ? Name : never}[keyof Fields] & string;

/** Every field with every lookup the server honours for it, and the value that goes with them. */
type Conditions<Fields, Prefix extends string = ''> = {
	readonly [Name in keyof Fields & string as `${Prefix}${Name}${Comparison}`]?: Fields[Name] | undefined;
} & {
	readonly [Name in keyof Fields & string as `${Prefix}${Name}__in`]?: readonly Fields[Name][] | undefined;
} & {
	readonly [Name in keyof Fields & string as `${Prefix}${Name}__range`]?: readonly [Fields[Name], Fields[Name]] | undefined;
} & {
	readonly [Name in keyof Fields & string as `${Prefix}${Name}__isnull`]?: boolean | undefined;
} & {readonly [Name in TextNames<Fields> as `${Prefix}${Name}${TextComparison}`]?: string | undefined};

/** A relation itself, by the UUID of what it leads to. */
type Relation<Name extends string> = {readonly [Key in Name]?: string | undefined} & {
	readonly [Key in `${Name}__in`]?: readonly string[] | undefined;
} & {readonly [Key in `${Name}__isnull`]?: boolean | undefined};

interface PipelineFields {
	readonly uuid: string;
	readonly description: string;
}

interface SpaceFields {
	readonly uuid: string;
	readonly access_protocol: string;
	readonly path: string;
	readonly staging_path: string;
	readonly size: number;
	readonly used: number;
	readonly verified: boolean;
}

interface LocationFields {
	readonly uuid: string;
	readonly description: string;
	readonly purpose: LocationPurpose;
	readonly relative_path: string;
	readonly quota: number;
	readonly used: number;
}

interface PackageFields {
	readonly uuid: string;
	readonly package_type: PackageType;
	readonly status: Exclude<PackageStatus, 'UNKNOWN'>;
	/** In the server's zone, such as `2024-01-01T00:00:00`. */
	readonly stored_date: string;
}

/** Conditions on pipelines in the server's own words: `description__icontains` (reference 3.2). */
export type PipelineConditions = Conditions<PipelineFields>;

/** Conditions on spaces in the server's own words: `access_protocol__in` (reference 3.3). */
export type SpaceConditions = Conditions<SpaceFields>;

/** Conditions on locations in the server's own words: `relative_path__startswith`, `space__access_protocol` (reference 3.4). */
export type LocationConditions = Conditions<LocationFields> &
	Relation<'space' | 'pipeline'> &
	Conditions<SpaceFields, 'space__'> &
	Conditions<PipelineFields, 'pipeline__'>;

/** Conditions on packages in the server's own words: `status__in`, `stored_date__gte`, `current_location__purpose` (reference 3.5). */
export type PackageConditions = Conditions<PackageFields> & {
	readonly [Key in `stored_date${DatePart}`]?: number | undefined;
} & Relation<'current_location' | 'related_packages'> &
	Conditions<LocationFields, 'current_location__'> &
	Conditions<SpaceFields, 'current_location__space__'> &
	Conditions<PipelineFields, 'current_location__pipeline__'> &
	Conditions<PackageFields, 'related_packages__'>;

/** What a field holds: decides which lookups it has. */
export type FieldKind = 'text' | 'number' | 'flag' | 'date';

/** What the server filters a resource by: its own fields, and the resources its fields lead to. */
export interface Filterable {
	readonly fields: Readonly<Record<string, FieldKind>>;
	readonly relations: Readonly<Record<string, Filterable>>;
}

/** The table of reference 3.1, without the `path` of a package: the server names it there and ignores it. */
export const pipelineFilterable: Filterable = {
	fields: {uuid: 'text', description: 'text'} satisfies Record<keyof PipelineFields, FieldKind>,
	relations: {},
};

/** See {@link pipelineFilterable}. */
export const spaceFilterable: Filterable = {
	fields: {
		uuid: 'text',
		access_protocol: 'text',
		path: 'text',
		staging_path: 'text',
		size: 'number',
		used: 'number',
		verified: 'flag',
	} satisfies Record<keyof SpaceFields, FieldKind>,
	relations: {},
};

/** See {@link pipelineFilterable}. */
export const locationFilterable: Filterable = {
	fields: {
		uuid: 'text',
		description: 'text',
		purpose: 'text',
		relative_path: 'text',
		quota: 'number',
		used: 'number',
	} satisfies Record<keyof LocationFields, FieldKind>,
	relations: {space: spaceFilterable, pipeline: pipelineFilterable},
};

const packageFields = {
	uuid: 'text',
	package_type: 'text',
	status: 'text',
	stored_date: 'date',
} satisfies Record<keyof PackageFields, FieldKind>;

/** See {@link pipelineFilterable}. */
export const packageFilterable: Filterable = {
	fields: packageFields,
	relations: {
		current_location: locationFilterable,
		// The parts of a date are looked up by the field at the front only.
		related_packages: {fields: {...packageFields, stored_date: 'text'}, relations: {}},
	},
};

/** Whether conditions are on a relation to many: the server then counts a thing once for each of them that fits. */
export function hasManyRelation(where: object = {}): boolean {
	return Object.keys(where).some(key => /^(?:pipeline|related_packages|current_location__pipeline)(?:__|$)/.test(key));
}
