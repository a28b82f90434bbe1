import type {Archive} from '../archive.ts';
import type {Entity, Format} from '../model.ts';
import type {Repository} from '../repository.ts';
import {readText} from './full-text.ts';
import type {FieldValue, IndexField} from './index-field.ts';

/** A field that every tenancy has, and where its values come from. */
export interface BuiltInField extends IndexField {
	/** The version of the server from which it is there; none if it always was. */
	readonly since?: string | undefined;
	readonly values: (
		entity: Entity,
		archive: Pick<Archive, 'repository' | 'context' | 'retention' | 'legalHolds'>,
	) => readonly (FieldValue | undefined)[];
}

type Described = Pick<IndexField, 'type'> & Partial<Pick<BuiltInField, 'many' | 'facetable' | 'kinds' | 'since'>>;

const exact: Described = {type: 'STRING_EXACT', facetable: true};
const words: Described = {type: 'STRING_DEFAULT'};

/** The built-in fields (CON-04). All types but that of `created`, and which values are lists, are assumed. */
export const builtInFields: readonly BuiltInField[] = [
	field('reference', 'Reference', {type: 'STRING_EXACT'}, ({ref}) => [ref]),
	field('title', 'Title', {...words, facetable: true}, ({title}) => [title]),
	field('description', 'Description', words, ({description}) => [description]),
	field('document_type', 'Type', exact, ({kind}) => [kind]),
	field('parent_ref', 'Parent', exact, ({parent}) => [parent]),
	field('parent_hierarchy', 'Hierarchy', {...exact, many: true}, (entity, {repository}) => ancestorsOf(entity, repository)),
	field('top_level_so', 'Top-level folder', {...exact, many: true}, (entity, {repository}) => [
		ancestorsOf(entity, repository)[0] ?? (entity.kind === 'SO' ? entity.ref : undefined),
	]),
	field('security_descriptor', 'Security', {...exact, many: true}, ({securityTag}) => [securityTag]),
	field('identifier', 'Identifiers', {...words, many: true}, ({ref}, {repository}) =>
		repository.identifiersOf(ref).map(({type, value}) => `${type} ${value}`),
	),
	field('created', 'Created Date', {type: 'SINGLE_VALUED_DATE', facetable: true}, ({ref}, {repository}) => {
		const first = repository.eventsOf(ref)[0];
		return [first && Date.parse(first.date)];
	}),
	field('retention_policy_assignment_ref', 'Retention policy', {...exact, kinds: ['IO']}, ({ref}, {retention}) =>
		retention.assignmentsOf(ref).map(({policy}) => policy),
	),
	field('retention_policy_assignment_name', 'Name of the retention policy', {...words, kinds: ['IO']}, ({ref}, {retention}) =>
		retention.assignmentsOf(ref).map(({policy}) => retention.policies.get(policy)?.name),
	),
	field('legal_hold_ref', 'Legal hold', {...exact, kinds: ['IO'], since: '9.1'}, ({ref}, {legalHolds}) =>
		legalHolds.of(ref).map(({hold}) => hold),
	),
	field('full_text', 'Full text', {...words, kinds: ['IO']}, (entity, {repository, context}) => [
		readText(entity.ref, repository, context.store.blobs),
	]),
	field('content_type_r_Display', 'Content type', {...exact, many: true, kinds: ['IO']}, ({ref}, {repository}) =>
		displayedFormats(ref, repository).map(({mediaType}) => mediaType),
	),
	field('format_group_r_Display', 'Format group', {...exact, many: true, kinds: ['IO']}, ({ref}, {repository}) =>
		displayedFormats(ref, repository).map(({group}) => group),
	),
	field('bitstream_names_r_Preservation', 'File names', {...words, many: true, kinds: ['IO']}, ({ref}, {repository}) =>
		repository
			.representationsOf(ref)
			.filter(({type}) => type === 'Preservation')
			.flatMap(({contentObjects}) => contentObjects.flatMap(each => repository.activeBitstreams(each)))
			.map(({filename}) => filename),
	),
];

function field(index: string, displayName: string, described: Described, values: BuiltInField['values']): BuiltInField {
	return {shortName: 'xip', index, uri: undefined, displayName, many: false, facetable: false, kinds: ['SO', 'IO'], ...described, values};
}

/** The folders above an entity, from the top. */
function ancestorsOf({parent}: Entity, repository: Repository): readonly string[] {
	const folder = parent === undefined ? undefined : repository.entities.get(parent);
	return folder ? [...ancestorsOf(folder, repository), folder.ref] : [];
}

function displayedFormats(asset: string, repository: Repository): readonly Format[] {
	const contentObjects = repository.displayed(asset)?.contentObjects ?? [];
	return contentObjects.flatMap(ref => repository.generationsOf(ref).findLast(({active}) => active)?.formats ?? []);
}
